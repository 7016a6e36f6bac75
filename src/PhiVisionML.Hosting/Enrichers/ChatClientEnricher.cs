using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PhiVisionML.Chat;
using PhiVisionML.Enrichment.Answers;
using PhiVisionML.Enrichment.Enriching;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.SemanticKernel.Asking;

namespace PhiVisionML.Hosting.Enrichers;

/// <summary>Looks at products through a chat client: Phi-3-Vision's own, or that of any model behind OpenAI's way of HTTP, a cluster included.</summary>
/// <remarks>
/// <para>Phi-3-Vision can answer with the template alone; another model is asked for JSON with the same fields, and its answer is checked.</para>
/// <para>What is no product's fault (no connection, no permission, a limit; HTTP 401, 403, 404, 408, 429, 502, 503, 504) makes the enricher unavailable, after
/// retries where they may help. What the server says of the request (400, 413, 415, 422) fails the product for good. A server's own error (500), no answer in time, and an
/// answer that cannot be read fail it for now, since one product may be what the server stumbles over.</para>
/// <para>Cells of the catalog are written into the prompt as they are, in one message of the user. PhiVisionChatClient takes them as characters alone; whether another
/// server does is that server's affair.</para>
/// </remarks>
public sealed class ChatClientEnricher : IProductEnricher, IDisposable
{
    private readonly IChatClient _model;
    private readonly ChatClientEnricherOptions _options;
    private readonly AnswerShape _shape;
    private readonly ChatRequests _requests;
    private readonly TimeProvider _time;

    /// <summary>Makes an enricher over a client, which stays the caller's.</summary>
    /// <param name="model">Who is asked.</param>
    /// <param name="options">How to ask.</param>
    /// <param name="logger">Is told of retries.</param>
    /// <param name="time">Measures requests and waits; <c>null</c> takes the system's.</param>
    /// <exception cref="ArgumentException">An option is out of range, or no question can be made of them.</exception>
    public ChatClientEnricher(IChatClient model, ChatClientEnricherOptions options, ILogger<ChatClientEnricher>? logger = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        (_model, _options, _time) = (model, options, time ?? TimeProvider.System);
        _shape = new(model, options.Question, options.Currency);
        _requests = new(model, options, _time, logger ?? NullLogger<ChatClientEnricher>.Instance);
        PromptVersion = PromptFingerprint.Of(options.Question.Template.Source, options.Question.Prompt.Source, options.Question.Choices);
    }

    /// <inheritdoc/>
    public int BatchSize => 1;

    /// <inheritdoc/>
    public int MaxConcurrency => _options.MaxConcurrency;

    /// <inheritdoc/>
    public string PromptVersion { get; }

    /// <inheritdoc/>
    public async Task LoadAsync(CancellationToken cancellation = default)
    {
        if (_model.GetService<PhiVisionChatClient>() is not { } local)
            return;   // another server is asked when there is something to ask
        try
        {
            await local.LoadAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (OperationCanceledException or ObjectDisposedException))
        {
            throw new EnricherUnavailableException($"The model cannot be loaded: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<EnrichmentResult>> EnrichAsync(IReadOnlyList<EnrichmentProduct> products, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(products);
        if (products.Count != BatchSize)
            throw new ArgumentException($"There are {products.Count} products; a call takes {BatchSize}.", nameof(products));
        try
        {
            return [EnrichmentResult.Of(await AnswerAsync(products[0], cancellation).ConfigureAwait(false))];
        }
        catch (ProductRefusal refusal)
        {
            return [refusal.Result];
        }
    }

    /// <summary>Ends the limits; the client stays the caller's.</summary>
    public void Dispose() => _requests.Dispose();

    private async Task<ProductAnswer> AnswerAsync(EnrichmentProduct product, CancellationToken cancellation)
    {
        long start = _time.GetTimestamp();
        var pictures = await ProductPicture.ReadAsync(product, _options.MaxPictures, _options.Pictures, decode: true, cancellation).ConfigureAwait(false);
        string prompt = _options.Question.Prompt.Render(column => ProductCells.Cell(product, column));
        var message = new ChatMessage(ChatRole.User, [.. pictures.Select(picture => new DataContent(picture.Bytes, picture.MediaType)), new TextContent(prompt)]);

        var responses = await Task.WhenAll(Enumerable.Range(1, _options.Samples).Select(draw => _requests.SendAsync(message, () => Options(draw), cancellation))).ConfigureAwait(false);
        var answers = new DrawnAnswers(_options.Question.Template, _options.Samples);
        FormatException? unreadable = null;
        foreach (var response in responses)
        {
            try
            {
                answers.Add(response.Text, _shape.Read(response.Text));
            }
            catch (FormatException e)
            {
                unreadable = e;
            }
        }

        if (answers.IsEmpty)
            throw new ProductRefusal(unreadable!.Message, isPermanent: false, unreadable, isUnasked: false);
        var fields = answers.Fields();
        return new ProductAnswer
        {
            Text = answers.Text(fields),
            Fields = fields,
            Model = responses[0].ModelId ?? _model.GetService<ChatClientMetadata>()?.DefaultModelId ?? "unknown",
            PromptVersion = PromptVersion,
            PictureHash = pictures[0].Sha256,
            PromptTokens = (int)responses.Sum(response => response.Usage?.InputTokenCount ?? 0),
            OutputTokens = (int)responses.Sum(response => response.Usage?.OutputTokenCount ?? 0),
            Seconds = _time.GetElapsedTime(start).TotalSeconds,
        };
    }

    private ChatOptions Options(int draw)
    {
        var options = _options.Samples == 1 ? new ChatOptions { Temperature = 0 } : new ChatOptions { Temperature = _options.Temperature, Seed = draw };
        _shape.Require(options);
        return options;
    }
}
