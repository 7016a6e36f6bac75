using System.Text.Json;
using Microsoft.Extensions.AI;
using PhiVisionML.AspNetCore.Errors;

namespace PhiVisionML.AspNetCore.Requests;

/// <summary>Reads what a message says and shows.</summary>
internal static class ContentReader
{
    private const string AnyPicture = "image/*", DataScheme = "data:", Base64 = ";base64";

    /// <exception cref="ApiException">A part is neither text nor a picture (400).</exception>
    public static List<AIContent> Read(RequestValue content)
        => content.Kind switch
        {
            JsonValueKind.String => [new TextContent(content.Text())],
            JsonValueKind.Array => [.. content.Items().Select(Part)],
            _ => throw content.Wrong("a text or a list of parts"),
        };

    private static AIContent Part(RequestValue part)
        => part.Required("type").OneOf("text", "image_url") == "text" ? new TextContent(part.Required("text").Text()) : Picture(part.Required("image_url"));

    // A model sees every picture as finely as it can: there is no lower detail to be had.
    private static AIContent Picture(RequestValue picture)
    {
        picture.Optional("detail")?.OneOf("auto", "high");
        var address = picture.Required("url");
        string url = address.Text();
        try
        {
            return url.StartsWith(DataScheme, StringComparison.OrdinalIgnoreCase) ? Data(url) : new UriContent(url, AnyPicture);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw ApiException.Invalid(address.Path, $"'{address.Path}' is no picture's address: {Failures.Sentence(e)} Send a data: URI such as data:image/png;base64,…");
        }
    }

    // Bytes at once: a content made of the URI would keep its text, twice as large, for as long as the answer takes.
    private static DataContent Data(string url)
    {
        int comma = url.IndexOf(',', StringComparison.Ordinal);
        string type = comma < 0 ? "" : url[DataScheme.Length..comma];
        byte[] bytes = new byte[(url.Length - comma) / 4 * 3 + 3];
        return type.Length > Base64.Length && type.EndsWith(Base64, StringComparison.OrdinalIgnoreCase) && Convert.TryFromBase64Chars(url.AsSpan(comma + 1), bytes, out int count)
            ? new DataContent(bytes.AsMemory(0, count), type[..^Base64.Length])
            : new DataContent(url);
    }
}
