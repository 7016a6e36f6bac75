using PhiVisionML.Model;
using PhiVisionML.Training.Samples;

namespace PhiVisionML.Training.Batching;

/// <summary>Puts rows into batches that keep to a token budget: rows times the longest row, padding counted.</summary>
public sealed class BatchPacker
{
    private const int WindowBatches = 16;   // how many batches' worth of shuffled rows are sorted by length together

    private readonly int[] _lengths;
    private readonly int _maxTokens;
    private readonly int _maxRows;

    /// <summary>Makes a packer.</summary>
    /// <param name="source">The rows.</param>
    /// <param name="maxTokens">Most tokens of a batch, padding counted.</param>
    /// <param name="maxRows">Most rows of a batch.</param>
    /// <exception cref="SampleRefusedException">A row alone is above the budget.</exception>
    public BatchPacker(ISampleSource source, int maxTokens, int maxRows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxTokens, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRows, 1);
        _lengths = [.. Enumerable.Range(0, source.Count).Select(i => source.Size(i).Tokens)];
        _maxTokens = maxTokens;
        _maxRows = maxRows;
        int longest = Array.FindIndex(_lengths, l => l > maxTokens);
        if (longest >= 0)
        {
            string id = source.Get(longest).Id;
            throw new SampleRefusedException(id, $"Row '{id}' has {_lengths[longest]} tokens, more than a batch of {maxTokens} holds. Raise the tokens of a batch, or lower num_crops.");
        }
    }

    /// <summary>All rows once, shuffled.</summary>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="epoch">Each epoch has its own order.</param>
    /// <param name="byLength">Whether rows of like length are put together (less padding, a little less random).</param>
    /// <returns>Row indices of each batch.</returns>
    public IReadOnlyList<int[]> Shuffled(long seed, int epoch, bool byLength)
    {
        var random = SplitMix64.For(seed, epoch);
        int[] order = random.Permutation(_lengths.Length);
        if (!byLength)
            return Pack(order);

        int window = checked(WindowBatches * _maxRows);
        for (int start = 0; start < order.Length; start += window)
            Array.Sort(order, start, Math.Min(window, order.Length - start), LongestFirst());
        var batches = Pack(order).ToArray();
        random.Shuffle<int[]>(batches);
        return batches;
    }

    /// <summary>All rows once, the longest first; for measuring.</summary>
    /// <returns>Row indices of each batch.</returns>
    public IReadOnlyList<int[]> Sorted()
    {
        int[] order = [.. Enumerable.Range(0, _lengths.Length)];
        Array.Sort(order, LongestFirst());
        return Pack(order);
    }

    private Comparer<int> LongestFirst() => Comparer<int>.Create((a, b) => _lengths[a] != _lengths[b] ? _lengths[b].CompareTo(_lengths[a]) : a.CompareTo(b));

    private List<int[]> Pack(int[] order)
    {
        var batches = new List<int[]>();
        var rows = new List<int>();
        int longest = 0;
        foreach (int row in order)
        {
            int widened = Math.Max(longest, _lengths[row]);
            if (rows.Count == _maxRows || (long)widened * (rows.Count + 1) > _maxTokens)
            {
                batches.Add([.. rows]);
                rows.Clear();
                widened = _lengths[row];
            }

            rows.Add(row);
            longest = widened;
        }

        if (rows.Count > 0)
            batches.Add([.. rows]);
        return batches;
    }
}
