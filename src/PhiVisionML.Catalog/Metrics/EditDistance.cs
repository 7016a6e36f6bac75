using System.Text;

namespace PhiVisionML.Catalog.Metrics;

/// <summary>Levenshtein's distance, counted in Unicode scalar values, so that an emoji or a Chinese sign is one letter.</summary>
public static class EditDistance
{
    /// <summary>1 less the distance over the longer length: 1 for equal texts, 0 for texts without anything in common.</summary>
    /// <param name="left">A text.</param>
    /// <param name="right">Another text.</param>
    /// <returns>0 to 1; higher is better.</returns>
    public static double Similarity(string left, string right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        Rune[] leftRunes = [.. left.EnumerateRunes()];
        Rune[] rightRunes = [.. right.EnumerateRunes()];
        var longer = Math.Max(leftRunes.Length, rightRunes.Length);
        return longer == 0 ? 1 : 1 - (double)Distance(leftRunes, rightRunes) / longer;
    }

    private static int Distance(Rune[] left, Rune[] right)
    {
        var costs = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = costs[0];
            costs[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var substitution = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = costs[j];
                costs[j] = Math.Min(substitution, Math.Min(costs[j], costs[j - 1]) + 1);
            }
        }
        return costs[^1];
    }
}
