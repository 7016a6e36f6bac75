using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.AI;
using PhiVisionML.AspNetCore.Errors;

namespace PhiVisionML.AspNetCore.Responses;

/// <summary>
/// Writes an answer piece by piece as server-sent events. Until the first event a failure is the caller's to report with a status of its
/// own; after it a failure is an event.
/// </summary>
/// <param name="context">The request.</param>
/// <param name="model">The model that is asked.</param>
/// <param name="time">The clock.</param>
/// <param name="keepAlive">How long nothing may be written.</param>
internal sealed class AnswerStream(HttpContext context, ServedModel model, TimeProvider time, TimeSpan keepAlive)
{
    private readonly AnswerEnd _end = new();
    private string? _id;
    private string _model = model.Id;
    private DateTimeOffset? _created;
    private bool _hasRole;

    /// <summary>Writes the whole stream.</summary>
    /// <param name="updates">The answer.</param>
    /// <param name="includeUsage">Whether it ends with what was used.</param>
    /// <param name="cancellation">Ends the answer.</param>
    public async Task WriteAsync(IAsyncEnumerable<ChatResponseUpdate> updates, bool includeUsage, CancellationToken cancellation)
    {
        var pieces = updates.GetAsyncEnumerator(cancellation);
        await using (pieces.ConfigureAwait(false))
        {
            while (await NextAsync(pieces).ConfigureAwait(false))
                await WriteAsync(pieces.Current, cancellation).ConfigureAwait(false);
        }

        if (_end.Calls(numbered: true) is { } calls)
            await WriteAsync(new AnswerDelta { ToolCalls = calls }, null, cancellation).ConfigureAwait(false);
        await WriteAsync(new AnswerDelta(), _end.Reason, cancellation).ConfigureAwait(false);
        if (includeUsage)
            await TextAsync(Event(Chunk([]) with { Usage = _end.Usage }, JsonResponse.Json.CompletionChunk), cancellation).ConfigureAwait(false);
        await TextAsync("data: [DONE]\n\n", cancellation).ConfigureAwait(false);
    }

    /// <summary>Ends a stream that has begun with an error.</summary>
    public Task FailAsync(ApiException error)
        => TextAsync($"event: error\n{Event(JsonResponse.BodyOf(error), JsonResponse.Json.ErrorBody)}", CancellationToken.None);

    private async Task<bool> NextAsync(IAsyncEnumerator<ChatResponseUpdate> pieces)
    {
        var next = pieces.MoveNextAsync().AsTask();
        while (true)
        {
            try
            {
                return await next.WaitAsync(keepAlive, time, CancellationToken.None).ConfigureAwait(false);   // ends when it is cancelled, and must not be left before
            }
            catch (TimeoutException) when (!next.IsCompleted)
            {
                await TextAsync(": waiting\n\n", CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private async Task WriteAsync(ChatResponseUpdate update, CancellationToken cancellation)
    {
        _end.Add(update.Contents);
        _end.Add(update.FinishReason);
        _id ??= update.ResponseId;
        _model = update.ModelId is { } id ? model.NameOf(id) : _model;
        _created ??= update.CreatedAt;
        if (update.Role is { } role && role != ChatRole.Assistant)
            return;
        if (update.Text is { Length: > 0 } text)
            await WriteAsync(new AnswerDelta { Content = text }, null, cancellation).ConfigureAwait(false);
    }

    private Task WriteAsync(AnswerDelta delta, string? reason, CancellationToken cancellation)
    {
        if (!_hasRole)
            delta = delta with { Role = "assistant" };
        _hasRole = true;
        return TextAsync(Event(Chunk([new ChunkChoice(0, delta, reason)]), JsonResponse.Json.CompletionChunk), cancellation);
    }

    private CompletionChunk Chunk(IReadOnlyList<ChunkChoice> choices)
        => new(_id ??= WholeAnswer.NewId(), "chat.completion.chunk", (_created ??= time.GetUtcNow()).ToUnixTimeSeconds(), _model, choices, Usage: null);

    private static string Event<T>(T value, JsonTypeInfo<T> type) => $"data: {JsonSerializer.Serialize(value, type)}\n\n";

    private async Task TextAsync(string text, CancellationToken cancellation)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.ContentType = "text/event-stream; charset=utf-8";
            context.Response.Headers.CacheControl = "no-cache";
            context.Response.Headers["X-Accel-Buffering"] = "no";
            context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        }

        await context.Response.WriteAsync(text, cancellation).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(cancellation).ConfigureAwait(false);
    }
}
