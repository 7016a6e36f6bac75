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

    /// <summary>What it says to a request, where that differs; has to fit the request's constraint.</summary>
    public Func<GenerationRequest, string>? Reply { get; init; }

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
        string[][] words = [.. requests.Select(request => Reply is null ? Words : Fitting(Reply(request), request))];
        List<int> growing = [.. Enumerable.Range(0, requests.Count)];
        for (int step = 0; growing.RemoveAll(row => !listener.IsWanted(row)) >= 0 && growing.Count > 0; step++)
        {
            Permits?.Wait(cancellation);
            Steps++;
            foreach (int row in growing.ToArray())
            {
                listener.OnToken(new GeneratedToken(row, step, 0, words[row][step]));
                if (step + 1 < words[row].Length)
                    continue;
                string text = string.Concat(words[row]);
                listener.OnEnd(row, new GenerationResult(text, Tiny.Tokenizer.EncodePlain(text), [], StopReason, requests[row].InputIds.Count));
                growing.Remove(row);
            }
        }
    }

    public object? Service(Type type) => type == typeof(FakeModel) ? this : null;

    public void Dispose() => IsDisposed = true;

    // A script that the real model could not follow is a fault of the test, or of the constraint.
    private static string[] Fitting(string reply, GenerationRequest request)
    {
        var state = request.Constraint?.Start();
        int[] tokens = Tiny.Tokenizer.EncodePlain(reply);
        if (state is not null && !(tokens.All(state.TryAccept) && state.CanStop && tokens.Length < request.Options.MaxNewTokens))
            throw new InvalidOperationException($"'{reply}' does not fit the constraint of the request.");
        return [.. reply.Split(' ').Select((word, i) => i == 0 ? word : " " + word)];
    }
}
