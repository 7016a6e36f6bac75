using System.Collections.Concurrent;
using System.Text;
using Microsoft.ML.Data;
using PhiVisionML.MLNet.Images;
using PhiVisionML.MLNet.Scoring;

namespace PhiVisionML.MLNet.Tests.Fakes;

/// <summary>
/// Stands in the network's place: a row's answer is its adapter, prompt, and each picture's size and first byte. One gate
/// for all scorers, as if they shared a device. The prompt "poison" fails when it is scored.
/// </summary>
internal sealed class FakePictureModel : IPictureModelFactory
{
    private readonly Lock _gate = new();

    public ConcurrentQueue<PictureModelRequest> Opened { get; } = [];

    public ConcurrentQueue<(int Rows, AnswerParts Wanted)> Calls { get; } = [];

    public int Prepared;

    public int Disposed;

    /// <summary>Runs inside each call to Score.</summary>
    public Action? WhileScoring { get; set; }

    public IPictureScorer Open(PictureModelRequest request)
    {
        Opened.Enqueue(request);
        return new Scorer(this, request);
    }

    private sealed class Row(string text) : PreparedRow(text.Length)
    {
        public string Text => text;
    }

    private sealed class Scorer(FakePictureModel owner, PictureModelRequest request) : IPictureScorer
    {
        private readonly string _adapter = request.Adapter is null ? "" : Encoding.UTF8.GetString(request.Adapter.Weights.Span) + ":";

        public PreparedRow Prepare(IReadOnlyList<PictureSource> pictures, string prompt)
        {
            Interlocked.Increment(ref owner.Prepared);
            return new Row($"{_adapter}{prompt}{string.Concat(pictures.Select(Describe))}");
        }

        public IReadOnlyList<PictureAnswer> Score(IReadOnlyList<PreparedRow> rows, AnswerParts wanted, CancellationToken cancellation)
        {
            lock (owner._gate)
            {
                owner.Calls.Enqueue((rows.Count, wanted));
                owner.WhileScoring?.Invoke();
                cancellation.ThrowIfCancellationRequested();
                return [.. rows.Cast<Row>().Select(row => Answer(row, wanted))];
            }
        }

        public void Dispose() => Interlocked.Increment(ref owner.Disposed);

        private static PictureAnswer Answer(Row row, AnswerParts wanted)
            => row.Text.Contains("poison", StringComparison.Ordinal)
                ? throw new InvalidOperationException("The row is poisoned.")
                : new(
                    wanted.HasFlag(AnswerParts.Text) ? row.Text : "",
                    wanted.HasFlag(AnswerParts.Score) ? -row.Text.Length : 0,
                    wanted.HasFlag(AnswerParts.TokenCount) ? row.Text.Length : 0);

        private static string Describe(PictureSource source)
        {
            if (source is PictureSource.Decoded decoded)
                return $"|{decoded.Width}x{decoded.Height}:{decoded.Bytes.Span[0]}";
            using var stream = source switch
            {
                PictureSource.Encoded encoded => new MemoryStream(encoded.Bytes.ToArray()),
                PictureSource.InFile file => (Stream)File.OpenRead(file.Path),
                _ => throw new NotSupportedException(),
            };
            try
            {
                using var image = MLImage.CreateFromStream(stream);
                return $"|{image.Width}x{image.Height}:{image.Pixels[0]}";
            }
            catch (ArgumentException failure)
            {
                throw new FormatException("This is not a picture.", failure);
            }
        }
    }
}
