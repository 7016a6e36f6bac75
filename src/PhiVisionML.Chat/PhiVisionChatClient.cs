using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using PhiVisionML.Chat.Answers;
using PhiVisionML.Chat.Conversations;
using PhiVisionML.Chat.Formats;
using PhiVisionML.Chat.Pictures;
using PhiVisionML.Chat.Requests;
using PhiVisionML.Chat.Tools;
using PhiVisionML.Model;
using PhiVisionML.Model.Generation;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Lora;
using PhiVisionML.Model.Text;

namespace PhiVisionML.Chat;

/// <summary>Phi-3-Vision as a chat client: text and pictures in, text out.</summary>
/// <remarks>
/// <para>Thread-safe; meant to live as long as the application. One thread of the client's own works with the model; requests that wait
/// for it are answered in batches, each in its own words: what stands beside it changes no greedy float32 answer. A batch is answered to
/// its end before the next begins.</para>
/// <para>Honoured of <see cref="ChatOptions"/>: Instructions, ModelId (the client's own), MaxOutputTokens, Temperature, TopK, TopP, Seed,
/// StopSequences, ResponseFormat, Tools, ToolMode, AllowMultipleToolCalls, and <c>repetition_penalty</c>, <c>grammar</c>, <c>regex</c> and
/// <c>choice</c> among AdditionalProperties. Everything else is refused by name. Without a temperature the answer is greedy, unless TopK or
/// TopP narrow a choice: then the temperature is 1.</para>
/// <para>A JSON ResponseFormat is enforced: nothing but JSON that is valid against the schema can be generated, and it is complete within
/// MaxOutputTokens. The prompt stays as it was sent; say there what the properties mean. What of a schema cannot be enforced is refused
/// with its place (see <see cref="Model.Constraints.JsonSchemaGrammar"/>). Grammars, regular expressions and lists of choices are enforced
/// likewise (see <see cref="ChatOptionsExtensions"/>).</para>
/// <para>Tools are functions; whoever asked runs them (<c>UseFunctionInvocation()</c>). The model first chooses a call, which is valid against
/// the schema of its tool and ends the response as <see cref="FunctionCallContent"/>, or none; then it is asked for its answer. MaxOutputTokens
/// holds for both rounds together, and usage counts each token of them once. The published model was not trained for tools, as far as is
/// known.</para>
/// <para>A request may throw <see cref="NotSupportedException"/> (asks for what cannot be done; all of it is listed),
/// <see cref="ArgumentException"/> (a value out of range, no message, a prompt longer than the model takes),
/// <see cref="PictureRefusedException"/> (a picture that cannot be read or used) or <see cref="QueueFullException"/> (try again later).</para>
/// </remarks>
public sealed class PhiVisionChatClient : IChatClient
{
    private readonly IAnswerModel _model;
    private readonly TimeProvider _time;
    private readonly ChatClientMetadata _metadata;
    private readonly PictureReader _pictures;
    private readonly AnswerQueue _queue;
    private readonly AnswerWorker _worker;
    private readonly int _maxPictures;
    private readonly int? _maxPromptTokens;
    private readonly OutputLimits _output;

    /// <summary>Makes a client that loads its model, or shares it with whatever in the process has loaded it.</summary>
    /// <param name="options">Which model, and what is taken.</param>
    /// <param name="logger">Receives the loader's lines.</param>
    /// <exception cref="ArgumentException">Options are out of range; the message lists all of them.</exception>
    public PhiVisionChatClient(PhiVisionChatClientOptions options, ILogger<PhiVisionChatClient>? logger = null)
        : this(() => Lease(options, logger), options, FolderName(options?.ModelPath), TimeProvider.System)
    {
    }

    /// <summary>Makes a client for a model that is loaded.</summary>
    /// <param name="model">The model; stays the caller's, who must not use its network while the client lives, nor dispose it before the client.</param>
    /// <param name="options">What is taken; null takes the defaults.</param>
    /// <param name="adapter">Low-rank corrections, the caller's as well; null for the bare base.</param>
    /// <exception cref="ArgumentException">Options are out of range; the message lists all of them.</exception>
    public PhiVisionChatClient(PhiVisionModel model, PhiVisionChatOptions? options = null, LoraAdapter? adapter = null)
        : this(() => new GivenModel(model, adapter), options ?? new PhiVisionChatOptions(), FolderName(model?.Folder), TimeProvider.System)
    {
    }

    internal PhiVisionChatClient(Func<IAnswerModel> model, PhiVisionChatOptions options, string modelId, TimeProvider time)
    {
        options.Validate();
        _model = model();
        _time = time;
        _metadata = new ChatClientMetadata("phivisionml", providerUri: null, options.ModelId ?? modelId);
        _pictures = new PictureReader(options);
        _queue = new AnswerQueue(options.MaxQueuedRequests, new BatchLimits(options.MaxBatchSize, options.MaxBatchTokens));
        _worker = new AnswerWorker(_model, _queue);
        _maxPictures = options.MaxPictures;
        _maxPromptTokens = options.MaxPromptTokens;
        _output = new OutputLimits(options.DefaultMaxOutputTokens, options.MaxOutputTokens);
    }

