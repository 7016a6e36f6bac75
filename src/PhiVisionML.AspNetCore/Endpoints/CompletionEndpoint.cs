using Microsoft.AspNetCore.Http;
using PhiVisionML.AspNetCore.Requests;
using PhiVisionML.AspNetCore.Responses;

namespace PhiVisionML.AspNetCore.Endpoints;

/// <summary>Answers a conversation.</summary>
/// <param name="options">How.</param>
/// <param name="models">By whom.</param>
/// <param name="guard">What becomes of failures.</param>
/// <param name="time">The clock.</param>
internal sealed class CompletionEndpoint(PhiVisionOpenAIOptions options, ModelEndpoints models, GuardedEndpoint guard, TimeProvider time)
{
    public async Task AnswerAsync(HttpContext context, RequestLife life)
    {
        var request = await ReadAsync(context.Request, life.Token).ConfigureAwait(false);
        var model = models.Find(context, request.Options.ModelId!);
        request.Options.ModelId = model.ClientModelId;
        if (request.Stream)
            await StreamAsync(context, life, model, request).ConfigureAwait(false);
        else
        {
            var response = await model.Client.GetResponseAsync(request.Messages, request.Options, life.Token).ConfigureAwait(false);
            await context.Response.WriteAsJsonAsync(WholeAnswer.Of(response, model, time.GetUtcNow()), JsonResponse.Json.Completion, cancellationToken: life.Token).ConfigureAwait(false);
        }
    }

    // The body is let go of here: a picture in it is large, and an answer takes long.
    private async Task<CompletionRequest> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        using var body = await RequestBody.ReadAsync(request, options.MaxBodyBytes, cancellation).ConfigureAwait(false);
        return CompletionRequestReader.Read(body.RootElement);
    }

    private async Task StreamAsync(HttpContext context, RequestLife life, ServedModel model, CompletionRequest request)
    {
        var stream = new AnswerStream(context, model, time, options.KeepAliveInterval);
        try
        {
            await stream.WriteAsync(model.Client.GetStreamingResponseAsync(request.Messages, request.Options, life.Token), request.IncludeUsage, life.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (context.Response.HasStarted)
        {
            if (guard.ErrorOf(e, life) is { } error)
                await stream.FailAsync(error).ConfigureAwait(false);
        }
    }
}
