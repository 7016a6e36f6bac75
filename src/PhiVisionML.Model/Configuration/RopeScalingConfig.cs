namespace PhiVisionML.Model.Configuration;

/// <summary>"su" / "longrope" position scaling: one factor per pair of dimensions, for short and for long sequences.</summary>
/// <param name="ShortFactor">Factors up to the original length, <c>[headDim / 2]</c>.</param>
/// <param name="LongFactor">Factors beyond it, <c>[headDim / 2]</c>.</param>
public sealed record RopeScalingConfig(IReadOnlyList<float> ShortFactor, IReadOnlyList<float> LongFactor)
{
    internal static RopeScalingConfig Read(JsonSection section, int headDim)
    {
        section.Only("type", "su", "longrope");
        section.Only("rope_type", "su", "longrope");
        return new RopeScalingConfig(Factors("short_factor"), Factors("long_factor"));

        float[] Factors(string key)
        {
            float[] factors = section.Floats(key);
            if (factors.Length != headDim / 2)
                throw new ConfigException($"{section.Path}: {key} has {factors.Length} numbers; half the head's width, {headDim / 2}, is needed.");
            return factors;
        }
    }
}
