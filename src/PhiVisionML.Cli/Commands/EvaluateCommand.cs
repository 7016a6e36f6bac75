using System.CommandLine;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Reports;
using PhiVisionML.Cli.Output;
using PhiVisionML.Cli.Pipelines;

namespace PhiVisionML.Cli.Commands;

/// <summary><c>phivision evaluate</c>: compares predictions with the truth in the table.</summary>
internal sealed class EvaluateCommand
{
    private readonly CatalogOptions _catalog = new();
    private readonly TunedModelOptions _model = new();
    private readonly Option<FileInfo?> _report = new("--report") { Description = "HTML page to write, with pictures beside truth and prediction." };

    private readonly Option<bool> _swap = new("--swap-pictures") { Description = "Score a second time with each product shown another one's picture: what is right even then was not read from pictures." };

    public static Command Create() => new EvaluateCommand().Build();

    private Command Build()
    {
        var command = new Command("evaluate", """
            Score a product table whose truth is known, and say how well each field was told.

            phivision evaluate --model catalog.zip --data test.csv --images pictures --report report.html
            """) { _report, _swap };
        foreach (var option in _catalog.All.Concat(_model.All))
            command.Options.Add(option);
        command.SetWork(CommandRunner.JsonOption(), Run, (result, reporter) => result.Print(reporter));
        return command;
    }

    private EvaluateResult Run(ParseResult parsed, Reporter reporter, CancellationToken cancellation)
    {
        using var model = _model.Load(parsed, cancellation);
        var table = _catalog.Read(parsed, reporter, [.. model.Template.Fields.Select(f => f.Name)]);
        var rows = reporter.Track("Scoring", report => model.Score(table, report));
        var result = EvaluateResult.Of(model.Template, rows);
        if (parsed.GetValue(_report) is { } report)
            WriteReport(report.FullName, model.Template, rows, result);
        return parsed.GetValue(_swap) ? result.WithPicturesSwapped(model, table, reporter) : result;
    }

    private static void WriteReport(string path, AnswerTemplate template, IReadOnlyList<ScoredRow> rows, EvaluateResult result) => HtmlReport.Write(path, new ReportModel
    {
        Title = "Evaluation",
        Subtitle = $"{result.Rows} products, {result.Failed} without an answer",
        Metrics = [.. result.Metrics.Fields.SelectMany(f => MetricRows.Of(f))],
        Products = [.. rows.Select(r => new ReportProduct(r.ProductCode, r.ImagePath, [.. template.Fields.Select(f => new ReportField(f.Name, r.Fields[f.Name].Truth, r.Fields[f.Name].Predicted, r.Fields[f.Name].IsCorrect(f), r.Fields[f.Name].Confidence))]))],
    });
}
