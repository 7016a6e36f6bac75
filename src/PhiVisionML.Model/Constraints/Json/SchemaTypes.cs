using System.Text.Json;

namespace PhiVisionML.Model.Constraints.Json;

/// <summary>The types that a schema allows.</summary>
internal static class SchemaTypes
{
    private static readonly string[] _all = ["string", "integer", "number", "boolean", "null", "array", "object"];

    private static readonly (string Type, string[] Keywords)[] _meant =
    [
        ("string", ["minLength", "maxLength", "pattern"]),
        ("number", ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]),
        ("array", ["items", "prefixItems", "minItems", "maxItems"]),
        ("object", ["properties", "required", "additionalProperties"]),
    ];

    /// <summary>The types that all <c>type</c> keywords allow, null added where <c>nullable</c> says so; null where there is none of them.</summary>
    public static HashSet<string>? Of(SchemaKeywords keywords, SchemaRefusals refusals)
    {
        HashSet<string>? types = null;
        foreach (SchemaKeyword keyword in keywords.All("type"))
        {
            JsonElement[] names = keyword.Value.ValueKind == JsonValueKind.Array ? [.. keyword.Value.EnumerateArray()] : [keyword.Value];
            if (names.Length == 0 || !names.All(name => name.ValueKind == JsonValueKind.String && _all.Contains(name.GetString())))
                refusals.Add(keyword.Place, $"it is {keyword.Value.GetRawText()}; one or several of {string.Join(", ", _all)} are needed.");
            HashSet<string> named = [.. names.Select(name => name.ToString())];
            if (named.Contains("number")) named.Add("integer");
            if (types is null) types = named;
            else types.IntersectWith(named);
        }

        if (types?.Contains("number") == true) types.Remove("integer");
        foreach (SchemaKeyword keyword in keywords.All("nullable"))
        {
            if (keyword.Value.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) refusals.Add(keyword.Place, "true or false is needed.");
            else if (keyword.Value.ValueKind == JsonValueKind.True) types?.Add("null");
        }

        return types;
    }

    /// <summary>The types that keywords speak of, where a schema names none.</summary>
    public static IReadOnlyList<string> MeantBy(SchemaKeywords keywords)
    {
        string[] types = [.. _meant.Where(one => keywords.Has(one.Keywords)).Select(one => one.Type)];
        return types.Length == 0 && keywords.Has("format") ? ["string"] : types;
    }

    /// <summary>Whether a value has one of the types.</summary>
    public static bool Holds(HashSet<string> types, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => types.Contains("boolean"),
        JsonValueKind.Null => types.Contains("null"),
        JsonValueKind.String => types.Contains("string"),
        JsonValueKind.Array => types.Contains("array"),
        JsonValueKind.Object => types.Contains("object"),
        _ => types.Contains("number") || (types.Contains("integer") && value.TryGetDecimal(out decimal number) && decimal.IsInteger(number)),
    };
}
