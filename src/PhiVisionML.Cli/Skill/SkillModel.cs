using Microsoft.ML;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.Chat;
using PhiVisionML.Cli.Pipelines;
using PhiVisionML.MLNet;
using PhiVisionML.SemanticKernel.Asking;

namespace PhiVisionML.Cli.Skill;

/// <summary>The model that looks at products, and what it is asked.</summary>
internal sealed class SkillModel : IDisposable
{
    private readonly string? _unpacked;

    private SkillModel(PhiVisionChatClientOptions options, ProductQuestion question, string? unpacked)
    {
        Client = new PhiVisionChatClient(options);
        Question = question;
        _unpacked = unpacked;
    }

    public PhiVisionChatClient Client { get; }

    public ProductQuestion Question { get; }

    /// <summary>A model that was not tuned: it chooses among the categories of the table.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="device">Where it works.</param>
    /// <param name="template">The answer.</param>
    /// <param name="table">The products.</param>
    public static SkillModel Bare(string folder, string device, AnswerTemplate template, ProductTable table)
    {
        var options = new PhiVisionChatClientOptions { ModelPath = folder, ModelOptions = new() { Device = device } };
        return new SkillModel(options, ProductQuestion.About(template, table.Products), unpacked: null);
    }

    /// <summary>A tuned model: it is asked what it was trained on.</summary>
    /// <param name="path">What 'phivision train' wrote, or an adapter folder.</param>
    /// <param name="device">Where it works.</param>
    /// <param name="baseFolder">The base model's folder; null to look for it.</param>
    public static SkillModel Tuned(string path, string device, string? baseFolder)
    {
        var context = new MLContext();
        if (baseFolder is not null)
            context.SetOption(PhiVisionTransformer.BaseModelPathOption, baseFolder);
        string unpacked = Directory.CreateTempSubdirectory("phivision-adapter").FullName;
        try
        {
            using var transformer = TunedModelOptions.Open(context, path);
            transformer.SaveAdapter(unpacked);
            var adapter = TunedAdapter.Open(unpacked) with { BaseModelPath = transformer.BaseModelPath };
            var options = new PhiVisionChatClientOptions { ModelOptions = new() { Device = device } };
            adapter.Configure(options);
            return new SkillModel(options, adapter.Question, unpacked);
        }
        catch
        {
            Directory.Delete(unpacked, recursive: true);
            throw;
        }
    }

    public void Dispose()
    {
        Client.Dispose();
        if (_unpacked is not null)
            Directory.Delete(_unpacked, recursive: true);
    }
}
