namespace PhiVisionML.Catalog.Drawing;

/// <summary>
/// The SplitMix64 generator (Steele, Lea, Flood 2014): the same numbers from the same seed on every platform and
/// runtime, which <see cref="Random"/> does not promise. Not for secrets, and not safe to share between threads.
/// </summary>
public sealed class SplitMix64
{
    private ulong _state;

    /// <summary>Starts a stream at <paramref name="seed"/>.</summary>
    public SplitMix64(long seed) => _state = unchecked((ulong)seed);

    /// <summary>Derives an independent stream's seed from a seed and a position, for "the n-th product of this seed".</summary>
    public static long Derive(long seed, long position)
    {
        var outer = new SplitMix64(seed);
        return unchecked((long)new SplitMix64((long)outer.NextBits() ^ position).NextBits());
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextBits()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15UL;
            ulong z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }

    /// <summary>A number in 0 … <paramref name="count"/> − 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    public int Below(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return (int)(NextBits() % (ulong)count);
    }

    /// <summary>A number from <paramref name="low"/> (included) up to <paramref name="high"/> (excluded).</summary>
    public float Between(float low, float high) => low + ((high - low) * (float)NextUnit());

    /// <summary>A number from 0 (included) up to 1 (excluded), with 53 random bits.</summary>
    public double NextUnit() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>True with the given probability, 0 … 1.</summary>
    public bool Chance(double probability) => NextUnit() < probability;

    /// <summary>One of <paramref name="items"/>, each equally likely.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="items"/> is empty.</exception>
    public T Pick<T>(IReadOnlyList<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items[Below(items.Count)];
    }
}
