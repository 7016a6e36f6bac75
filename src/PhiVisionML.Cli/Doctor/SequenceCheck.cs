using System.Globalization;
using PhiVisionML.Catalog.Examination;
using PhiVisionML.MLNet;

namespace PhiVisionML.Cli.Doctor;

/// <summary>Tokens and crops of each row as the base's own tokenizer and processor count them, against what training and scoring allow.</summary>
internal sealed class SequenceCheck(RowBudgets budgets) : ICatalogCheck
{
    private readonly BaseArithmetic _model = budgets.Model;

    public static IReadOnlyList<int> ComparedCrops { get; } = [1, 4, 16];

    public CheckResult Examine(ExaminedCatalog catalog, CancellationToken cancellation)
    {
        var rows = budgets.Of(catalog, cancellation);
        if (rows.Count == 0) return CheckResult.Nothing;
        int crops = _model.Pictures.NumCrops;
        return CheckResult.Of(
            Of("too_thin_pictures", [.. rows.Where(row => row.Tokens(_model, crops) is null)], "has a picture", "have a picture", "so thin that the base cannot take it",
                "Crop these pictures to the product, or raise --num-crops.", row => $"{row.Picture.Width} × {row.Picture.Height} pixels"),
            Of("too_long_rows", [.. rows.Where(row => row.Tokens(_model, crops) > _model.MostTokens)], "has more tokens", "have more tokens",
                string.Create(CultureInfo.InvariantCulture, $"than the {_model.MostTokens:N0} that a row may have"),
                "Lower --num-crops, or shorten the texts; nothing is cut, such rows are left out.", row => Parts(row, crops)),
            Of("long_answers", [.. rows.Where(row => row.AnswerTokens > PhiVisionScoringOptions.Defaults.MaxNewTokens)], "has an answer", "have an answer",
                string.Create(CultureInfo.InvariantCulture, $"of more than the {PhiVisionScoringOptions.Defaults.MaxNewTokens} tokens that scoring generates: it would be cut"),
                "Shorten the texts, or raise MaxNewTokens when scoring.", row => string.Create(CultureInfo.InvariantCulture, $"{row.AnswerTokens} tokens: {row.Answer}"), FindingSeverity.Warning)) with
        {
            Figures = [Figure(rows, crops)],
            Charts = [ByCrops(rows), .. ComparedCrops.Append(crops).Distinct().Order().Select(n => Layouts(rows, n)).OfType<ExaminationChart>()],
        };
    }

    private static Finding? Of(string id, RowBudget[] rows, string singular, string plural, string what, string remedy, Func<RowBudget, string> detail, FindingSeverity severity = FindingSeverity.Error) =>
        rows.Length == 0 ? null : new Finding
        {
            Id = id,
            Topic = FindingTopic.Budget,
            Severity = severity,
            Sentence = string.Create(CultureInfo.InvariantCulture, $"{rows.Length:N0} {(rows.Length == 1 ? $"row {singular}" : $"rows {plural}")} {what}."),
            Remedy = remedy,
            ExcludesRows = severity == FindingSeverity.Error,
            Rows = [.. rows.Select(row => ExaminedCatalog.Row(row.Product, detail(row)))],
        };

    private string Parts(RowBudget row, int crops) => string.Create(CultureInfo.InvariantCulture,
        $"{row.Tokens(_model, crops):N0} tokens: {row.Layout(_model, crops)!.Tokens} of the picture, {row.PromptTokens} of the prompt, {row.AnswerTokens} of the answer");

    private ExaminationFigure Figure(IReadOnlyList<RowBudget> rows, int crops)
    {
        int[] tokens = [.. rows.Select(row => row.Tokens(_model, crops)).OfType<int>().Order()];
        int median = tokens.Length == 0 ? 0 : tokens[tokens.Length / 2];
        return new("sequence_tokens", FindingTopic.Budget, "Tokens of a row, median", median, median.ToString("N0", CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture,
            $"longest {tokens.LastOrDefault():N0} of {_model.MostTokens:N0} allowed; num_crops {crops}"));
    }

    private ExaminationChart ByCrops(IReadOnlyList<RowBudget> rows) => new("tokens_by_num_crops", FindingTopic.Budget, "Tokens of the longest row, by num_crops",
    [
        .. ComparedCrops.Select(n =>
        {
            int longest = rows.Max(row => row.Tokens(_model, n)) ?? 0;
            return new ExaminationBar($"num_crops {n}", longest, longest > _model.MostTokens);
        }),
    ], string.Create(CultureInfo.InvariantCulture, $"As the base's tokenizer and picture processor count them; a row may have {_model.MostTokens:N0}. More crops show finer print and cost time and memory in proportion."));

    /// <summary>How pictures are cut; null where all are cut alike.</summary>
    private ExaminationChart? Layouts(IReadOnlyList<RowBudget> rows, int crops)
    {
        var layouts = rows.Select(row => row.Layout(_model, crops)).Where(layout => layout is not null).GroupBy(layout => (layout!.TilesWide, layout.TilesHigh, layout.Tokens)).OrderBy(group => group.Key.Tokens).ThenBy(group => group.Key.TilesWide).ToArray();
        return layouts.Length < 2 ? null : new ExaminationChart($"layouts_at_num_crops_{crops}", FindingTopic.Budget, $"Rows by crops at num_crops {crops}",
            [.. layouts.Select(group => new ExaminationBar(string.Create(CultureInfo.InvariantCulture, $"{group.Key.TilesWide} × {group.Key.TilesHigh} + 1 crops, {group.Key.Tokens:N0} tokens"), group.Count()))]);
    }
}
