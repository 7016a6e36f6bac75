using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using PhiVisionML.AspNetCore.Errors;

namespace PhiVisionML.Review.Queue;

/// <summary>An error by RFC 9457.</summary>
/// <param name="Type">The kind of problem; the status says all.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">A sentence with the remedy.</param>
/// <param name="Param">The place in the request; absent if there is none.</param>
internal sealed record Problem(string Type, string Title, int Status, string Detail, string? Param)
{
    /// <summary>What is wrong with each product; absent if the request is wrong as a whole.</summary>
    public IReadOnlyList<ProductError>? Errors { get; init; }

    public static Problem Of(ApiException error) => new("about:blank", ReasonPhrases.GetReasonPhrase(error.Status), error.Status, error.Message, error.Param);

    /// <summary>Sends it.</summary>
    public Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        return context.Response.WriteAsJsonAsync(this, QueueJson.Own.Problem, "application/problem+json", context.RequestAborted);
    }
}
