using PhiVisionML.Model.Generation.Reuse;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Lora;
using PhiVisionML.Model.Text;

namespace PhiVisionML.Model.Generation;

/// <summary>Generates answers. Holds no state of its own; one call at a time per network.</summary>
/// <param name="network">The network.</param>
/// <param name="tokenizer">Turns tokens into text and names the stop tokens.</param>
/// <param name="processor">Normalises pictures.</param>
public sealed class TextGenerator(Phi3Vision network, PhiTokenizer tokenizer, ImageProcessor processor)
{
    /// <summary>Answers a batch of requests; each gets the answer that it would get alone.</summary>
    /// <param name="requests">Prompts of any lengths with any numbers of pictures; at least one.</param>
    /// <param name="adapter">Low-rank corrections; null for the bare base.</param>
    /// <param name="onToken">Called for each token as it appears.</param>
    /// <param name="cancellationToken">Looked at between tokens.</param>
    /// <returns>The answers in the order of the requests.</returns>
    /// <exception cref="ArgumentException">A prompt and its pictures do not fit together, or a prompt is too long; the message holds both numbers.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public IReadOnlyList<GenerationResult> Generate(IReadOnlyList<GenerationRequest> requests, LoraAdapter? adapter = null, Action<GeneratedToken>? onToken = null, CancellationToken cancellationToken = default)
    {
        using var run = new GenerationRun(network, tokenizer, processor, requests, adapter, reuse: null);
        while (!run.Done)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var token in run.Step())
                onToken?.Invoke(token);
        }

        return run.Results();
    }

    /// <summary>Answers one request.</summary>
    /// <inheritdoc cref="Generate(IReadOnlyList{GenerationRequest}, LoraAdapter?, Action{GeneratedToken}?, CancellationToken)"/>
    public GenerationResult Generate(GenerationRequest request, LoraAdapter? adapter = null, Action<GeneratedToken>? onToken = null, CancellationToken cancellationToken = default)
        => Generate([request], adapter, onToken, cancellationToken)[0];

    /// <summary>Answers a batch of requests for several listeners; each gets the answer that it would get alone, and each may leave early.</summary>
    /// <param name="requests">Prompts of any lengths with any numbers of pictures; at least one.</param>
    /// <param name="listener">Hears of every token and every end, and says before each token which answers are still wanted.</param>
    /// <param name="adapter">Low-rank corrections; null for the bare base.</param>
    /// <param name="reuse">What earlier answers left for this network; null computes everything.</param>
    /// <exception cref="ArgumentException">A prompt and its pictures do not fit together, or a prompt is too long; the message holds both numbers.</exception>
    public void Generate(IReadOnlyList<GenerationRequest> requests, IGenerationListener listener, LoraAdapter? adapter = null, PromptCache? reuse = null)
    {
        using var run = new GenerationRun(network, tokenizer, processor, requests, adapter, reuse);
        List<int> growing = [.. Enumerable.Range(0, requests.Count)];
        while (true)
        {
            foreach (int row in growing.Where(row => !listener.IsWanted(row)))
                run.Rows[row].Abandon();
            growing.RemoveAll(row => run.Rows[row].Done);
            if (growing.Count == 0)
                return;
            foreach (var token in run.Step())
                listener.OnToken(token);
            foreach (int row in growing.Where(row => run.Rows[row].Done))
                listener.OnEnd(row, run.Rows[row].Result());
            growing.RemoveAll(row => run.Rows[row].Done);
        }
    }

    /// <summary>Answers one request token by token; stop enumerating to stop generating.</summary>
    /// <param name="request">Prompt and pictures.</param>
    /// <param name="adapter">Low-rank corrections; null for the bare base.</param>
    /// <param name="cancellationToken">Looked at between tokens.</param>
    public IEnumerable<GeneratedToken> Stream(GenerationRequest request, LoraAdapter? adapter = null, CancellationToken cancellationToken = default)
    {
        using var run = new GenerationRun(network, tokenizer, processor, [request], adapter, reuse: null);
        while (!run.Done)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var token in run.Step())
                yield return token;
        }
    }
}
