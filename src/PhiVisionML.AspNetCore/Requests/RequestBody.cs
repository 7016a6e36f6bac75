using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using PhiVisionML.AspNetCore.Errors;

namespace PhiVisionML.AspNetCore.Requests;

/// <summary>Reads the JSON of a request, as far as it may go. What it gives has no text that cannot be read.</summary>
internal static class RequestBody
{
    private const int MaxDepth = 64, FirstBytes = 16 << 10;

    /// <param name="request">The request.</param>
    /// <param name="maxBytes">Most bytes.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="ApiException">It is no JSON in UTF-8, nested too deep, or has too many bytes (400, 413, 415).</exception>
    public static async Task<JsonDocument> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellation)
    {
        RequireJson(request.ContentType);
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;   // counted here, to say so in the error's shape
        byte[] body = await BytesAsync(request, maxBytes, cancellation).ConfigureAwait(false);
        try
        {
            RequireText(body);
            return JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false });
        }
        catch (JsonException e)
        {
            throw ApiException.Invalid(null, $"The body is no JSON that is taken: {e.Message}");
        }
    }

    // A page of another site can have a browser send a form or plain text here without asking; JSON it cannot.
    private static void RequireJson(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || !type.MatchesMediaType("application/json") || type.Charset is { HasValue: true } charset && !charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            throw new ApiException(StatusCodes.Status415UnsupportedMediaType, $"The Content-Type is '{contentType}'; it must be application/json, in UTF-8.");
    }

    private static async Task<byte[]> BytesAsync(HttpRequest request, int maxBytes, CancellationToken cancellation)
    {
        if (request.ContentLength > maxBytes)
            throw TooLarge(string.Create(CultureInfo.InvariantCulture, $"has {request.ContentLength} bytes"), maxBytes);
        var body = new ArrayBufferWriter<byte>(FirstBytes);   // grows with what comes, not with what is announced
        while (await request.Body.ReadAsync(body.GetMemory(), cancellation).ConfigureAwait(false) is > 0 and var count)
        {
            body.Advance(count);
            if (body.WrittenCount > maxBytes)
                throw TooLarge($"has {body.WrittenCount} bytes and more", maxBytes);
        }

        return body.WrittenSpan.ToArray();
    }

    private static ApiException TooLarge(string size, int maxBytes)
        => new(StatusCodes.Status413PayloadTooLarge, $"The request {size}; at most {maxBytes} are taken. Send fewer or smaller pictures.") { Code = "request_too_large" };

    // The reader takes bytes that are no UTF-8, and escapes of half a character, for texts until somebody asks for them.
    private static void RequireText(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
            throw ApiException.Invalid(null, "The body is not valid UTF-8.");
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                RequireText(in reader);
        }
    }

    private static void RequireText(in Utf8JsonReader reader)
    {
        byte[] text = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            reader.CopyString(text);
        }
        catch (InvalidOperationException)
        {
            throw ApiException.Invalid(null, $"A text near byte {reader.TokenStartIndex} of the body has an escape of half a character (\\ud800 to \\udfff without its other half).");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }
    }
}
