using System.CommandLine;
using PhiVisionML.Cli.Enriching;
using PhiVisionML.Cli.Output;
using PhiVisionML.Enrichment.Releases;

namespace PhiVisionML.Cli.Commands;

/// <summary><c>phivision enrich rollback</c>: puts the adapter before in force again.</summary>
internal sealed class EnrichRollbackCommand
{
    private readonly StoreOption _store = new();
    private readonly Option<bool> _force = EnrichPromoteCommand.ForceOption();

    public static Command Create() => new EnrichRollbackCommand().Build();

    private Command Build()
    {
        var command = new Command("rollback", """
            Put the adapter in force again that the present one took the place of; once more, the one before that. What the present one wrote stays; 'phivision enrich revert' takes runs back.

            phivision enrich rollback --store shop.db
            """) { _store.Option, _force };
        command.SetWork(CommandRunner.JsonOption(), Run, EnrichPromoteCommand.Print);
        return command;
    }

    private AdapterRelease Run(ParseResult parsed, Reporter reporter, CancellationToken cancellation)
    {
        using var database = _store.OpenExisting(parsed, cancellation);
        return database.Releases.RollBackAsync(CommandActor.Name, parsed.GetValue(_force), cancellation).GetAwaiter().GetResult()
            ?? throw new InvalidOperationException($"'{database.Name}' knows no adapter before the present one.");
    }
}
