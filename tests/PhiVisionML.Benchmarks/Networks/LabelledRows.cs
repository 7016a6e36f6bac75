using PhiVisionML.Model;
using PhiVisionML.Model.Configuration;
using static TorchSharp.torch;

namespace PhiVisionML.Benchmarks.Networks;

/// <summary>Random rows of one picture, a prompt and an answer, as training sees them.</summary>
/// <param name="Batch">The ids and pictures.</param>
/// <param name="Labels">-100 but for the answers.</param>
/// <param name="PictureTokens">Picture tokens of the whole batch.</param>
/// <param name="AnswerTokens">Labelled tokens of the whole batch.</param>
internal sealed record LabelledRows(TokenBatch Batch, int[,] Labels, int PictureTokens, int AnswerTokens)
{
    private const int PromptTokens = 20, RowAnswerTokens = 20;

    /// <summary>Tokens of the whole batch.</summary>
    public int Tokens => Batch.Rows * Batch.Columns;

    /// <summary>Draws rows; their pictures live in the caller's dispose scope.</summary>
    public static LabelledRows Draw(Phi3VisionConfig config, int rows, Device device)
    {
        var pictures = Enumerable.Range(0, rows).Select(_ => RandomBatches.Picture(config, 1, 1, device)).ToList();
        int[] places = RandomBatches.Places(config, pictures[0]);
        int[][] ids = [.. Enumerable.Range(0, rows).Select(row => (int[])[config.BosTokenId, .. places, .. RandomBatches.Tokens(config, PromptTokens + RowAnswerTokens, row)])];
        return new LabelledRows(TokenBatch.PadRight(ids, pictures, config.PadTokenId), LabelsOf(ids, RowAnswerTokens), rows * places.Length, rows * RowAnswerTokens);
    }

    /// <summary>Labels for rows that end with their answers.</summary>
    /// <param name="ids">Rows of one length.</param>
    /// <param name="answerTokens">Tokens of each answer.</param>
    public static int[,] LabelsOf(int[][] ids, int answerTokens)
    {
        int columns = ids[0].Length;
        int[,] labels = new int[ids.Length, columns];
        for (int row = 0; row < ids.Length; row++)
        {
            for (int column = 0; column < columns; column++)
                labels[row, column] = column < columns - answerTokens ? -100 : ids[row][column];
        }

        return labels;
    }
}
