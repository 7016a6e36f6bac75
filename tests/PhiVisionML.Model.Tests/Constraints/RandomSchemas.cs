using System.Text.Json;
using System.Text.Json.Nodes;

namespace PhiVisionML.Model.Tests.Constraints;

/// <summary>Makes random schemas of the supported subset.</summary>
internal sealed class RandomSchemas(Random random)
{
    private static readonly string[] _words = ["name", "price", "Größe", "a\"b", "色", "👜", "in stock", "x", "y", "note"];
    private static readonly string[] _patterns = ["^[A-Z]{2}-\\d{2,4}$", "\\d", "^(red|green|blue)( \\w+)?$", "^[^\"\\\\]{1,5}$", "^#?[0-9a-f]{6}$", "a.c", "^x|y$", "^(a|bc)*$"];
    private static readonly string[] _formats = ["date", "date-time", "uuid", "email", "uri", "time"];

    public JsonElement Next()
    {
        JsonNode schema = Schema(random.Next(1, 4));
        if (random.Next(4) == 0)
        {
            var definitions = new JsonObject { ["one"] = Schema(1) };
            schema = Object(["$ref"], schema, definitions);
        }

        return JsonSerializer.SerializeToElement(schema);
    }

    private JsonObject Schema(int depth)
    {
        JsonObject schema = random.Next(depth > 0 ? 11 : 7) switch
        {
            0 => Text(),
            1 => Number("integer"),
            2 => Number("number"),
            3 => new() { ["type"] = random.Next(2) == 0 ? "boolean" : "null" },
            4 => new() { ["enum"] = new JsonArray([.. Some(_words).Select(word => (JsonNode)word), 1.5, null]) },
            5 => new() { ["const"] = new JsonObject { ["k"] = Word(), ["l"] = new JsonArray(1, true) } },
            6 => new() { ["type"] = new JsonArray("string", "integer"), ["maxLength"] = random.Next(1, 6), ["minimum"] = 0 },
            7 => Array(depth),
            8 => new() { ["anyOf"] = new JsonArray(Schema(depth - 1), Schema(depth - 1)) },
            9 => new() { ["oneOf"] = new JsonArray(Branch("a", depth), Branch("b", depth)) },
            _ => Object(Some(_words), null, null, depth),
        };
        if (random.Next(5) == 0) schema["description"] = Word();
        return schema;
    }

    private JsonObject Text()
    {
        var schema = new JsonObject { ["type"] = "string" };
        switch (random.Next(5))
        {
            case 0: schema["pattern"] = Pick(_patterns); break;
            case 1: schema["format"] = Pick(_formats); break;
            case 2: schema["minLength"] = random.Next(4); break;
            case 3: (schema["minLength"], schema["maxLength"]) = (random.Next(4), random.Next(4, 20)); break;
        }

        return schema;
    }

    private JsonObject Number(string type)
    {
        var schema = new JsonObject { ["type"] = type };
        int low = random.Next(-200, 200);
        decimal step = type == "number" ? random.Next(100) / 100m : 0;
        if (random.Next(2) == 0) schema[random.Next(2) == 0 ? "minimum" : "exclusiveMinimum"] = low + step;
        if (random.Next(2) == 0) schema[random.Next(2) == 0 ? "maximum" : "exclusiveMaximum"] = low + random.Next(2, 2000) + step;
        return schema;
    }

    private JsonObject Array(int depth)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = Schema(depth - 1) };
        if (random.Next(3) == 0) schema["prefixItems"] = new JsonArray(Schema(0), Schema(0));
        if (random.Next(2) == 0) schema["minItems"] = random.Next(3);
        if (random.Next(2) == 0) schema["maxItems"] = random.Next(3, 6);
        return schema;
    }

    private JsonObject Branch(string kind, int depth)
    {
        JsonObject schema = Object(Some(_words), null, null, depth - 1);
        schema["properties"]!["kind"] = new JsonObject { ["const"] = kind };
        ((JsonArray)schema["required"]!).Add("kind");
        return schema;
    }

    /// <param name="names">Names of the properties; "$ref" stands for one that refers to the definition.</param>
    /// <param name="first">Schema of a property before them; null for none.</param>
    /// <param name="definitions">What the root defines; null for none.</param>
    /// <param name="depth">How deep the properties are nested.</param>
    private JsonObject Object(IEnumerable<string> names, JsonNode? first, JsonObject? definitions, int depth = 1)
    {
        JsonObject properties = [];
        JsonArray required = [];
        if (first is not null) properties["first"] = first;
        foreach (string name in names)
        {
            properties[name] = name == "$ref" ? new JsonObject { ["$ref"] = "#/$defs/one" } : Schema(depth - 1);
            if (random.Next(2) == 0) required.Add(name);
        }

        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties, ["required"] = required };
        if (random.Next(2) == 0) schema["additionalProperties"] = false;
        if (definitions is not null) schema["$defs"] = definitions;
        return schema;
    }

    private string Word() => Pick(_words);

    private string Pick(string[] words) => words[random.Next(words.Length)];

    private IEnumerable<string> Some(string[] words) => [.. words.OrderBy(_ => random.Next()).Take(random.Next(1, 5))];
}
