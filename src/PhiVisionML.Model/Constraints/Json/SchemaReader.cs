using System.Globalization;
using System.Text.Json;

namespace PhiVisionML.Model.Constraints.Json;

/// <summary>Reads a JSON schema. Whatever would narrow the values and cannot be enforced is refused.</summary>
internal sealed class SchemaReader
{
    private const int MaxDepth = 200;

    private static readonly HashSet<string> _annotations =
        ["$schema", "$comment", "$defs", "definitions", "title", "description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly", "contentEncoding", "contentMediaType", "condition"];

    private static readonly HashSet<string> _keywords =
        ["type", "nullable", "enum", "const", "anyOf", "oneOf", "properties", "required", "additionalProperties", "items", "prefixItems", "minItems", "maxItems",
         "minLength", "maxLength", "pattern", "format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"];

    private readonly JsonElement _root;
    private readonly SchemaRefusals _refusals;
    private readonly int _maxSchemas;
    private readonly ScalarReader _scalars;
    private readonly HashSet<string> _open = [];
    private int _schemas;

    /// <param name="root">The schema.</param>
    /// <param name="refusals">Takes what is refused.</param>
    /// <param name="maxSchemas">The most schemas, those that are referred to counted each time.</param>
    public SchemaReader(JsonElement root, SchemaRefusals refusals, int maxSchemas)
    {
        (_root, _refusals, _maxSchemas) = (root, refusals, maxSchemas);
        _scalars = new ScalarReader(refusals);
    }

    public JsonShape Read() => Read(_root, "#", new SchemaKeywords(_refusals));

    /// <param name="schema">A schema.</param>
    /// <param name="place">Its JSON pointer.</param>
    /// <param name="joined">Keywords that hold beside its own; takes those.</param>
    private JsonShape Read(JsonElement schema, string place, SchemaKeywords joined)
    {
        List<string> opened = [];
        Gather(schema, place, joined, opened);
        JsonShape shape = Interpret(joined, place);
        foreach (string one in opened) _open.Remove(one);
        return shape;
    }

    private JsonShape Read(JsonElement schema, string place) => Read(schema, place, new SchemaKeywords(_refusals));

    private void Gather(JsonElement schema, string place, SchemaKeywords into, List<string> opened)
    {
        if (++_schemas > _maxSchemas)
            throw SchemaRefusals.Exception(new GrammarRefusal(place, $"written out, the schema has more than {_maxSchemas} parts (MaxStates); use fewer alternatives and references."));
        switch (schema.ValueKind)
        {
            case JsonValueKind.True:
                return;
            case JsonValueKind.False:
                into.FitsNothing = true;
                return;
            case not JsonValueKind.Object:
                _refusals.Add(place, "a schema is an object, true or false.");
                return;
        }

        if (_open.Count >= MaxDepth)
        {
            _refusals.Add(place, $"the schema is nested more than {MaxDepth} deep.");
            return;
        }

        _open.Add(place);
        opened.Add(place);
        HashSet<string> names = [];
        foreach (JsonProperty member in schema.EnumerateObject())
        {
            var keyword = new SchemaKeyword(member.Value, place, member.Name);
            if (!names.Add(member.Name)) _refusals.Add(keyword.Place, "the keyword is given twice.");
            else if (_keywords.Contains(member.Name)) into.Add(keyword);
            else if (!_annotations.Contains(member.Name)) Join(keyword, into, opened);
        }
    }

    /// <summary>Takes a keyword that brings others along, or says nothing; refuses all that are left.</summary>
    private void Join(SchemaKeyword keyword, SchemaKeywords into, List<string> opened)
    {
        switch (keyword.Name, keyword.Value.ValueKind)
        {
            case ("$ref", _):
                Refer(keyword, into, opened);
                break;
            case ("allOf", JsonValueKind.Array) when keyword.Value.GetArrayLength() > 0:
                foreach ((int index, JsonElement part) in keyword.Value.EnumerateArray().Index()) Gather(part, SchemaPointer.Join(keyword.Place, Text(index)), into, opened);
                break;
            case ("not", JsonValueKind.True):
            case ("not", JsonValueKind.Object) when !keyword.Value.EnumerateObject().Any():
                into.FitsNothing = true;
                break;
            case ("not", JsonValueKind.False) or ("uniqueItems", JsonValueKind.False):
            case ("$id", JsonValueKind.String) when keyword.Owner == "#":
                break;
            default:
                _refusals.Add(keyword.Place, "the keyword is not supported here.");
                break;
        }
    }

