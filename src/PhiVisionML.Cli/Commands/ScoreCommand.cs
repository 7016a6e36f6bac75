using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.Cli.Output;
using PhiVisionML.Cli.Pipelines;
using PhiVisionML.MLNet;

namespace PhiVisionML.Cli.Commands;

/// <summary><c>phivision score</c>: fills in the fields of products from their pictures.</summary>
internal sealed class ScoreCommand
{
    private readonly CatalogOptions _catalog = new();
    private readonly TunedModelOptions _model = new();
    private readonly Option<FileInfo> _output = new("--out") { Description = "CSV to write: the table's own columns, and for each field the prediction and its confidence.", Required = true };

    public static Command Create() => new ScoreCommand().Build();

    private Command Build()
    {
        var command = new Command("score", """
            Fill in titles, categories and prices of a product table from its pictures.

            phivision score --model catalog.zip --data new.csv --images pictures --out filled.csv
            """) { _output };
        foreach (var option in _catalog.All.Concat(_model.All))
            command.Options.Add(option);
        command.SetWork(CommandRunner.JsonOption(), Run, (result, reporter) => reporter.Line(string.Create(CultureInfo.InvariantCulture,
            $"Wrote {result.File}: {result.Rows} rows, {result.Failed} without an answer, {result.Seconds:F1} s ({result.Rows / result.Seconds:F1} pictures a second).")));
        return command;
    }

    private Result Run(ParseResult parsed, Reporter reporter, CancellationToken cancellation)
    {
        string path = parsed.GetRequiredValue(_output).FullName;
        _catalog.RequireOthers(parsed, path);
        var table = _catalog.Read(parsed, reporter, []);
        using var model = _model.Load(parsed, cancellation);
        var clock = Stopwatch.StartNew();
        var rows = reporter.Track("Scoring", report => model.Score(table, report));
        double seconds = clock.Elapsed.TotalSeconds;
        Write(path, table, model, rows);
        return new Result(path, rows.Count, rows.Count(r => r.Error.Length > 0), seconds);
    }

    private static void Write(string path, ProductTable table, TunedModel model, IReadOnlyList<ScoredRow> rows)
    {
        string[] fields = [.. model.Template.Fields.Select(f => f.Name)];
        string[] added =
        [
            .. fields.SelectMany(f => new[] { f + PhiVisionScoringOptions.Defaults.FieldColumnSuffix, f + PhiVisionScoringOptions.Defaults.ConfidenceColumnSuffix }),
            PhiVisionScoringOptions.Defaults.OutputColumnName,
            PhiVisionScoringOptions.Defaults.ErrorColumnName,
        ];
        CsvProductSink.Write(path, [.. table.Columns, .. added], table.Products.Zip(rows, (product, row) => (IReadOnlyList<string?>)
        [
            .. table.Columns.Select(c => product.Fields.GetValueOrDefault(c)),
            .. fields.SelectMany(f => new[] { row.Fields[f].Predicted, row.Fields[f].Confidence?.ToString("F4", CultureInfo.InvariantCulture) }),
            row.Text,
            row.Error,
        ]));
    }

    private sealed record Result(string File, int Rows, int Failed, double Seconds);
}
