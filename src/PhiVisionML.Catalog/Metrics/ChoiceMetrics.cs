namespace PhiVisionML.Catalog.Metrics;

/// <summary>How well one of a closed list of values is told.</summary>
/// <param name="Accuracy">Share of rows with the right value. 0 to 1, higher is better; unreadable counts as a miss.</param>
/// <param name="MacroF1">
/// Mean over the classes that occur as truth or prediction of the class's F1 = 2·tp / (2·tp + fp + fn); a class that is never told rightly has 0.
/// 0 to 1, higher is better; an unreadable answer misses its true class and belongs to none.
/// </param>
/// <param name="MajorityAccuracy">The accuracy of always answering <paramref name="MajorityClass"/>: what has to be beaten. 0 to 1.</param>
/// <param name="MajorityClass">The most frequent class of the training rows, or of the evaluated rows where no training values are given; of equally many, the first in ordinal order.</param>
public sealed record ChoiceMetrics(MetricInterval Accuracy, MetricInterval MacroF1, MetricInterval MajorityAccuracy, string MajorityClass)
{
    internal static ChoiceMetrics Compute(IReadOnlyList<JudgedPrediction> rows, IReadOnlyList<string> trainingValues, Bootstrap bootstrap)
    {
        var majority = (trainingValues.Count > 0 ? trainingValues : rows.Select(row => row.Truth))
            .GroupBy(value => value, StringComparer.Ordinal)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .First().Key;
        return new ChoiceMetrics(
            bootstrap.Mean([.. rows.Select(row => (double?)(row.IsCorrect ? 1 : 0))])!,
            MacroF1Of(rows, bootstrap),
            bootstrap.Mean([.. rows.Select(row => (double?)(row.Truth == majority ? 1 : 0))])!,
            majority);
    }

    private static MetricInterval MacroF1Of(IReadOnlyList<JudgedPrediction> rows, Bootstrap bootstrap)
    {
        var classes = new Dictionary<string, int>(StringComparer.Ordinal);
        int ClassOf(string? value)
        {
            if (value is null) return -1;
            classes.TryAdd(value, classes.Count);
            return classes[value];
        }

        var pairs = rows.Select(row => (Truth: ClassOf(row.Truth), Predicted: ClassOf(row.Predicted))).ToArray();
        var right = new int[classes.Count];
        var occurrences = new int[classes.Count];
        return bootstrap.Interval(rows.Count, sample =>
        {
            Array.Clear(right);
            Array.Clear(occurrences);
            foreach (var row in sample)
            {
                var (truth, predicted) = pairs[row];
                occurrences[truth]++;
                if (predicted >= 0) occurrences[predicted]++;
                if (truth == predicted) right[truth]++;
            }
            return MeanF1(right, occurrences);
        })!;
    }

    /// <summary>2·tp + fp + fn is how often the class occurs as truth and as prediction together.</summary>
    private static double MeanF1(int[] right, int[] occurrences)
    {
        var sum = 0d;
        var present = 0;
        for (var i = 0; i < right.Length; i++)
        {
            if (occurrences[i] == 0) continue;
            sum += 2d * right[i] / occurrences[i];
            present++;
        }
        return sum / present;
    }
}
