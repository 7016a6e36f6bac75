using System.Text.Json;
using PhiVisionML.AspNetCore.Errors;

namespace PhiVisionML.AspNetCore.Requests;

/// <summary>A value of the request together with its place, so that whatever is wrong with it can be named.</summary>
/// <param name="Json">The value.</param>
/// <param name="Path">Its place, such as <c>messages[0].content</c>; empty for the request as a whole.</param>
internal readonly record struct RequestValue(JsonElement Json, string Path)
{
    public JsonValueKind Kind => Json.ValueKind;

    /// <summary>Whether it is a value without content: false, "", [] or {}.</summary>
    public bool IsEmpty => Kind switch
    {
        JsonValueKind.Null or JsonValueKind.False => true,
        JsonValueKind.String => Json.ValueEquals(""),
        JsonValueKind.Array => Json.GetArrayLength() == 0,
        JsonValueKind.Object => Json.GetPropertyCount() == 0,
        _ => false,
    };

    /// <summary>A member; null where it is absent or null.</summary>
    public RequestValue? Optional(string name)
        => RequireObject().Json.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? new RequestValue(member, Below(name)) : null;

    /// <summary>A member that must be there.</summary>
    public RequestValue Required(string name) => Optional(name) ?? throw ApiException.Invalid(Below(name), $"'{Below(name)}' is missing.");

    /// <summary>All members but those that are null.</summary>
    public IEnumerable<(string Name, RequestValue Value)> Members()
    {
        foreach (var member in RequireObject().Json.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null))
            yield return (member.Name, new RequestValue(member.Value, Below(member.Name)));
    }

    public IEnumerable<RequestValue> Items()
    {
        if (Kind != JsonValueKind.Array)
            throw Wrong("a list");
        int index = 0;
        foreach (var item in Json.EnumerateArray())
            yield return new RequestValue(item, $"{Path}[{index++}]");
    }

    public RequestValue RequireObject() => Kind == JsonValueKind.Object ? this : throw Wrong("an object");

    public string Text() => Kind == JsonValueKind.String ? Json.GetString()! : throw Wrong("a text");

    public bool Flag() => Kind is JsonValueKind.True or JsonValueKind.False ? Json.GetBoolean() : throw Wrong("true or false");

    public int Count() => Kind == JsonValueKind.Number && Json.TryGetInt32(out int value) ? value : throw Wrong($"a whole number up to {int.MaxValue}");

    public long Whole() => Kind == JsonValueKind.Number && Json.TryGetInt64(out long value) ? value : throw Wrong("a whole number of 64 bits");

    public float Number() => Kind == JsonValueKind.Number && Json.TryGetSingle(out float value) && float.IsFinite(value) ? value : throw Wrong("a number");

    /// <summary>One of a few words.</summary>
    public string OneOf(params string[] words)
    {
        string text = Text();
        return words.Contains(text) ? text : throw Wrong(string.Join(" or ", words.Select(word => $"'{word}'")));
    }

    /// <summary>The error of a value that is not what it should be.</summary>
    public ApiException Wrong(string needed) => ApiException.Invalid(Path.Length == 0 ? null : Path, $"{(Path.Length == 0 ? "The request" : $"'{Path}'")} is {Shown()}; it must be {needed}.");

    private string Shown() => Kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String when Json.GetString() is { Length: > 40 } => "a long text",
        JsonValueKind.String => $"'{Json.GetString()}'",
        JsonValueKind.Number when Json.GetRawText().Length > 40 => "a long number",
        _ => Json.GetRawText(),
    };

    private string Below(string name) => Path.Length == 0 ? name : $"{Path}.{name}";
}
