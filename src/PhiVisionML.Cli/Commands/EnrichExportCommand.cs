using System.CommandLine;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Cli.Enriching;
using PhiVisionML.Cli.Output;
using PhiVisionML.Cli.Pipelines;
using PhiVisionML.Enrichment.Export;

namespace PhiVisionML.Cli.Commands;

/// <summary><c>phivision enrich export</c>: writes a catalog with what was accepted so far.</summary>
internal sealed class EnrichExportCommand
{
    private readonly CatalogOptions _catalog = new();
    private readonly ExportOptions _export = new();
    private readonly StoreOption _store = new();
    private readonly Option<string?> _name = CatalogWork.NameOption();

    public static Command Create() => new EnrichExportCommand().Build();

    private Command Build()
    {
        var command = new Command("export", """
            Write a catalog with the values that policy and reviewers accepted so far, every row with its state and error. Cells that a
            spreadsheet would take for formulas get an apostrophe in CSV files.

            phivision enrich export catalog.csv --images pictures --store shop.db --out enriched.csv
            phivision enrich export catalog.csv --images pictures --store shop.db --out import.csv --format shopify
            """) { _catalog.Table, _store.Option, _name };
        foreach (var option in _export.All.Concat(_catalog.AllButTable))
            command.Options.Add(option);
        command.SetWork(CommandRunner.JsonOption(), Run, Print);
        return command;
    }

    private ExportResult Run(ParseResult parsed, Reporter reporter, CancellationToken cancellation)
    {
        var (output, format) = _export.Read(parsed);
        var (path, source) = _catalog.ReadTable(parsed);
        string name = parsed.GetValue(_name) ?? Path.GetFileNameWithoutExtension(path);
        using var database = _store.OpenExisting(parsed, cancellation);
        var runs = database.Jobs.GetRunsAsync(cancellation).GetAwaiter().GetResult();
        var run = runs.FirstOrDefault(run => run.Settings.Catalog == name)
            ?? throw new InvalidDataException($"'{database.Name}' has no run of the catalog '{name}'; it has {(runs.Count == 0 ? "none at all" : string.Join(", ", runs.Select(run => run.Settings.Catalog).Distinct()))}. Say which one it is with {_name.Name}.");
        return new CatalogExport(database.Jobs, database.Ledger).WriteAsync(name, AnswerTemplate.Parse(run.Settings.Template), path, source, output, format, cancellation).GetAwaiter().GetResult();
    }

    private static void Print(ExportResult result, Reporter reporter)
    {
        reporter.PrintCoverage(result.Before, result.After);
        reporter.Line(ExportOptions.Describe(result));
    }
}
