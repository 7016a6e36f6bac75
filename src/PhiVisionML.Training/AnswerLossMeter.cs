using PhiVisionML.Model;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Lora;
using PhiVisionML.Training.Batching;
using PhiVisionML.Training.Samples;
using static TorchSharp.torch;

namespace PhiVisionML.Training;

/// <summary>Measures the mean loss over answer tokens, without learning.</summary>
/// <param name="network">The network.</param>
/// <param name="processor">Makes pixel values of processed pictures.</param>
/// <param name="adapter">Low-rank corrections; null for the bare base.</param>
/// <param name="batchTokens">Most tokens of a forward pass, padding counted; a longer row goes alone.</param>
/// <param name="batchRows">Most rows of a forward pass.</param>
public sealed class AnswerLossMeter(Phi3Vision network, ImageProcessor processor, LoraAdapter? adapter, int batchTokens = 4096, int batchRows = 16)
{
    /// <summary>The mean cross-entropy over all answer tokens of all rows, in nats.</summary>
    /// <param name="samples">The rows; at least one.</param>
    /// <param name="cancellation">Looked at between batches.</param>
    /// <exception cref="ArgumentException">There are no rows, or none with an answer.</exception>
    public double MeanLoss(ISampleSource samples, CancellationToken cancellation = default)
    {
        int longest = Enumerable.Range(0, samples.Count).Select(i => samples.Size(i).Tokens).DefaultIfEmpty(0).Max();
        var batches = new BatchPacker(samples, Math.Max(batchTokens, longest), batchRows).Sorted();
        var pixels = new PixelMaker(processor, network.Device);
        double sum = 0;
        long count = 0;
        using var foreground = new ForegroundCollection();
        using var none = no_grad();
        foreach (int[] rows in batches)
        {
            cancellation.ThrowIfCancellationRequested();
            using var batch = TrainingBatch.From([.. rows.Select(samples.Get)], pixels, network.Config.PadTokenId);
            using var scope = NewDisposeScope();
            var (loss, tokens) = network.AnswerLoss(batch.Tokens, batch.Labels, adapter);
            sum += loss.item<float>();
            count += tokens;
        }

        return count > 0 ? sum / count : throw new ArgumentException("There are no rows to measure the loss on.", nameof(samples));
    }
}
