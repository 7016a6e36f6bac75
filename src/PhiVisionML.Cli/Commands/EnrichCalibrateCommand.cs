using System.CommandLine;
using System.Globalization;
using PhiVisionML.Cli.Enriching;
using PhiVisionML.Cli.Output;
using PhiVisionML.Cli.Pipelines;
using PhiVisionML.Enrichment.Policies;
using PhiVisionML.Hosting.Policies;

namespace PhiVisionML.Cli.Commands;

/// <summary><c>phivision enrich calibrate</c>: fits a policy to products whose values are known.</summary>
internal sealed class EnrichCalibrateCommand
{
    private static readonly PolicyFitOptions Defaults = new();

    private readonly CatalogOptions _catalog = new();
    private readonly TunedModelOptions _model = new();
    private readonly Option<FileInfo> _output = new("--out") { Description = "Policy to write, as JSON.", Required = true };
    private readonly Option<double> _rate = Knob.Create("--error-rate", "Largest share of wrong values among those that are written without a reviewer.", Defaults.ErrorRate);
    private readonly Option<double> _certainty = Knob.Create("--certainty", "How certain it has to be that the error rate is kept.", Defaults.Certainty);
    private readonly Option<double> _reject = Knob.Create("--reject-below", "Confidence below which values are dropped without a reviewer.", Defaults.RejectBelow);

    public static Command Create() => new EnrichCalibrateCommand().Build();

    private Command Build()
    {
        var command = new Command("calibrate", """
            Find out from which confidence a field may be written without a reviewer, so that a stated error rate is kept. It needs products whose
            values are known and which the model was not trained on: the test part of 'phivision sample split', say. A value counts as right as in
            'phivision evaluate': the same text, or a price within 10 %.

            phivision enrich calibrate --model catalog.zip --data heldout.csv --images pictures --error-rate 0.05 --out policy.json
            """) { _output, _rate, _certainty, _reject };
        foreach (var option in _catalog.All.Concat(_model.All))
            command.Options.Add(option);
        command.SetWork(CommandRunner.JsonOption(), Run, Print);
        return command;
    }

    private Result Run(ParseResult parsed, Reporter reporter, CancellationToken cancellation)
    {
        string path = parsed.GetRequiredValue(_output).FullName;
        _catalog.RequireOthers(parsed, path);
        var options = new PolicyFitOptions { ErrorRate = parsed.GetValue(_rate), Certainty = parsed.GetValue(_certainty), RejectBelow = parsed.GetValue(_reject) };
        var table = _catalog.Read(parsed, reporter, []);
        using var model = _model.Load(parsed, cancellation);
        var rows = reporter.Track("Scoring", report => model.Score(table, report));
        FieldFit[] fits = [.. model.Template.Fields.Select(field => PolicyFit.Fit(field, rows.Select(row => row.Fields[field.Name]), options))];
        PolicyFile.Write(path, new EnrichmentPolicy { Fields = fits.ToDictionary(fit => fit.Field, fit => fit.Policy) });
        return new Result(path, options.ErrorRate, options.Certainty, fits);
    }

    private static void Print(Result result, Reporter reporter)
    {
        reporter.Table(["field", "right", "written at", "written", "of these wrong", "error rate at most"], result.Fields.Select(fit => (IReadOnlyList<string>)
        [
            fit.Field, Percent(fit.Accuracy), fit.Policy.AcceptAt is { } at ? Percent(at) : "never", $"{RunSummary.Number(fit.AcceptedRows)} of {RunSummary.Number(fit.Rows)}",
            RunSummary.Number(fit.AcceptedErrors), fit.ErrorBound is { } bound ? Percent(bound) : "",
        ]));
        reporter.Line(string.Create(CultureInfo.InvariantCulture, $"Error rate {result.ErrorRate:P1} with {result.Certainty:P0} certainty, for products like these. What is less sure waits for a reviewer."));
        if (result.Fields.Any(fit => fit.Policy.AcceptAt is null))
            reporter.Line("A field that is never written without a reviewer wants more rows to learn its errors from, a larger --error-rate, or a better model.");
        reporter.Line($"Wrote {result.Policy}.");
    }

    private static string Percent(double share) => share.ToString("P1", CultureInfo.InvariantCulture);

    private sealed record Result(string Policy, double ErrorRate, double Certainty, IReadOnlyList<FieldFit> Fields);
}
