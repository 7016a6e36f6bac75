using System.CommandLine;
using PhiVisionML.Cli.Enriching;
using PhiVisionML.Cli.Output;
using PhiVisionML.Enrichment.Runs;

namespace PhiVisionML.Cli.Commands;

/// <summary><c>phivision enrich add</c>: queues a catalog for workers.</summary>
internal sealed class EnrichAddCommand
{
    private readonly CatalogWork _work = new(pace: null);
    private readonly StoreOption _store = new();
    private readonly Option<int> _priority = Knob.Create("--priority", "Products of a higher one go first.", 0);

    public static Command Create() => new EnrichAddCommand().Build();

    private Command Build()
    {
        var command = new Command("add", """
            Queue a catalog for the workers of a database. Products that were queued and have not changed are passed over, so it may be done again.

            phivision enrich add catalog.csv --images pictures --model catalog.zip --policy policy.json --store shop.db
            """) { _work.Table, _store.Option, _priority };
        foreach (var option in _work.Options)
            command.Options.Add(option);
        command.SetWork(CommandRunner.JsonOption(), Run, CatalogWork.Print);
        return command;
    }

    private EnqueueResult Run(ParseResult parsed, Reporter reporter, CancellationToken cancellation)
    {
        using var answering = _work.Open(parsed);
        using var database = _store.Open(parsed, cancellation);
        return _work.Enqueue(parsed, reporter, database, answering, parsed.GetValue(_priority), cancellation).Result;
    }
}
