using System.CommandLine;
using System.Globalization;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Examination;
using PhiVisionML.Catalog.Examination.Page;
using PhiVisionML.Cli.Doctor;
using PhiVisionML.Cli.Output;
using PhiVisionML.Cli.Pipelines;
using PhiVisionML.MLNet;
using PhiVisionML.Catalog.Prompts;

namespace PhiVisionML.Cli.Commands;

/// <summary><c>phivision doctor</c>: examines a product table and its pictures before a model is trained on them.</summary>
internal sealed class DoctorCommand
{
    private readonly CatalogOptions _catalog = new();
    private readonly Option<FileInfo?> _output = new("--out") { Description = "Page to write (HTML): every finding with its rows, pictures and remedy. Default: no page." };
    private readonly Option<string> _template = new("--template") { Description = "The answer to learn, as train takes it; its fields are examined as title, category and price.", DefaultValueFactory = _ => CatalogOptions.DefaultTemplate };
    private readonly Option<string?> _prompt = new("--prompt") { Description = "What the model is asked, as train takes it." };
    private readonly Option<DirectoryInfo> _base = new("--base") { Description = "Model folder, or owner/name that models pull fetched, whose tokenizer and picture processor count tokens. Default: the tiny model that ships.", DefaultValueFactory = _ => new DirectoryInfo(BaseModel.Tiny) };
    private readonly Option<int?> _crops = new("--num-crops") { Description = "Most tiles a picture is cut into. Default: the model's own. The page also compares 1, 4 and 16." };
    private readonly Option<string> _split = new("--split-column") { Description = "Column that says whether a row is for training, validation or test; what leaks between its parts is reported.", DefaultValueFactory = _ => "split" };
    private readonly Option<string> _family = new("--family-column") { Description = "Column that says which rows are variants of one product.", DefaultValueFactory = _ => "family" };
    private readonly Option<int> _least = new("--least-rows") { Description = "Categories with fewer rows are reported.", DefaultValueFactory = _ => 10 };
    private readonly Option<string> _failOn = new("--fail-on") { Description = "End with exit code 2 if there is a finding of this severity or a graver one: error, warning or never.", DefaultValueFactory = _ => "never" };

    public static Command Create() => new DoctorCommand().Build();

    private Command Build()
    {
        _failOn.AcceptOnlyFromAmong("error", "warning", "never");
        var command = new Command("doctor", """
            Examine a product table and its pictures: what keeps a model from learning them, which rows, and what to do.

            phivision doctor --data catalog.csv --images pictures --out doctor.html
            phivision doctor --data feed.xml --images pictures --json --fail-on error

            Exit codes: 0 examined, whatever was found; 1 could not examine; 2 found what --fail-on names; 130 cancelled.
            """) { _output, _template, _prompt, _base, _crops, _split, _family, _least, _failOn };
        foreach (var option in _catalog.All)
            command.Options.Add(option);
        command.SetWork(CommandRunner.JsonOption(), Run, Print, ExitCode);
        return command;
    }

    private ExaminationResult Run(ParseResult parsed, Reporter reporter, CancellationToken cancellation)
    {
        if (parsed.GetValue(_output) is { } output)
            _catalog.RequireOthers(parsed, output.FullName);
        var template = AnswerTemplate.Parse(parsed.GetRequiredValue(_template));
        var prompt = PromptTemplate.Parse(parsed.GetValue(_prompt) ?? PhiVisionScoringOptions.Defaults.PromptTemplate);
        var model = BaseArithmetic.Open(BaseModel.Require(parsed.GetRequiredValue(_base)), parsed.GetValue(_crops));
        var options = new ExaminationOptions
        {
            Template = template,
            PromptColumns = prompt.Columns,
            SplitColumn = parsed.GetRequiredValue(_split),
            FamilyColumn = parsed.GetRequiredValue(_family),
            LeastCategoryRows = parsed.GetValue(_least),
        };
        string[] required = [.. template.Fields.Select(field => field.Name), .. prompt.Columns, .. new[] { _split, _family }.Where(column => parsed.GetResult(column) is { Implicit: false }).Select(parsed.GetRequiredValue)];
        var (file, table, rejected) = _catalog.ReadForExamination(parsed, required, cancellation);
        if (table.Products.Count + rejected.Count == 0)
            throw new InvalidDataException($"'{file.FullName}' has no rows.");

        var pictures = CatalogPictures.Read(table, reporter, cancellation);
        var budgets = new RowBudgets(model, prompt);
        var result = reporter.Track("Examining", _ => CatalogExamination.Run(table, rejected, pictures, options, [new SequenceCheck(budgets), new TrainingCostCheck(budgets)], cancellation));
        if (parsed.GetValue(_output) is { } page)
        {
            ExaminationPage.Write(page.FullName, $"Examination of {file.Directory!.Name}/{file.Name}", result, Notes(file, template, model));
            reporter.Line($"Wrote {page.FullName}.");
        }

        return result;
    }

    private static string[] Notes(FileInfo file, AnswerTemplate template, BaseArithmetic model) =>
    [
        $"Table: {file.FullName}. Answer to learn: {template.Source}. Base model: {model.Folder}.",
        $"Tokens are counted by the base's own tokenizer and picture processor.{(model.HasPublishedTokenizer ? "" : " Its vocabulary is smaller than the published model's, whose texts have fewer tokens: the published figures are upper bounds.")}",
        "Memory and time of the published model are estimates in proportion to tokens, from one measured LoRA step (rank 16, bfloat16, one row of 361 tokens, two cores): 263 s and 11,076 MB, of which 8,293 MB are the weights. A GPU takes a small part of the time.",
    ];

    private static void Print(ExaminationResult result, Reporter reporter)
    {
        if (result.Findings.Count > 0)
        {
            reporter.Table(["severity", "rows", "finding"], result.Findings.Select(finding => (IReadOnlyList<string>)
            [
                finding.Severity.ToString().ToLowerInvariant(),
                finding.Rows.Count == 0 ? "–" : finding.RowCount.ToString("N0", CultureInfo.InvariantCulture),
                finding.Sentence,
            ]));
        }

        reporter.Line(result.Verdict);
    }

    private int ExitCode(ParseResult parsed, ExaminationResult result) => parsed.GetRequiredValue(_failOn) switch
    {
        "error" when result.Worst == FindingSeverity.Error => ExitCodes.Found,
        "warning" when result.Worst >= FindingSeverity.Warning => ExitCodes.Found,
        _ => ExitCodes.Success,
    };
}
