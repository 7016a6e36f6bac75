using PhiVisionML.MLNet.Storage;
using PhiVisionML.Model;
using PhiVisionML.Model.Lora;

namespace PhiVisionML.MLNet.Network;

/// <summary>Turns an adapter's two files, kept in memory, into tensors and back, by way of a folder that lives for a moment.</summary>
/// <param name="temporaryFolder">Where such folders are made.</param>
internal sealed class AdapterFiles(string temporaryFolder)
{
    public LoraAdapter Load(AdapterPackage package, Phi3Vision network) => InFolder(folder =>
    {
        package.Write(new FolderArchive(folder));
        return LoraFile.Load(folder, network);
    });

    /// <param name="adapter">The adapter.</param>
    /// <param name="baseModel">What is written as PEFT's <c>base_model_name_or_path</c>.</param>
    public AdapterPackage Pack(LoraAdapter adapter, string baseModel) => InFolder(folder =>
    {
        LoraFile.Save(adapter, folder, baseModel);
        return AdapterPackage.Read(new FolderArchive(folder));
    });

    private T InFolder<T>(Func<string, T> work)
    {
        var folder = Path.Combine(temporaryFolder, $"phivision-adapter-{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(folder);
            return work(folder);
        }
        finally
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }
}
