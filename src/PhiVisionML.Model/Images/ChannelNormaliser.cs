using System.Runtime.Intrinsics;

namespace PhiVisionML.Model.Images;

/// <summary>Levels of one colour channel to normalised numbers: (level / 255 - mean) / std.</summary>
/// <remarks>Divisions in float32, not products with reciprocals: bit for bit what torch computes.</remarks>
internal sealed class ChannelNormaliser
{
    private readonly float[] _table = new float[256];
    private readonly Vector128<byte> _everyThird;
    private readonly float _mean;
    private readonly float _std;
    private readonly int _channel;

    /// <summary>Makes the normaliser of a channel.</summary>
    /// <param name="channel">0 for red, 1 for green, 2 for blue.</param>
    /// <param name="mean">Subtracted.</param>
    /// <param name="std">Divides.</param>
    public ChannelNormaliser(int channel, float mean, float std)
    {
        (_channel, _mean, _std) = (channel, mean, std);
        for (int level = 0; level < _table.Length; level++)
            _table[level] = (level / 255f - mean) / std;

        // The channel of four pixels in the lowest bytes of four numbers; indices past the end give zeros.
        byte first = (byte)channel;
        const byte None = 255;
        _everyThird = Vector128.Create(
            first, None, None, None, (byte)(first + 3), None, None, None,
            (byte)(first + 6), None, None, None, (byte)(first + 9), None, None, None);
    }

    /// <summary>Normalises the channel of a row of pixels.</summary>
    /// <param name="pixels">The pixels, <c>[width, 3]</c>.</param>
    /// <param name="target">Takes the numbers, <c>[width]</c>.</param>
    public void Write(ReadOnlySpan<byte> pixels, Span<float> target)
    {
        int x = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            Vector128<float> white = Vector128.Create(255f), mean = Vector128.Create(_mean), std = Vector128.Create(_std);
            for (; 3 * x + Vector128<byte>.Count <= pixels.Length; x += Vector128<float>.Count)
            {
                Vector128<byte> bytes = Vector128.Create(pixels.Slice(3 * x, Vector128<byte>.Count));
                Vector128<float> levels = Vector128.ConvertToSingle(Vector128.Shuffle(bytes, _everyThird).AsInt32());
                ((levels / white - mean) / std).CopyTo(target[x..]);
            }
        }

        for (; x < target.Length; x++)
            target[x] = _table[pixels[3 * x + _channel]];
    }
}
