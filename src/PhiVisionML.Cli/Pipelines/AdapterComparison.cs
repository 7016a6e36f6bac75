using System.Globalization;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Cli.Output;

namespace PhiVisionML.Cli.Pipelines;

/// <summary>A new adapter beside the one before it, on the same rows.</summary>
/// <param name="Previous">The model before.</param>
/// <param name="Rows">The held-out rows.</param>
/// <param name="Fields">Field by field.</param>
internal sealed record AdapterComparison(string Previous, int Rows, IReadOnlyList<AdapterComparison.Field> Fields)
{
    /// <summary>Compares two scorings.</summary>
    /// <param name="name">What the model before is called.</param>
    /// <param name="template">The template.</param>
    /// <param name="previous">Rows as the model before has them.</param>
    /// <param name="present">The same rows as the new one has them.</param>
    public static AdapterComparison Of(string name, AnswerTemplate template, IReadOnlyList<ScoredRow> previous, IReadOnlyList<ScoredRow> present) => new(name, present.Count,
    [
        .. template.Fields.Select(field =>
        {
            var pairs = previous.Zip(present, (before, after) => (Before: before.Fields[field.Name].IsCorrect(field), After: after.Fields[field.Name].IsCorrect(field))).ToArray();
            int gained = pairs.Count(pair => !pair.Before && pair.After), lost = pairs.Count(pair => pair.Before && !pair.After);
            return new Field(field.Name, pairs.Count(pair => pair.Before), pairs.Count(pair => pair.After), gained, lost, SignTest(gained, lost));
        }),
    ]);

    /// <summary>Writes a table for people.</summary>
    public void Print(Reporter reporter)
    {
        reporter.Heading($"Beside {Previous}, on the same {Rows} held-out rows:");
        reporter.Table(["field", "right before", "right now", "gained", "lost", "p (sign test)"], Fields.Select(field => (IReadOnlyList<string>)
            [field.Name, Text(field.RightBefore), Text(field.RightNow), Text(field.Gained), Text(field.Lost), field.PValue.ToString("F3", CultureInfo.InvariantCulture)]));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The two-sided probability of so uneven a split of the changed rows if both models were as good (McNemar's exact test).</summary>
    internal static double SignTest(int gained, int lost)
    {
        int changed = gained + lost, fewer = Math.Min(gained, lost);
        double log = changed * Math.Log(0.5), sum = 0;
        for (int i = 0; i <= fewer; i++)
        {
            sum += Math.Exp(log);
            log += Math.Log((double)(changed - i) / (i + 1));
        }

        return Math.Min(1, 2 * sum);
    }

    /// <summary>A field of the template.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="RightBefore">Rows that the model before got right.</param>
    /// <param name="RightNow">Rows that the new one gets right.</param>
    /// <param name="Gained">Rows that were wrong and are right.</param>
    /// <param name="Lost">Rows that were right and are wrong.</param>
    /// <param name="PValue">How likely so uneven a change is by chance, 0 to 1.</param>
    internal sealed record Field(string Name, int RightBefore, int RightNow, int Gained, int Lost, double PValue);
}
