using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PhiVisionML.AspNetCore.Errors;

namespace PhiVisionML.AspNetCore.Responses;

/// <summary>Writes answers and errors.</summary>
internal static class JsonResponse
{
    /// <summary>Text as it is, not as escapes: nobody puts these answers into a page.</summary>
    public static CompletionJson Json { get; } = new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static ErrorBody BodyOf(ApiException error) => new(new ErrorDetail(error.Message, error.Type, error.Param, error.Code));

    public static Task WriteAsync(HttpContext context, ApiException error)
    {
        context.Response.StatusCode = error.Status;
        if (error.Status == StatusCodes.Status429TooManyRequests)
            context.Response.Headers.RetryAfter = "1";   // seconds; a place is free as soon as an answer begins
        return context.Response.WriteAsJsonAsync(BodyOf(error), Json.ErrorBody);
    }
}
