using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Asking;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.Chat;
using PhiVisionML.Cli.Pipelines;

namespace PhiVisionML.Cli.Skill;

/// <summary>The model that looks at products, and what it is asked.</summary>
internal sealed class SkillModel : IDisposable
{
    private readonly UnpackedAdapter? _adapter;

    private SkillModel(PhiVisionChatClientOptions options, ProductQuestion question, UnpackedAdapter? adapter)
    {
        Client = new PhiVisionChatClient(options);
        Question = question;
        _adapter = adapter;
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
        return new SkillModel(options, ProductQuestion.About(template, table.Products), adapter: null);
    }

    /// <summary>A tuned model: it is asked what it was trained on.</summary>
    /// <param name="path">What 'phivision train' wrote, or an adapter folder.</param>
    /// <param name="device">Where it works.</param>
    /// <param name="baseFolder">The base model's folder; null to look for it.</param>
    public static SkillModel Tuned(string path, string device, string? baseFolder)
    {
        var unpacked = UnpackedAdapter.Open(path, baseFolder);
        try
        {
            var options = new PhiVisionChatClientOptions { ModelOptions = new() { Device = device } };
            unpacked.Adapter.Configure(options);
            return new SkillModel(options, unpacked.Adapter.Question, unpacked);
        }
        catch
        {
            unpacked.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Client.Dispose();
        _adapter?.Dispose();
    }
}
