using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace PhiVisionML.Model.Tests.Constraints;

/// <summary>Says whether a value is valid against a schema, keyword by keyword as the standard reads; shares nothing with what it checks.</summary>
internal sealed class SchemaValidator(JsonElement root)
{
    public static bool IsValid(JsonElement schema, JsonElement value) => new SchemaValidator(schema).Accepts(schema, value);

    private bool Accepts(JsonElement schema, JsonElement value)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False) return schema.ValueKind == JsonValueKind.True;
        return schema.EnumerateObject().All(keyword => Accepts(schema, keyword.Name, keyword.Value, value));
    }

    private bool Accepts(JsonElement schema, string keyword, JsonElement argument, JsonElement value) => keyword switch
    {
        "type" => Names(argument).Any(type => HasType(value, type)) || (value.ValueKind == JsonValueKind.Null && schema.TryGetProperty("nullable", out JsonElement nullable) && nullable.GetBoolean()),
        "enum" => argument.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)),
        "const" => JsonElement.DeepEquals(argument, value),
        "anyOf" => argument.EnumerateArray().Any(branch => Accepts(branch, value)),
        "oneOf" => argument.EnumerateArray().Count(branch => Accepts(branch, value)) == 1,
        "allOf" => argument.EnumerateArray().All(branch => Accepts(branch, value)),
        "not" => !Accepts(argument, value),
        "$ref" => Accepts(Resolve(argument.GetString()!), value),
        _ => value.ValueKind switch
        {
            JsonValueKind.String => AcceptsText(keyword, argument, value.GetString()!),
            JsonValueKind.Number => AcceptsNumber(keyword, argument, value.GetDecimal()),
            JsonValueKind.Array => AcceptsArray(schema, keyword, argument, value),
            JsonValueKind.Object => AcceptsObject(schema, keyword, argument, value),
            _ => true,
        },
    };

    private static bool AcceptsText(string keyword, JsonElement argument, string text) => keyword switch
    {
        "minLength" => text.EnumerateRunes().Count() >= argument.GetInt32(),
        "maxLength" => text.EnumerateRunes().Count() <= argument.GetInt32(),
        "pattern" => Regex.IsMatch(text, argument.GetString()!.TrimEnd('$') + (argument.GetString()!.EndsWith('$') ? @"\z" : ""), RegexOptions.CultureInvariant),
        "format" => argument.GetString() switch
        {
            "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out _) || text.StartsWith("0001-01-01", StringComparison.Ordinal) || text.StartsWith("9999-12-31", StringComparison.Ordinal),   // or outside of what .NET holds once it is UTC
            "uuid" => Guid.TryParseExact(text, "D", out _),
            "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
            "email" => text.Count(c => c == '@') == 1,
            _ => true,
        },
        _ => true,
    };

    private static bool AcceptsNumber(string keyword, JsonElement argument, decimal number) => keyword switch
    {
        "minimum" => number >= argument.GetDecimal(),
        "maximum" => number <= argument.GetDecimal(),
        "exclusiveMinimum" => number > argument.GetDecimal(),
        "exclusiveMaximum" => number < argument.GetDecimal(),
        "format" => argument.GetString() != "int32" || number is >= int.MinValue and <= int.MaxValue,
        _ => true,
    };

    private bool AcceptsArray(JsonElement schema, string keyword, JsonElement argument, JsonElement array) => keyword switch
    {
        "minItems" => array.GetArrayLength() >= argument.GetInt32(),
        "maxItems" => array.GetArrayLength() <= argument.GetInt32(),
        "prefixItems" => argument.EnumerateArray().Zip(array.EnumerateArray()).All(pair => Accepts(pair.First, pair.Second)),
        "items" => array.EnumerateArray().Skip(schema.TryGetProperty("prefixItems", out JsonElement first) ? first.GetArrayLength() : 0).All(item => Accepts(argument, item)),
        _ => true,
    };

    private bool AcceptsObject(JsonElement schema, string keyword, JsonElement argument, JsonElement value) => keyword switch
    {
        "required" => argument.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _)),
        "properties" => argument.EnumerateObject().All(property => !value.TryGetProperty(property.Name, out JsonElement member) || Accepts(property.Value, member)),
        "additionalProperties" => value.EnumerateObject().All(member => (schema.TryGetProperty("properties", out JsonElement listed) && listed.TryGetProperty(member.Name, out _)) || Accepts(argument, member.Value)),
        _ => true,
    };

    private static IEnumerable<string> Names(JsonElement types) => types.ValueKind == JsonValueKind.Array ? types.EnumerateArray().Select(type => type.GetString()!) : [types.GetString()!];

    private static bool HasType(JsonElement value, string type) => type switch
    {
        "integer" => value.ValueKind == JsonValueKind.Number && decimal.IsInteger(value.GetDecimal()),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => value.ValueKind.ToString().Equals(type, StringComparison.OrdinalIgnoreCase),
    };

    private JsonElement Resolve(string reference)
    {
        JsonElement at = root;
        foreach (string part in reference.Split('/').Skip(1))
        {
            string name = new StringBuilder(Uri.UnescapeDataString(part)).Replace("~1", "/").Replace("~0", "~").ToString();
            at = at.ValueKind == JsonValueKind.Array ? at[int.Parse(name, CultureInfo.InvariantCulture)] : at.GetProperty(name);
        }

        return at;
    }
}
