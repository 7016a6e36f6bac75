using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PhiVisionML.Downloads.Pictures;

/// <summary>How lines of the manifest are written and read.</summary>
internal static class ManifestJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // to be read by people; the file is no part of a web page
    };

    public static byte[] Write(ManifestEntry entry) => JsonSerializer.SerializeToUtf8Bytes(entry, Options);

    /// <returns>The entry; <c>null</c> if the line holds none.</returns>
    public static ManifestEntry? Read(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize<ManifestEntry>(line, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
