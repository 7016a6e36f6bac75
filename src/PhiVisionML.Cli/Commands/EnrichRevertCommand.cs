using System.CommandLine;
using PhiVisionML.Cli.Enriching;
using PhiVisionML.Cli.Output;
using PhiVisionML.Enrichment.Ledger;

namespace PhiVisionML.Cli.Commands;

/// <summary><c>phivision enrich revert</c>: takes a run back.</summary>
internal sealed class EnrichRevertCommand
{
    private readonly StoreOption _store = new();
    private readonly Option<long> _run = new("--run") { Description = "The run; 'phivision enrich status' lists them.", Required = true };

    public static Command Create() => new EnrichRevertCommand().Build();

    private Command Build()
    {
        var command = new Command("revert", """
            Take a run back: what it wrote holds no more, what was there before holds again. Values that were changed since stay. The ledger keeps all of it.

            phivision enrich revert --run 3 --store shop.db
            """) { _store.Option, _run };
        command.SetWork(CommandRunner.JsonOption(), Run, Print);
        return command;
    }

    private static void Print(RevertResult result, Reporter reporter)
    {
        string later = result.ChangedLater > 0 ? $"; {RunSummary.Number(result.ChangedLater)} were changed later and stay" : "";
        reporter.Line(result.Reverted == 0 ? $"Nothing of the run holds that could be taken back{later}."
            : $"{RunSummary.Number(result.Reverted)} values were put back{later}. Write the catalog anew with 'phivision enrich export'.");
    }

    private RevertResult Run(ParseResult parsed, Reporter reporter, CancellationToken cancellation)
    {
        using var database = _store.OpenExisting(parsed, cancellation);
        long run = parsed.GetRequiredValue(_run);
        database.Jobs.GetRunAsync(run, cancellation).GetAwaiter().GetResult();   // refuses one that is not there
        return database.Ledger.RevertRunAsync(run, CommandActor.Name, cancellation).GetAwaiter().GetResult();
    }
}
