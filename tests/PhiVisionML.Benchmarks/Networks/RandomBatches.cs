using PhiVisionML.Model.Configuration;
using PhiVisionML.Model.Layers;
using static TorchSharp.torch;

namespace PhiVisionML.Benchmarks.Networks;

/// <summary>Token ids and pictures drawn at random.</summary>
internal static class RandomBatches
{
    /// <summary>Ids of the plain vocabulary.</summary>
    public static int[] Tokens(Phi3VisionConfig config, int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(3, Math.Min(config.VocabSize, 32000)))];
    }

    /// <summary>A picture of random pixel values, tiles high and wide; one tile is at once the global view.</summary>
    public static PicturePixels Picture(Phi3VisionConfig config, int tilesHigh, int tilesWide, Device device)
    {
        int side = config.Clip.ImageSize, tiles = tilesHigh * tilesWide;
        return new PicturePixels(randn([tiles == 1 ? 1 : tiles + 1, 3, side, side], device: device), tilesHigh, tilesWide);
    }

    /// <summary>The places that a picture takes in the ids.</summary>
    public static int[] Places(Phi3VisionConfig config, PicturePixels picture)
    {
        int side = config.Clip.TokensPerSide;
        int tokens = picture.TilesHigh * side * (picture.TilesWide * side + 1) + 1 + side * (side + 1);
        return [.. Enumerable.Repeat(-1, tokens)];
    }
}
