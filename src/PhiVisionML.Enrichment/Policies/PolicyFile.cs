using System.Text.Json;
using System.Text.Json.Serialization;
using PhiVisionML.Catalog.Files;

namespace PhiVisionML.Enrichment.Policies;

/// <summary>Policies as JSON files, which people may edit.</summary>
public static class PolicyFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>Reads a policy.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is no policy; the message says where.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static EnrichmentPolicy Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var policy = JsonSerializer.Deserialize<EnrichmentPolicy>(stream, Json) ?? throw new InvalidDataException($"'{path}' holds null; a policy is needed.");
            foreach (var (name, field) in policy.Fields.Append(new("default", policy.Default)))
                Check(path, name, field);
            return policy;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"'{path}' is not a policy: {e.Message}", e);
        }
    }

    /// <summary>Writes a policy; the file appears as a whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="policy">The policy.</param>
    public static void Write(string path, EnrichmentPolicy policy)
        => AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, policy, Json));

    private static void Check(string path, string name, FieldPolicy field)
    {
        if (field.AcceptAt is { } accept && !(accept is >= 0 and <= 1))
            throw new InvalidDataException(FormattableString.Invariant($"'{path}': accept_at of '{name}' is {accept}; a confidence is 0 to 1, and null accepts nothing."));
        if (!(field.RejectBelow is >= 0 and <= 1))
            throw new InvalidDataException(FormattableString.Invariant($"'{path}': reject_below of '{name}' is {field.RejectBelow}; a confidence is 0 to 1."));
        if (field.AcceptAt < field.RejectBelow)
            throw new InvalidDataException(FormattableString.Invariant($"'{path}': '{name}' accepts at {field.AcceptAt} and rejects below {field.RejectBelow}; let reject_below be the smaller one."));
        if (field.Curve is { Slope: >= 0 })
            throw new InvalidDataException(FormattableString.Invariant($"'{path}': the curve of '{name}' has the slope {field.Curve.Slope}; with a negative one a larger probability is a larger confidence."));
    }
}
