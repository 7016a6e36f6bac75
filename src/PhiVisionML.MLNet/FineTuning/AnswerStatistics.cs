using System.Text;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.MLNet.Scoring;

namespace PhiVisionML.MLNet.FineTuning;

/// <summary>Takes from the training rows what a constrained answer may hold.</summary>
internal static class AnswerStatistics
{
    /// <param name="settings">The template's settings.</param>
    /// <param name="rows">For each training row the fields' values as the template writes them, in its order.</param>
    /// <returns>The settings with the values of the choices, and limits that leave room for every training value.</returns>
    public static AnswerSettings Complete(AnswerSettings settings, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var fields = AnswerTemplate.Parse(settings.Template).Fields;
        var choices = new Dictionary<string, IReadOnlyList<string>>();
        var limits = settings.Limits;
        for (int i = 0; i < fields.Count; i++)
        {
            var field = fields[i];
            var values = rows.Select(row => row[i]);
            if (field.Kind == AnswerFieldKind.Choice)
                choices.Add(field.Name, ChoiceValues.Collect(field, values));
            else
                limits = values.Aggregate(limits, (room, value) => field.IsNumeric ? WithNumber(room, field, value) : WithText(room, value));
        }

        return settings with { Choices = choices, Limits = limits };
    }

    private static AnswerLimits WithText(AnswerLimits limits, string value)
        => limits with { TextBytes = Math.Max(limits.TextBytes, Encoding.UTF8.GetByteCount(value)) };

    private static AnswerLimits WithNumber(AnswerLimits limits, AnswerField field, string value)
    {
        var parts = value.TrimStart('-').Split('.');
        return limits with
        {
            IntegerDigits = Math.Max(limits.IntegerDigits, parts[0].Length),
            Decimals = Math.Max(limits.Decimals, parts.Length > 1 ? parts[1].Length : 0),
            HasNegativePrices = limits.HasNegativePrices || (field.Kind == AnswerFieldKind.Price && value.StartsWith('-')),
        };
    }
}