    private void Refer(SchemaKeyword keyword, SchemaKeywords into, List<string> opened)
    {
        if (keyword.Value.ValueKind != JsonValueKind.String || keyword.Value.GetString() is not { } text || !(text == "#" || text.StartsWith("#/", StringComparison.Ordinal)))
        {
            _refusals.Add(keyword.Place, $"{keyword.Value.GetRawText()} is not supported; a reference begins with '#/' and points into the same schema.");
            return;
        }

        if (!SchemaPointer.TryFollow(_root, text, out JsonElement target, out string place))
            _refusals.Add(keyword.Place, $"'{text}' points to nothing: the schema ends at {place}.");
        else if (_open.Contains(place))
            _refusals.Add(keyword.Place, $"it refers back to {place}; recursive schemas are not supported, write out as many levels as are needed.");
        else
            Gather(target, place, into, opened);
    }

    private JsonShape Interpret(SchemaKeywords keywords, string place)
    {
        if (keywords.FitsNothing) return new JsonShape.Nothing(place);
        if ((keywords.One("oneOf") ?? keywords.One("anyOf")) is { } branches) return Branches(branches, keywords.Without(branches));
        HashSet<string>? types = SchemaTypes.Of(keywords, _refusals);
        if (keywords.Has("enum", "const")) return Literals(keywords, types, place);
        if (types is not null) return JsonShape.OneOf(place, types.Select(type => Typed(type, keywords, place)));
        IReadOnlyList<string> meant = SchemaTypes.MeantBy(keywords);
        return meant.Count == 0 ? JsonShape.Any : JsonShape.OneOf(place, meant.Select(type => Typed(type, keywords, place) with { FitsOtherTypes = true }));
    }

    private JsonShape Typed(string type, SchemaKeywords keywords, string place) => type switch
    {
        "string" => _scalars.Text(keywords, place),
        "integer" => _scalars.Number(keywords, place, DecimalRange.Integer),
        "number" => _scalars.Number(keywords, place, DecimalRange.Number),
        "boolean" => JsonShape.Boolean,
        "null" => JsonShape.Null,
        "array" => Array(keywords, place),
        _ => Object(keywords, place),
    };

    private JsonShape Branches(SchemaKeyword keyword, SchemaKeywords beside)
    {
        if (keyword.Value.ValueKind != JsonValueKind.Array || keyword.Value.GetArrayLength() == 0)
        {
            _refusals.Add(keyword.Place, "a list of at least one schema is needed.");
            return new JsonShape.Nothing(keyword.Place);
        }

        JsonShape[] branches = [.. keyword.Value.EnumerateArray().Select((branch, index) => Read(branch, SchemaPointer.Join(keyword.Place, Text(index)), beside.Copy()))];
        for (int first = 0; keyword.Name == "oneOf" && first < branches.Length; first++)
        {
            for (int second = first + 1; second < branches.Length; second++)
            {
                if (ShapeOverlap.MayShare(branches[first], branches[second]))
                    _refusals.Add(keyword.Place, $"a value may fit both branch {first} and branch {second}; use anyOf, or give each a required property with a const of its own.");
            }
        }

        return JsonShape.OneOf(keyword.Place, branches);
    }

    private JsonShape Literals(SchemaKeywords keywords, HashSet<string>? types, string place)
    {
        foreach (SchemaKeyword other in keywords.Beside("enum", "const", "type", "nullable")) _refusals.Add(other.Place, "beside enum or const it is not supported; leave out the values that it rules out.");
        List<JsonElement>? values = null;
        foreach (SchemaKeyword keyword in keywords.All("enum").Concat(keywords.All("const")))
        {
            bool isList = keyword.Value.ValueKind == JsonValueKind.Array && keyword.Value.GetArrayLength() > 0;
            if (keyword.Name == "enum" && !isList)
            {
                _refusals.Add(keyword.Place, "a list of at least one value is needed.");
                return new JsonShape.Nothing(place);
            }

            List<JsonElement> listed = keyword.Name == "enum" ? [.. keyword.Value.EnumerateArray()] : [keyword.Value];
            values = values is null ? listed : [.. values.Where(value => listed.Exists(one => JsonElement.DeepEquals(one, value)))];
        }

        List<JsonElement> fitting = [.. values!.Where(value => types is null || SchemaTypes.Holds(types, value))];
        return fitting.Count == 0 ? new JsonShape.Nothing(place) : new JsonShape.Literals(fitting);
    }

