using System.Text.Json;
using PhiVisionML.Model.Constraints.Patterns;

namespace PhiVisionML.Model.Constraints.Json;

/// <summary>What a schema lets be generated, its keywords read and put together. Only the kinds below exist.</summary>
internal abstract record JsonShape
{
    /// <summary>How deep a value is nested at most where the schema says nothing about it.</summary>
    private const int AnyDepth = 4;

    private JsonShape()
    {
    }

    /// <summary>The literals true and false.</summary>
    public static JsonShape Boolean { get; } = new Literals([Element("true"), Element("false")]);

    /// <summary>The literal null.</summary>
    public static JsonShape Null { get; } = new Literals([Element("null")]);

    /// <summary>Any value, of limited depth. (Made of the two above, so below them.)</summary>
    public static JsonShape Any { get; } = AnyOf(AnyDepth);

    /// <summary>Whether its schema, which names no type, is also fitted by values of all other types. They are not generated.</summary>
    public bool FitsOtherTypes { get; init; }

    /// <summary>No value at all.</summary>
    /// <param name="Place">JSON pointer of the schema that nothing fits.</param>
    public sealed record Nothing(string Place) : JsonShape;

    /// <summary>One of these values; at least one.</summary>
    public sealed record Literals(IReadOnlyList<JsonElement> Values) : JsonShape;

    /// <summary>A string.</summary>
    /// <param name="Place">JSON pointer of the schema.</param>
    /// <param name="MinLength">Fewest characters, code points.</param>
    /// <param name="MaxLength">Most characters; null is without limit.</param>
    /// <param name="Patterns">What it matches as a whole, each of them.</param>
    public sealed record Text(string Place, int MinLength, int? MaxLength, IReadOnlyList<RegexNode> Patterns) : JsonShape;

    /// <summary>A number.</summary>
    public sealed record Number(DecimalRange Range) : JsonShape;

    /// <summary>An array.</summary>
    /// <param name="Place">JSON pointer of the schema.</param>
    /// <param name="First">What its first elements are, one by one.</param>
    /// <param name="Rest">What all further ones are.</param>
    /// <param name="MinItems">Fewest elements.</param>
    /// <param name="MaxItems">Most elements; null is without limit.</param>
    public sealed record Array(string Place, IReadOnlyList<JsonShape> First, JsonShape Rest, int MinItems, int? MaxItems) : JsonShape;

    /// <summary>An object with these members in this order.</summary>
    /// <param name="Place">JSON pointer of the schema.</param>
    /// <param name="Members">The members.</param>
    public sealed record Object(string Place, IReadOnlyList<Member> Members) : JsonShape;

    /// <summary>An object with members of any names.</summary>
    public sealed record Map(JsonShape Value) : JsonShape;

    /// <summary>One of several; at least one.</summary>
    public sealed record Either(IReadOnlyList<JsonShape> Branches) : JsonShape;

    /// <summary>A member of an object.</summary>
    public sealed record Member(string Name, JsonShape Value, bool IsRequired);

    /// <summary>The shape of one of several, those left out that nothing fits.</summary>
    public static JsonShape OneOf(string place, IEnumerable<JsonShape> branches)
    {
        JsonShape[] all = [.. branches], possible = System.Array.FindAll(all, branch => branch is not Nothing);
        return possible.Length switch { 0 => all.FirstOrDefault() ?? new Nothing(place), 1 => possible[0], _ => new Either(possible) };
    }

    private static Either AnyOf(int depth)
    {
        List<JsonShape> branches = [new Text("#", 0, null, []), new Number(DecimalRange.Number), Boolean, Null];
        if (depth > 0) branches.AddRange([new Array("#", [], AnyOf(depth - 1), 0, null), new Map(AnyOf(depth - 1))]);
        return new Either(branches);
    }

    private static JsonElement Element(string json) => JsonElement.Parse(json);
}
