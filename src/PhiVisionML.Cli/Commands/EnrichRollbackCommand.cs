using System.CommandLine;
using PhiVisionML.Cli.Enriching;
using PhiVisionML.Cli.Output;
using PhiVisionML.Enrichment.Releases;

namespace PhiVisionML.Cli.Commands;

/// <summary><c>phivision enrich rollback</c>: puts the adapter before in force again.</summary>
internal sealed class EnrichRollbackCommand
{
    private readonly StoreOption _store = new();

    public static Command Create() => new EnrichRollbackCommand().Build();

    private Command Build()
    {
        var command = new Command("rollback", """
            Put the adapter in force again that was so before the present one. What the present one wrote stays; 'phivision enrich revert' takes runs back.

            phivision enrich rollback --store shop.db
            """) { _store.Option };
        command.SetWork(CommandRunner.JsonOption(), Run, EnrichPromoteCommand.Print);
        return command;
    }

    private AdapterRelease Run(ParseResult parsed, Reporter reporter, CancellationToken cancellation)
    {
        using var database = _store.OpenExisting(parsed, cancellation);
        return database.Releases.RollBackAsync(CommandActor.Name, cancellation).GetAwaiter().GetResult()
            ?? throw new InvalidOperationException($"'{database.Name}' knows no adapter before the present one.");
    }
}
