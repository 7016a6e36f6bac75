using Microsoft.ML;
using PhiVisionML.MLNet;
using PhiVisionML.SemanticKernel.Asking;

namespace PhiVisionML.Cli.Pipelines;

/// <summary>What 'phivision train' wrote, as a folder that a chat client can read; the folder goes with this.</summary>
internal sealed class UnpackedAdapter : IDisposable
{
    private readonly string _folder;

    private UnpackedAdapter(string folder, TunedAdapter adapter) => (_folder, Adapter) = (folder, adapter);

    /// <summary>The adapter, and what it was trained on.</summary>
    public TunedAdapter Adapter { get; }

    /// <summary>Unpacks a model.</summary>
    /// <param name="path">A model zip, or the folder of an adapter that we wrote.</param>
    /// <param name="baseFolder">The base model's folder; null to look for it.</param>
    public static UnpackedAdapter Open(string path, string? baseFolder)
    {
        var context = new MLContext();
        if (baseFolder is not null)
            context.SetOption(PhiVisionTransformer.BaseModelPathOption, baseFolder);
        string folder = Directory.CreateTempSubdirectory("phivision-adapter").FullName;
        try
        {
            using var transformer = PhiVisionTransformer.Open(context, path);
            transformer.SaveAdapter(folder);
            return new UnpackedAdapter(folder, TunedAdapter.Open(folder) with { BaseModelPath = transformer.BaseModelPath });
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
