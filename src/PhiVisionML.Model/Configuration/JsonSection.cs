using System.Text.Json;

namespace PhiVisionML.Model.Configuration;

/// <summary>A JSON object read strictly: wrong types and unsupported values are refused with the key's full path.</summary>
internal readonly struct JsonSection(JsonElement element, string path)
{
    public string Path { get; } = path;

    public static JsonSection Parse(string json, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new ConfigException($"{name} is not a JSON object.");
            return new JsonSection(document.RootElement.Clone(), name);
        }
        catch (JsonException e)
        {
            throw new ConfigException($"{name} is not valid JSON: {e.Message}", e);
        }
    }

    public bool Has(string key) => element.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null;

    public JsonSection Section(string key) => Get(key, JsonValueKind.Object) is { } value
        ? new JsonSection(value, Name(key))
        : throw Missing(key);

    public int Int(string key, int? fallback = null)
    {
        if (Get(key, JsonValueKind.Number) is not { } value)
            return fallback ?? throw Missing(key);
        return value.TryGetInt32(out int number) ? number : throw new ConfigException($"{Name(key)} is {value.GetRawText()}; a whole number is needed.");
    }

    public double Double(string key, double? fallback = null) => Get(key, JsonValueKind.Number)?.GetDouble() ?? fallback ?? throw Missing(key);

    public string Text(string key, string? fallback = null) => Get(key, JsonValueKind.String)?.GetString() ?? fallback ?? throw Missing(key);

    public float[] Floats(string key)
    {
        var self = this;
        return Get(key, JsonValueKind.Array) is { } value
            ? [.. value.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Number ? (float)v.GetDouble() : throw new ConfigException($"{self.Name(key)} holds {v.GetRawText()}; only numbers are possible."))]
            : throw Missing(key);
    }

    /// <summary>A number, or a list of numbers.</summary>
    public int[] IntOrList(string key)
    {
        if (!Has(key))
            return [];
        var value = element.GetProperty(key);
        return value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(v => v.GetInt32())] : [Int(key)];
    }

    /// <summary>Refuses any value of <paramref name="key"/> other than the supported ones; an absent key means the first.</summary>
    public void Only(string key, params string[] supported)
    {
        if (!Has(key))
            return;
        var value = element.GetProperty(key);
        string found = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        if (!supported.Contains(found, StringComparer.Ordinal))
            throw new ConfigException($"{Name(key)} is '{found}', which is not supported; supported: {string.Join(", ", supported.Select(s => $"'{s}'"))}.");
    }

    /// <summary>Refuses the key whatever its value.</summary>
    public void Never(string key, string why)
    {
        if (Has(key))
            throw new ConfigException($"{Name(key)} is not supported: {why}");
    }

    private string Name(string key) => $"{Path}: {key}";

    private ConfigException Missing(string key) => new($"{Name(key)} is missing.");

    private JsonElement? Get(string key, JsonValueKind kind)
    {
        if (!Has(key))
            return null;
        var value = element.GetProperty(key);
        return value.ValueKind == kind ? value : throw new ConfigException($"{Name(key)} is {value.GetRawText()}; a JSON {kind.ToString().ToLowerInvariant()} is needed.");
    }
}
