using System.Text.Json;

namespace PhiVisionML.Model.Constraints.Json;

/// <summary>Whether a value that two shapes let be generated may fit both their schemas. Says yes where it cannot tell.</summary>
internal static class ShapeOverlap
{
    public static bool MayShare(JsonShape one, JsonShape other) => (one, other) switch
    {
        (JsonShape.Nothing, _) or (_, JsonShape.Nothing) => false,
        (JsonShape.Either either, _) => either.Branches.Any(branch => MayShare(branch, other)),
        (_, JsonShape.Either) => MayShare(other, one),
        (JsonShape.Literals some, JsonShape.Literals others) => some.Values.Any(value => others.Values.Any(second => JsonElement.DeepEquals(value, second))),
        (JsonShape.Literals some, _) => other.FitsOtherTypes || some.Values.Any(value => value.ValueKind == KindOf(other)),
        (_, JsonShape.Literals) => MayShare(other, one),
        (JsonShape.Object first, JsonShape.Object second) => !AreToldApart(first, second),
        _ => one.FitsOtherTypes || other.FitsOtherTypes || KindOf(one) == KindOf(other),
    };

    /// <summary>By a required member with values of its own; or each by a required one that the other never has.</summary>
    private static bool AreToldApart(JsonShape.Object first, JsonShape.Object second) =>
        first.Members.Any(member => member.IsRequired && second.Members.Any(other => other.IsRequired && other.Name == member.Name && !MayShare(member.Value, other.Value)))
        || (Lacks(first, second) && Lacks(second, first));

    private static bool Lacks(JsonShape.Object written, JsonShape.Object read) =>
        read.Members.Any(member => member.IsRequired && written.Members.All(other => other.Name != member.Name));

    private static JsonValueKind KindOf(JsonShape shape) => shape switch
    {
        JsonShape.Text => JsonValueKind.String,
        JsonShape.Number => JsonValueKind.Number,
        JsonShape.Array => JsonValueKind.Array,
        _ => JsonValueKind.Object,
    };
}
