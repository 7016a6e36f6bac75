using System.CommandLine;
using PhiVisionML.Cli.Enriching;
using PhiVisionML.Cli.Output;
using PhiVisionML.Enrichment.Releases;
using PhiVisionML.Hosting;

namespace PhiVisionML.Cli.Commands;

/// <summary><c>phivision enrich promote</c>: puts an adapter in force.</summary>
internal sealed class EnrichPromoteCommand
{
    private readonly StoreOption _store = new();
    private readonly Option<string> _model = new("--model") { Description = "Model zip that 'phivision train' wrote, or an adapter folder, by a path that every worker finds it at.", Required = true };

    private readonly Option<DirectoryInfo?> _base = AnsweringOptions.BaseOption();
    private readonly Option<bool> _force = ForceOption();

    public static Command Create() => new EnrichPromoteCommand().Build();

    private Command Build()
    {
        var command = new Command("promote", """
            Put an adapter in force: workers change to it between two batches, without a restart and without losing a job.

            phivision enrich promote --model next.zip --store shop.db
            """) { _store.Option, _model, _base, _force };
        command.SetWork(CommandRunner.JsonOption(), Run, Print);
        return command;
    }

    /// <summary><c>--force</c> of the commands that change the adapter in force.</summary>
    public static Option<bool> ForceOption() => new("--force") { Description = "Change the adapter although jobs wait that it cannot answer, because they do not carry the columns that it is asked with. They fail; queue the catalog again afterwards." };

    /// <summary>Says what is in force.</summary>
    public static void Print(AdapterRelease release, Reporter reporter) => reporter.Line($"In force: adapter {release.Fingerprint}, {release.Path}.");

    private AdapterRelease Run(ParseResult parsed, Reporter reporter, CancellationToken cancellation)
    {
        var adapter = AdapterFile.Open(parsed.GetRequiredValue(_model), new LocalModelOptions { BaseModelPath = parsed.GetValue(_base) is { } folder ? BaseModel.Require(folder) : null });
        using var database = _store.Open(parsed, cancellation);
        return database.Releases.PromoteAsync(adapter with { IsForced = parsed.GetValue(_force) }, CommandActor.Name, cancellation).GetAwaiter().GetResult();
    }
}
