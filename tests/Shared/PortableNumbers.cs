using System.Text;

namespace PhiVisionML.Tests;

/// <summary>Pseudo-random numbers that are the same in every language: FNV-1a of a name, splitmix64, 24-bit uniform.</summary>
internal static class PortableNumbers
{
    public static float[] Uniform(string name, long count, double amplitude, double offset = 0, ulong seed = 0)
    {
        ulong state = Fnv1a(name) ^ seed;
        float amp = (float)amplitude, off = (float)offset;
        float[] numbers = new float[count];
        for (long i = 0; i < count; i++)
        {
            float unit = (Mix(state + (ulong)(i + 1) * 0x9E3779B97F4A7C15UL) >> 40) * (1f / (1 << 24));
            float centred = 2f * unit - 1f;
            float scaled = amp * centred;   // its own statement: no fused multiply-add
            numbers[i] = off + scaled;
        }

        return numbers;
    }

    private static ulong Fnv1a(string text)
    {
        ulong hash = 0xCBF29CE484222325UL;
        foreach (byte b in Encoding.UTF8.GetBytes(text))
            hash = (hash ^ b) * 0x100000001B3UL;
        return hash;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
