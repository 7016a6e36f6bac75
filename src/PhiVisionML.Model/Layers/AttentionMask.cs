using static TorchSharp.torch;

namespace PhiVisionML.Model.Layers;

/// <summary>Who may look at whom when the plain causal rule is not enough: left padding, or several new tokens after a cache.</summary>
internal static class AttentionMask
{
    /// <summary>Builds the mask.</summary>
    /// <param name="leftPadding">Padding columns at the start of each row.</param>
    /// <param name="past">Columns in the cache.</param>
    /// <param name="columns">New columns.</param>
    /// <param name="device">Where to.</param>
    /// <returns>True where looking is allowed, <c>[batch, 1, columns, past + columns]</c>. A padding column sees itself, so that no row of the softmax is empty.</returns>
    public static Tensor Build(IReadOnlyList<int> leftPadding, int past, int columns, Device device)
    {
        int total = past + columns;
        bool[] allowed = new bool[(long)leftPadding.Count * columns * total];
        for (int row = 0; row < leftPadding.Count; row++)
        {
            for (int query = 0; query < columns; query++)
            {
                int start = (row * columns + query) * total;
                int last = past + query;
                int first = Math.Min(leftPadding[row], last);
                allowed.AsSpan(start + first, last - first + 1).Fill(true);
            }
        }

        return tensor(allowed, [leftPadding.Count, 1, columns, total], device: device);
    }
}