    private JsonShape Array(SchemaKeywords keywords, string place)
    {
        SchemaKeyword? items = keywords.One("items"), prefix = keywords.One("prefixItems");
        if (items is not null && prefix is not null && items.Owner != prefix.Owner)
            _refusals.Add(items.Place, $"it cannot be joined with {prefix.Place}; write both into one schema.");
        if (prefix is not null && prefix.Value.ValueKind != JsonValueKind.Array) _refusals.Add(prefix.Place, "a list of schemas is needed.");

        IEnumerable<JsonElement> listed = prefix?.Value.ValueKind == JsonValueKind.Array ? prefix.Value.EnumerateArray() : [];
        List<JsonShape> first = [.. listed.Select((item, index) => Read(item, SchemaPointer.Join(prefix!.Place, Text(index))))];
        JsonShape rest = items is null ? JsonShape.Any : Read(items.Value, items.Place);
        (int least, int? most) = keywords.Range("minItems", "maxItems");
        if (items is null && prefix is not null) most = Math.Min(most ?? int.MaxValue, Math.Max(least, first.Count));   // what the schema does not list is written only if it must be

        int possible = first.FindIndex(shape => shape is JsonShape.Nothing) is >= 0 and var at ? at : rest is JsonShape.Nothing ? first.Count : int.MaxValue;
        if (possible < int.MaxValue) most = Math.Min(most ?? int.MaxValue, possible);
        return most < least ? new JsonShape.Nothing(place) : new JsonShape.Array(place, first, rest, least, most);
    }

    private JsonShape Object(SchemaKeywords keywords, string place)
    {
        List<JsonShape.Member> members = [];
        HashSet<string> required = [.. keywords.All("required").SelectMany(Names)];
        foreach (SchemaKeyword keyword in keywords.All("properties"))
        {
            if (keyword.Value.ValueKind != JsonValueKind.Object)
            {
                _refusals.Add(keyword.Place, "an object with a schema for each property is needed.");
                continue;
            }

            foreach (JsonProperty property in keyword.Value.EnumerateObject())
            {
                string at = SchemaPointer.Join(keyword.Place, property.Name);
                if (members.Exists(member => member.Name == property.Name)) _refusals.Add(at, "the property is given twice.");
                else members.Add(new(property.Name, Read(property.Value, at), required.Contains(property.Name)));
            }
        }

        JsonShape? others = Others(keywords);
        if (!keywords.Has("properties") && required.Count == 0 && others is not null and not JsonShape.Nothing) return new JsonShape.Map(others);
        foreach (SchemaKeyword keyword in keywords.All("required"))
        {
            foreach (string name in Names(keyword).Where(name => !members.Exists(member => member.Name == name)))
                _refusals.Add(keyword.Place, $"the required property '{name}' has no schema in properties; add one.");
        }

        return members.Find(member => member is { IsRequired: true, Value: JsonShape.Nothing })?.Value
            ?? new JsonShape.Object(place, [.. members.Where(member => member.Value is not JsonShape.Nothing)]);
    }

    /// <summary>What members that are not listed may be. They are written only where none is listed.</summary>
    private JsonShape? Others(SchemaKeywords keywords)
    {
        foreach (SchemaKeyword keyword in keywords.All("additionalProperties").Where(keyword => keyword.Value.ValueKind != JsonValueKind.True))
        {
            if (keywords.All("properties").FirstOrDefault(properties => properties.Owner != keyword.Owner) is { } elsewhere)
                _refusals.Add(keyword.Place, $"it rules out the properties at {elsewhere.Place}; write both into one schema.");
        }

        return keywords.One("additionalProperties") is { } others ? Read(others.Value, others.Place) : JsonShape.Any;
    }

    private IEnumerable<string> Names(SchemaKeyword keyword)
    {
        if (keyword.Value.ValueKind == JsonValueKind.Array && keyword.Value.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String))
            return keyword.Value.EnumerateArray().Select(name => name.GetString()!);
        _refusals.Add(keyword.Place, "a list of names is needed.");
        return [];
    }

    private static string Text(int index) => index.ToString(CultureInfo.InvariantCulture);
}
