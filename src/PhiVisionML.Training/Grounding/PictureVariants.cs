using PhiVisionML.Model;
using PhiVisionML.Model.Images;
using PhiVisionML.Training.Samples;

namespace PhiVisionML.Training.Grounding;

/// <summary>The same rows with other pictures.</summary>
/// <remarks>Rows are shuffled among those with as many pictures. A picture's places in the ids are made anew where its size differs.</remarks>
public sealed class PictureVariants
{
    private const byte MidGrey = 128, White = 255;

    private readonly ISampleSource _rows;
    private readonly int[] _donors;

    /// <summary>Makes variants of rows.</summary>
    /// <param name="rows">The rows; at least two with as many pictures as each other.</param>
    /// <param name="seed">Seed of the shuffle.</param>
    /// <exception cref="ArgumentException">A row has no pictures, or is the only one with its number of pictures.</exception>
    public PictureVariants(ISampleSource rows, long seed)
    {
        _rows = rows;
        _donors = Donors(seed);
    }

    /// <summary>The rows in a variant; each is made when it is read.</summary>
    /// <param name="variant">Which.</param>
    public ISampleSource Rows(PictureVariant variant) => variant switch
    {
        PictureVariant.Right => _rows,
        PictureVariant.Shuffled => new Changed(_rows, i => _rows.Get(_donors[i]).Pictures),
        _ => new Changed(_rows, i => [.. _rows.Get(i).Pictures.Select(Blank)]),
    };

    /// <summary>What the image processor makes of an all-grey picture of the same size.</summary>
    private static HdPicture Blank(HdPicture picture)
    {
        var layout = picture.Layout;
        byte[] pixels = new byte[layout.ByteCount];
        Array.Fill(pixels, White);
        for (int y = 0; y < layout.ResizedHeight; y++)
            pixels.AsSpan(((layout.PadTop + y) * layout.Width + layout.PadLeft) * 3, layout.ResizedWidth * 3).Fill(MidGrey);
        return HdPicture.FromPixels(layout, pixels);
    }

    // A cycle through each class of rows in random order: nobody keeps their own
    private int[] Donors(long seed)
    {
        int[] donors = new int[_rows.Count];
        var random = SplitMix64.For(seed);
        foreach (var alike in Enumerable.Range(0, _rows.Count).GroupBy(i => _rows.Get(i).Pictures.Count))
        {
            int[] cycle = [.. alike];
            if (alike.Key == 0 || cycle.Length < 2)
            {
                throw new ArgumentException(alike.Key == 0
                    ? $"Row '{_rows.Get(cycle[0]).Id}' has no picture; whether pictures are used can only be told on rows with pictures."
                    : $"Row '{_rows.Get(cycle[0]).Id}' is the only one with {alike.Key} pictures; shuffling needs at least two.");
            }

            random.Shuffle<int>(cycle);
            for (int i = 0; i < cycle.Length; i++)
                donors[cycle[i]] = cycle[(i + 1) % cycle.Length];
        }

        return donors;
    }

    private sealed class Changed(ISampleSource rows, Func<int, IReadOnlyList<HdPicture>> pictures) : ISampleSource
    {
        public int Count => rows.Count;

        public SampleSize Size(int index) => Get(index).Size;

        public uint Checksum(int index) => SampleRecord.Checksum(SampleRecord.Write(Get(index)));

        public TrainingSample Get(int index) => rows.Get(index).WithPictures(pictures(index));
    }
}
