namespace PhiVisionML.Downloads.Checkpoints;

/// <summary>A part of a file.</summary>
/// <param name="Start">The first byte.</param>
/// <param name="End">The byte after the last.</param>
internal readonly record struct ByteRange(long Start, long End)
{
    public long Length => End - Start;

    /// <summary>What is missing between parts of a file, in pieces of at most <paramref name="longest"/> bytes.</summary>
    public static IReadOnlyList<ByteRange> Missing(IEnumerable<ByteRange> present, long size, long longest)
    {
        var missing = new List<ByteRange>();
        long position = 0;
        foreach (var part in present.OrderBy(part => part.Start).Append(new ByteRange(size, size)))
        {
            while (position < part.Start)
            {
                var piece = new ByteRange(position, position + Math.Min(longest, part.Start - position));
                missing.Add(piece);
                position = piece.End;
            }

            position = Math.Max(position, part.End);
        }

        return missing;
    }
}
