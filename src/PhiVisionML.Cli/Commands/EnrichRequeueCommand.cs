using System.CommandLine;
using PhiVisionML.Cli.Enriching;
using PhiVisionML.Cli.Output;

namespace PhiVisionML.Cli.Commands;

/// <summary><c>phivision enrich requeue</c>: lets jobs run again that were given up.</summary>
internal sealed class EnrichRequeueCommand
{
    private readonly StoreOption _store = new();
    private readonly Option<long?> _run = new("--run") { Description = "Those of this run. Default: all." };

    public static Command Create() => new EnrichRequeueCommand().Build();

    private Command Build()
    {
        var command = new Command("requeue", """
            Let jobs run again that were given up, once the cause is mended: pictures were fetched anew, say.

            phivision enrich requeue --run 3 --store shop.db
            """) { _store.Option, _run };
        command.SetWork(CommandRunner.JsonOption(), Run, (result, reporter) => reporter.Line($"{RunSummary.Number(result.Requeued)} {(result.Requeued == 1 ? "job waits" : "jobs wait")} again."));
        return command;
    }

    private Result Run(ParseResult parsed, Reporter reporter, CancellationToken cancellation)
    {
        using var database = _store.OpenExisting(parsed, cancellation);
        var run = parsed.GetValue(_run);
        if (run is { } id)
            database.Jobs.GetRunAsync(id, cancellation).GetAwaiter().GetResult();   // refuses one that is not there
        return new Result(database.Jobs.RequeueAsync(run, cancellation).GetAwaiter().GetResult());
    }

    private sealed record Result(int Requeued);
}
