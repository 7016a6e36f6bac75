using System.Text.Json;
using PhiVisionML.Model.Constraints.Patterns;

namespace PhiVisionML.Model.Constraints.Json;

/// <summary>Builds the JSON texts of a shape.</summary>
internal sealed class JsonShapeBuilder
{
    private readonly GrammarBuilder _builder;
    private readonly JsonLayout _layout;
    private readonly int _maxStates;

    public JsonShapeBuilder(GrammarBuilder builder, JsonSchemaGrammarOptions options)
    {
        _builder = builder;
        _layout = options.Layout;
        _maxStates = options.MaxStates;
    }

    /// <summary>Where in the schema the builder is, and what there may be many of; says what was too large.</summary>
    public (string Place, string Counts) At { get; private set; } = ("#", "");

    public Fragment Build(JsonShape shape) => Build(shape, 0);

    private Fragment Build(JsonShape shape, int depth) => shape switch
    {
        JsonShape.Nothing => _builder.Either([]),
        JsonShape.Literals literals => Literals(literals, depth),
        JsonShape.Text text => Text(text),
        JsonShape.Number number => new DecimalBuilder(_builder).Build(number.Range),
        JsonShape.Array array => Array(array, depth),
        JsonShape.Object members => Object(members, depth),
        JsonShape.Map map => Map(map, depth),
        JsonShape.Either either => _builder.Either(either.Branches.Select(branch => Build(branch, depth))),
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, "There is no such shape."),
    };

    private Fragment Literals(JsonShape.Literals literals, int depth)
    {
        ILookup<bool, JsonElement> nested = literals.Values.ToLookup(value => value.ValueKind is JsonValueKind.Object or JsonValueKind.Array);
        IEnumerable<string> plain = nested[false].Select(value => value.ValueKind == JsonValueKind.String ? JsonCharacters.Quote(value.GetString()!) : value.GetRawText());
        return _builder.Either([_builder.OneOf(plain), .. nested[true].Select(value => Build(ShapeOf(value), depth))]);
    }

    /// <summary>The one value, as an array or an object of literals.</summary>
    private static JsonShape ShapeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => new JsonShape.Array("#", [.. value.EnumerateArray().Select(ShapeOf)], new JsonShape.Nothing("#"), value.GetArrayLength(), value.GetArrayLength()),
        JsonValueKind.Object => new JsonShape.Object("#", [.. value.EnumerateObject().Select(member => new JsonShape.Member(member.Name, ShapeOf(member.Value), IsRequired: true))]),
        _ => new JsonShape.Literals([value]),
    };

    private Fragment Text(JsonShape.Text text)
    {
        At = (text.Place, text.MaxLength is { } most ? $" (maxLength {most})" : "");
        List<Func<GrammarBuilder, Fragment>> parts = [.. text.Patterns.Select(Matching)];
        if (text.MinLength > 0 || text.MaxLength is not null) parts.Add(Counted);
        Fragment content = text.Patterns.Count == 0 ? Counted(_builder) : _builder.Embed(Apart(All([.. parts])));
        return _builder.Sequence(_builder.Literal("\""), content, _builder.Literal("\""));

        Fragment Counted(GrammarBuilder builder)
        {
            CodePointSet characters = text.Patterns.Count == 0 ? CodePointSet.Text : CodePointSet.All;   // a pattern says itself which ones
            return builder.Repeat(() => new JsonCharacters(builder).Of(characters), text.MinLength, text.MaxLength);
        }
    }

    private static Func<GrammarBuilder, Fragment> Matching(RegexNode pattern) => builder => new RegexBuilder(builder, new JsonCharacters(builder).Of).Build(pattern);

    /// <summary>Builds what fits all parts at once.</summary>
    private Func<GrammarBuilder, Fragment> All(Func<GrammarBuilder, Fragment>[] parts) =>
        parts.Length == 1 ? parts[0] : builder => new GrammarIntersection(builder).Of(Apart(parts[0]), Apart(All(parts[1..])));

    private Grammar Apart(Func<GrammarBuilder, Fragment> part)
    {
        var builder = new GrammarBuilder(_maxStates);
        return builder.Build(part(builder));
    }

    private Fragment Array(JsonShape.Array array, int depth)
    {
        At = (array.Place, array.MaxItems is { } most ? $" (maxItems {most})" : "");
        if (array.MaxItems == 0) return _builder.Literal("[]");

        int end = _builder.State(), start = _builder.State(), at = start;
        Fragment last = default;
        int unrolled = array.MaxItems ?? Math.Max(Math.Max(array.MinItems, array.First.Count), 1);
        for (int count = 0; count < unrolled; count++)
        {
            if (count > 0 && count >= array.MinItems) _builder.Free(at, end);
            last = Build(count < array.First.Count ? array.First[count] : array.Rest, depth + 1);
            Follow(at, count == 0 ? Break(depth + 1) : Separator(depth + 1), last);
            at = last.Out;
        }

        _builder.Free(at, end);
        if (array.MaxItems is null)
        {
            Fragment next = unrolled > array.First.Count ? last : Build(array.Rest, depth + 1);
            Follow(at, Separator(depth + 1), next);
            if (next != last) _builder.Free(next.Out, at);
        }

        Fragment elements = Enclosed("[", new Fragment(start, end), "]", depth);
        return array.MinItems == 0 ? _builder.Either([_builder.Literal("[]"), elements]) : elements;
    }

    private Fragment Object(JsonShape.Object shape, int depth)
    {
        // A state before each member: in one row while none was written, in the other behind a first one.
        int count = shape.Members.Count;
        int[] none = [.. Enumerable.Range(0, count + 1).Select(_ => _builder.State())];
        int[] some = [.. Enumerable.Range(0, count + 1).Select(_ => _builder.State())];
        for (int i = 0; i < count; i++)
        {
            Fragment member = Member(_builder.Literal(JsonCharacters.Quote(shape.Members[i].Name)), shape.Members[i].Value, depth);
            Follow(none[i], Break(depth + 1), member);
            if (i > 0) Follow(some[i], Separator(depth + 1), member);
            _builder.Free(member.Out, some[i + 1]);
            if (shape.Members[i].IsRequired) continue;
            _builder.Free(none[i], none[i + 1]);
            if (i > 0) _builder.Free(some[i], some[i + 1]);
        }

        Fragment members = Enclosed("{", new Fragment(none[0], some[count]), "}", depth);
        return shape.Members.Any(member => member.IsRequired) ? members : _builder.Either([_builder.Literal("{}"), members]);
    }

    private Fragment Map(JsonShape.Map map, int depth)
    {
        Fragment member = Member(Build(new JsonShape.Text("#", 0, null, []), depth + 1), map.Value, depth);
        Follow(member.Out, Separator(depth + 1), member);
        return _builder.Either([_builder.Literal("{}"), Enclosed("{", _builder.Sequence(Break(depth + 1), member), "}", depth)]);
    }

    private Fragment Member(Fragment name, JsonShape value, int depth)
    {
        Fragment colon = _layout switch
        {
            JsonLayout.Free => _builder.Sequence(_builder.Literal(":"), _builder.Optional(_builder.Literal(" "))),
            JsonLayout.Compact => _builder.Literal(":"),
            _ => _builder.Literal(": "),
        };
        return _builder.Sequence(name, colon, Build(value, depth + 1));
    }

    private Fragment Enclosed(string open, Fragment content, string close, int depth) =>
        _builder.Sequence(_builder.Literal(open), content, Break(depth), _builder.Literal(close));

    private Fragment Separator(int depth) => _layout switch
    {
        JsonLayout.Free => _builder.Sequence(_builder.Literal(","), _builder.Optional(_builder.Literal(" "))),
        JsonLayout.Compact => _builder.Literal(","),
        JsonLayout.Spaced => _builder.Literal(", "),
        _ => _builder.Sequence(_builder.Literal(","), Break(depth)),
    };

    /// <summary>The end of a line and the indentation of the next, where the layout has lines.</summary>
    private Fragment Break(int depth) => _layout == JsonLayout.Indented ? _builder.Literal("\n" + new string(' ', 2 * depth)) : _builder.Nothing();

    private void Follow(int from, Fragment over, Fragment to)
    {
        _builder.Free(from, over.In);
        _builder.Free(over.Out, to.In);
    }
}
