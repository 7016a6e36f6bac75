using System.Text;
using System.Text.Json;

namespace PhiVisionML.Catalog.Sources.Rows;

/// <summary>
/// One JSON object a line, blank lines passed over. The columns are all names that occur in the file, which is read once more for them:
/// a name that only a late row has is a column, too.
/// </summary>
internal sealed class JsonLinesRowSource(string path) : IRowSource
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16 };

    public IReadOnlyList<string> ReadColumns() => NamedCells.Columns(path, "JSON object", ReadRows());

    public IEnumerable<SourceRow> ReadRows()
    {
        using var reader = TextFile.Open(path);
        var number = 0;
        for (var line = 1; Next(reader, line) is { } text; line++)
            if (!string.IsNullOrWhiteSpace(text))
                yield return Row(++number, line, text);
    }

    private string? Next(StreamReader reader, int line)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (DecoderFallbackException error)
        {
            throw TextFile.NotText(path, line - 1, error);
        }
    }

    private static SourceRow Row(int number, int line, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Row(number, line, document.RootElement)
                : new SourceRow { Number = number, Fault = $"Line {line} holds {Kind(document.RootElement)}; write one object a line." };
        }
        catch (JsonException error)
        {
            return new SourceRow { Number = number, Fault = $"Line {line} is not JSON at its byte {error.BytePositionInLine}; write one object a line." };
        }
        catch (InvalidOperationException)
        {
            return new SourceRow { Number = number, Fault = $"Line {line} has half of a surrogate pair (\\ud800 to \\udfff) in a text; write both halves." };
        }
    }

    private static SourceRow Row(int number, int line, JsonElement source)
    {
        var cells = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var lists = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase);
        string? fault = null;
        foreach (var property in source.EnumerateObject())
        {
            var name = property.Name.Trim();
            if (name.Length == 0) fault ??= $"Line {line} has a value without a name.";
            else if (!cells.TryAdd(name, Content(property.Value))) fault ??= $"Line {line} has the name '{name}' twice; names differ in more than letter case.";
            else if (property.Value.ValueKind == JsonValueKind.Object) fault ??= $"'{name}' holds an object; write text, a number, true, false or null.";
            else if (property.Value.ValueKind == JsonValueKind.Array) fault ??= AddList(lists, name, property.Value);
        }
        return new SourceRow { Number = number, Cells = new RowCells(cells), Lists = lists, Fault = fault };
    }

    private static string? AddList(Dictionary<string, string[]> lists, string name, JsonElement array)
    {
        if (array.EnumerateArray().FirstOrDefault(item => item.ValueKind != JsonValueKind.String) is { ValueKind: not JsonValueKind.Undefined } other)
            return $"The array '{name}' holds {Kind(other)}; arrays are for the names of picture files.";
        lists[name] = [.. array.EnumerateArray().Select(item => item.GetString()!).Where(item => !string.IsNullOrWhiteSpace(item))];
        return null;
    }

    private static string? Content(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => SourceRow.Content(value.GetString()),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Array => SourceRow.Content(string.Join(", ", value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()))),
        _ => null,
    };

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
