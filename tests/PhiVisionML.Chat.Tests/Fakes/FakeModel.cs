using System.Collections.Concurrent;
using PhiVisionML.Chat.Answers;
using PhiVisionML.Chat.Formats;
using PhiVisionML.Model.Generation;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Text;

namespace PhiVisionML.Chat.Tests.Fakes;

/// <summary>A model without a network: it says the same words each time, a word a token, and a step at a time where a test wants that.</summary>
internal sealed class FakeModel : IAnswerModel
{
    public const int MaxPositions = 2000;

    /// <summary>What it says.</summary>
    public string[] Words { get; init; } = ["One", " two", " three"];

    /// <summary>Each step waits for a permit; null lets it run.</summary>
    public SemaphoreSlim? Permits { get; init; }

    /// <summary>Why every answer ends that says all its words.</summary>
    public StopReason StopReason { get; init; } = StopReason.StopToken;

    public Func<Exception?> LoadFailure { get; init; } = () => null;

    public Func<IReadOnlyList<GenerationRequest>, Exception?> AnswerFailure { get; init; } = _ => null;

    public ConcurrentQueue<IReadOnlyList<GenerationRequest>> Batches { get; } = [];

    public GenerationRequest LastRequest => Batches.Last()[^1];

    public int Steps { get; private set; }

    public bool IsDisposed { get; private set; }

    public PhiVisionChatClient Client(PhiVisionChatOptions? options = null) => new(() => this, options ?? new PhiVisionChatOptions(), "fake", TimeProvider.System);

    public ModelParts Load() => LoadFailure() is { } failure ? throw failure
        : new ModelParts(new PromptEncoder(Tiny.Tokenizer), new ImageProcessor(new ImageProcessorConfig { NumCrops = 1 }), new AnswerConstraints(Tiny.Tokenizer, Tiny.Tokenizer.VocabularySize), MaxPositions);

    public void Answer(IReadOnlyList<GenerationRequest> requests, IGenerationListener listener, CancellationToken cancellation)
    {
        Batches.Enqueue(requests);
        if (AnswerFailure(requests) is { } failure)
            throw failure;
        List<int> growing = [.. Enumerable.Range(0, requests.Count)];
        for (int step = 0; growing.RemoveAll(row => !listener.IsWanted(row)) >= 0 && growing.Count > 0; step++)
        {
            Permits?.Wait(cancellation);
            Steps++;
            foreach (int row in growing.ToArray())
            {
                listener.OnToken(new GeneratedToken(row, step, 0, Words[step]));
                if (step + 1 < Words.Length)
                    continue;
                listener.OnEnd(row, new GenerationResult(string.Concat(Words), [.. Enumerable.Range(0, Words.Length)], [], StopReason, requests[row].InputIds.Count));
                growing.Remove(row);
            }
        }
    }

    public object? Service(Type type) => type == typeof(FakeModel) ? this : null;

    public void Dispose() => IsDisposed = true;
}
