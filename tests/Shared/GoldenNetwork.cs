using Xunit;
using static TorchSharp.torch;

namespace PhiVisionML.Tests;

/// <summary>One reference configuration, with assertions on its recorded numbers.</summary>
internal sealed class GoldenNetwork(string name) : GoldenRecord(name)
{
    /// <summary>Asserts the logits of a case, <c>[rows, columns, vocab]</c>, in whichever form the record keeps them; padding is left out.</summary>
    public void AssertLogits(string test, Tensor logits, IReadOnlyList<int> leftPadding, double tolerance)
    {
        for (int row = 0; row < leftPadding.Count; row++)
            logits[row].narrow(0, 0, leftPadding[row]).zero_();
        string full = $"{test}.logits";
        if (Numbers.Entries.TryGetValue(full, out var entry))
        {
            long kept = Numbers.Metadata.ContainsKey("every." + full) ? logits.size(1) : entry.Shape[1];
            AssertClose(full, logits.narrow(1, logits.size(1) - kept, kept), tolerance, leftPadding);
            return;
        }

        AssertClose($"{full}.last", logits.select(1, -1), tolerance);
        AssertClose($"{full}.cols97", logits.slice(2, 0, logits.size(2), 97), tolerance, leftPadding);
    }

    public void AssertCloseIfKept(string name, Func<Tensor> actual, double tolerance)
    {
        if (Numbers.Entries.ContainsKey(name))
            AssertClose(name, actual(), tolerance);
    }

    /// <summary>Asserts that a tensor equals the recorded one; where the record was thinned, at the rows that it keeps.</summary>
    public void AssertClose(string name, Tensor actual, double tolerance, IReadOnlyList<int>? leftPadding = null)
    {
        using var scope = NewDisposeScope();
        var expected = Numbers.View(name).clone();
        for (int row = 0; row < (leftPadding?.Count ?? 0); row++)
            expected[row].narrow(0, 0, leftPadding![row]).zero_();
        if (Numbers.Metadata.TryGetValue("every." + name, out string? every))
            actual = actual.slice(actual.dim() - 2, 0, actual.size(-2), int.Parse(every, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(expected.shape, actual.shape);
        double difference = (actual.to_type(ScalarType.Float32) - expected.to_type(ScalarType.Float32)).abs().max().item<float>();
        Assert.True(difference <= tolerance, $"{name}: largest difference {difference:E2}, allowed {tolerance:E2}.");
    }
}
