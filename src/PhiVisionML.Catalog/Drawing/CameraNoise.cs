namespace PhiVisionML.Catalog.Drawing;

/// <summary>What a camera adds to a scene: exposure, white balance, and grain.</summary>
internal static class CameraNoise
{
    /// <summary>Applies the variation's exposure and grain to RGBA bytes, in place; alpha stays.</summary>
    public static void Apply(Span<byte> rgba, PictureVariation variation)
    {
        Span<byte> red = stackalloc byte[256];
        Span<byte> green = stackalloc byte[256];
        Span<byte> blue = stackalloc byte[256];
        for (int value = 0; value < 256; value++)
        {
            red[value] = Clip(value * variation.Exposure.Red);
            green[value] = Clip(value * variation.Exposure.Green);
            blue[value] = Clip(value * variation.Exposure.Blue);
        }

        var random = new SplitMix64(variation.NoiseSeed);
        int width = (2 * variation.NoiseSteps) + 1;
        for (int pixel = 0; pixel < rgba.Length; pixel += 4)
        {
            ulong bits = random.NextBits();
            rgba[pixel] = Add(red[rgba[pixel]], bits);
            rgba[pixel + 1] = Add(green[rgba[pixel + 1]], bits >> 16);
            rgba[pixel + 2] = Add(blue[rgba[pixel + 2]], bits >> 32);
        }

        byte Add(byte value, ulong bits) =>
            (byte)Math.Clamp(value + ((int)((bits & 0xFFFF) * (ulong)width >> 16) - variation.NoiseSteps), 0, 255);
    }

    private static byte Clip(float value) => (byte)Math.Clamp(value + 0.5f, 0, 255);
}
