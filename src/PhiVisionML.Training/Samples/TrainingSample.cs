using PhiVisionML.Model.Images;

namespace PhiVisionML.Training.Samples;

/// <summary>One row to learn from: ids with picture places, labels, and the pictures.</summary>
/// <remarks>Made by <see cref="SampleEncoder"/>. In the ids the places of a picture are negative numbers, as many as it has vectors.</remarks>
public sealed record TrainingSample
{
    /// <summary>What a label is at positions that are not learned.</summary>
    public const int Ignored = -100;

    /// <summary>The row's name, for errors and reports.</summary>
    public required string Id { get; init; }

    /// <summary>Token ids, <c>[length]</c>.</summary>
    public required int[] Ids { get; init; }

    /// <summary>The ids to be learned, <see cref="Ignored"/> elsewhere, <c>[length]</c>.</summary>
    public required int[] Labels { get; init; }

    /// <summary>The processed pictures in the order of their places.</summary>
    public IReadOnlyList<HdPicture> Pictures { get; init; } = [];

    /// <summary>Tokens in all, and tokens that are learned.</summary>
    public SampleSize Size => new(Ids.Length, Labels.Skip(1).Count(l => l >= 0));   // the first token has nothing before it to be told from

    /// <summary>The ids before the first learned token.</summary>
    public int[] PromptIds()
    {
        int first = Array.FindIndex(Labels, l => l >= 0);
        return first < 0 ? [.. Ids] : Ids[..first];
    }

    /// <summary>The same text with other pictures; the places are made anew where a picture has another number of tokens.</summary>
    /// <param name="pictures">As many pictures as there are now.</param>
    /// <exception cref="ArgumentException">Another number of pictures, or ids whose places do not fit the present pictures.</exception>
    public TrainingSample WithPictures(IReadOnlyList<HdPicture> pictures)
    {
        if (pictures.Count != Pictures.Count)
            throw new ArgumentException($"Row '{Id}' has {Pictures.Count} pictures; {pictures.Count} were given.", nameof(pictures));
        var ids = new List<int>(Ids.Length);
        var labels = new List<int>(Ids.Length);
        int picture = 0;
        for (int i = 0; i < Ids.Length; i++)
        {
            if (Ids[i] >= 0)
            {
                ids.Add(Ids[i]);
                labels.Add(Labels[i]);
                continue;
            }

            if (picture == pictures.Count)
                throw new ArgumentException($"Row '{Id}' has places for more than its {Pictures.Count} pictures.", nameof(pictures));
            ids.AddRange(Enumerable.Repeat(Ids[i], pictures[picture].Layout.Tokens));
            labels.AddRange(Enumerable.Repeat(Ignored, pictures[picture].Layout.Tokens));
            i += Pictures[picture++].Layout.Tokens - 1;
        }

        return this with { Ids = [.. ids], Labels = [.. labels], Pictures = pictures };
    }
}
