using PhiVisionML.Model;
using PhiVisionML.Training.Samples;

namespace PhiVisionML.Training.Batching;

/// <summary>Rows ready for the network.</summary>
internal sealed class TrainingBatch : IDisposable
{
    private TrainingBatch(TokenBatch tokens, int[,] labels, IReadOnlyList<string> rowIds, int labelledTokens, int realTokens)
    {
        Tokens = tokens;
        Labels = labels;
        RowIds = rowIds;
        LabelledTokens = labelledTokens;
        RealTokens = realTokens;
    }

    public TokenBatch Tokens { get; }

    /// <summary><c>[rows, columns]</c>.</summary>
    public int[,] Labels { get; }

    public IReadOnlyList<string> RowIds { get; }

    /// <summary>Tokens that are learned.</summary>
    public int LabelledTokens { get; }

    /// <summary>Tokens without padding.</summary>
    public int RealTokens { get; }

    /// <summary>Pads on the right and makes the pictures' tensors.</summary>
    public static TrainingBatch From(IReadOnlyList<TrainingSample> samples, PixelMaker pixels, int padTokenId)
    {
        var pictures = samples.SelectMany(s => s.Pictures).Select(pixels.Make).ToArray();
        var tokens = TokenBatch.PadRight([.. samples.Select(s => s.Ids)], pictures, padTokenId);
        int[,] labels = new int[tokens.Rows, tokens.Columns];
        for (int row = 0; row < tokens.Rows; row++)
        {
            for (int column = 0; column < tokens.Columns; column++)
                labels[row, column] = column < samples[row].Labels.Length ? samples[row].Labels[column] : TrainingSample.Ignored;
        }

        return new TrainingBatch(tokens, labels, [.. samples.Select(s => s.Id)], samples.Sum(s => s.Size.LabelledTokens), samples.Sum(s => s.Ids.Length));
    }

    public void Dispose()
    {
        foreach (var picture in Tokens.Pictures)
            picture.Crops.Dispose();
    }
}