    internal AnswerQueue Queue => _queue;

    private string ModelId => _metadata.DefaultModelId!;

    /// <summary>Loads the model now instead of for the first request.</summary>
    /// <param name="cancellationToken">Gives up waiting; the loading goes on.</param>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    public Task LoadAsync(CancellationToken cancellationToken = default) => _worker.LoadAsync().WaitAsync(cancellationToken);

    /// <summary>Answers a conversation: the stream of <see cref="GetStreamingResponseAsync"/>, collected.</summary>
    /// <inheritdoc cref="GetStreamingResponseAsync"/>
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        => GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <summary>Answers a conversation piece by piece. What is wrong with a request is thrown when the first piece is asked for.</summary>
    /// <param name="messages">The conversation, oldest first: system, user, assistant and tool; the last one is answered. Pictures belong to the user, or to what a tool gave.</param>
    /// <param name="options">See the remarks on this class; null is greedy.</param>
    /// <param name="cancellationToken">Ends the answer within a token.</param>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var generation = RequestOptions.Read(options, ModelId, _output);
        var format = FormatOptions.Read(options);
        var tools = ToolSet.Read(options);
        var conversation = ConversationReader.Read(messages, options?.Instructions, tools?.Text, _maxPictures);

        using var place = _queue.Enter();
        var parts = await _worker.LoadAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        var pictures = await _pictures.ReadAsync(conversation.Pictures, parts.Processor, cancellationToken).ConfigureAwait(false);
        var request = new GenerationRequest(Encode(conversation.Turns, pictures, parts), pictures) { Options = generation, Constraint = parts.Constraints.For(format) };
        var updates = new ResponseUpdates(ModelId, _time.GetUtcNow());
        GenerationResult? choice = null;
        var queued = place;
        if (tools is null)
        {
            OutputRoom.Require(request, parts.MaxPositions);
        }
        else
        {
            var rounds = new ToolRounds(tools, request, parts);
            await foreach (var (_, end) in AnswerAsync(rounds.Choice, place, parts, cancellationToken).ConfigureAwait(false))
                choice = end;
            if (ToolSet.Calls(choice!.Text) is { Count: > 0 } calls)
            {
                yield return updates.Calls(calls);
                yield return updates.EndOfCalls(choice);
                yield break;
            }

            request = rounds.Answer(choice);
            queued = _queue.EnterAgain();
        }

        await foreach (var (text, end) in AnswerAsync(request, queued, parts, cancellationToken).ConfigureAwait(false))
        {
            if (text.Length > 0)
                yield return updates.Text(text);
            if (end is not null)
                yield return updates.End(end, parts.MaxPositions, choice);
        }
    }

    /// <summary>Gives this client, its <see cref="ChatClientMetadata"/>, or the model: the <see cref="PhiVisionModel"/> (and <see cref="LoraAdapter"/>) that it was made with, or the <see cref="ModelLease"/> on one that it loads.</summary>
    /// <param name="serviceType">What is asked for.</param>
    /// <param name="serviceKey">Anything but null finds nothing.</param>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : _model.Service(serviceType);
    }

    /// <summary>Ends the answers under way within a token, with an <see cref="ObjectDisposedException"/> for those who wait, and lets go of a model that the client loaded.</summary>
    public void Dispose() => _worker.Dispose();

    private int[] Encode(IReadOnlyList<ChatTurn> turns, IReadOnlyList<HdPicture> pictures, ModelParts parts)
    {
        int[] ids = parts.Prompts.Encode(ChatTemplate.Build(turns), [.. pictures.Select(picture => picture.Layout.Tokens)]);
        int most = Math.Min(parts.MaxPositions - 1, _maxPromptTokens ?? int.MaxValue);   // an answer needs one
        return ids.Length <= most ? ids : throw new ArgumentException(
            $"The prompt has {ids.Length} tokens, {ids.Count(id => id < 0)} of them for {pictures.Count} pictures; at most {most} are taken. Send fewer turns, a shorter text, or fewer or smaller pictures.");
    }

    private static async IAsyncEnumerable<AnswerPiece> AnswerAsync(GenerationRequest request, QueuePlace place, ModelParts parts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var answer = new PendingAnswer(request, parts.MaxPositions);
        try
        {
            place.Wait(answer);
            await foreach (var piece in answer.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                yield return piece;
        }
        finally
        {
            answer.Abandon();
            place.Dispose();
        }
    }

    private static LeasedModel Lease(PhiVisionChatClientOptions options, ILogger? logger)
        => new(PhiVisionModelCache.Shared.Acquire(options.ModelPath, options.ModelOptions, logger), options.AdapterPath);

    private static string FolderName(string? folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder.Length == 0 ? "." : folder)));
    }
}
