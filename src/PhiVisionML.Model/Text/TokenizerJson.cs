using System.Text.Json;

namespace PhiVisionML.Model.Text;

/// <summary>What a <c>tokenizer.json</c> of the published form says.</summary>
internal sealed record TokenizerJson(TokenizerPieces Pieces, IReadOnlyList<AddedToken> AddedTokens)
{
    /// <summary>Reads and checks a file. What differs from the published form is refused by name, since it would tokenise otherwise.</summary>
    /// <exception cref="InvalidDataException">The file is not JSON or not of this form.</exception>
    public static TokenizerJson Read(Stream stream)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(stream);
            JsonElement root = document.RootElement;
            TokenizerForm.Check(root);
            JsonElement model = root.GetProperty("model");
            return new TokenizerJson(
                new TokenizerPieces(ReadPieces(model.GetProperty("vocab")), [.. model.GetProperty("merges").EnumerateArray().Select(ReadMerge)]),
                [.. root.GetProperty("added_tokens").EnumerateArray().Select(token => ReadAddedToken(token.GetProperty("id").GetInt32(), token))]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"This is not a tokenizer.json: {e.Message}", e);
        }
    }

    /// <summary>Reads the flags of one added token; <c>tokenizer_config.json</c> has the same under the id.</summary>
    public static AddedToken ReadAddedToken(int id, JsonElement token)
    {
        string content = token.GetProperty("content").GetString() ?? "";
        if (content.Length == 0 || id < 0) throw new InvalidDataException($"The added token with id {id} has the content '{content}'; an id from 0 and a text are needed.");
        foreach (string flag in (string[])["single_word", "lstrip", "normalized"])
        {
            if (token.TryGetProperty(flag, out JsonElement set) && set.GetBoolean())
                throw new InvalidDataException($"The added token '{content}' sets '{flag}', which is not supported.");
        }

        return new AddedToken(id, content, token.GetProperty("rstrip").GetBoolean(), token.GetProperty("special").GetBoolean());
    }

    private static string[] ReadPieces(JsonElement vocabulary)
    {
        var entries = vocabulary.EnumerateObject().Select(entry => (Piece: entry.Name, Id: entry.Value.GetInt32())).ToList();
        var pieces = new string[entries.Count];
        foreach ((string piece, int id) in entries)
        {
            if ((uint)id >= (uint)pieces.Length || pieces[id] is not null)
                throw new InvalidDataException($"The piece '{piece}' has id {id}; the ids of {pieces.Length} pieces must be 0 to {pieces.Length - 1}, each once.");
            pieces[id] = piece;
        }

        return pieces;
    }

    /// <summary>A merge is written as <c>"left right"</c>, in newer files as <c>["left", "right"]</c>.</summary>
    private static (string Left, string Right) ReadMerge(JsonElement merge)
    {
        string[] parts = merge.ValueKind == JsonValueKind.Array
            ? [.. merge.EnumerateArray().Select(part => part.GetString() ?? "")]
            : (merge.GetString() ?? "").Split(' ');
        return parts is [{ Length: > 0 } left, { Length: > 0 } right] ? (left, right) : throw new InvalidDataException($"The merge {merge.GetRawText()} does not have two parts.");
    }
}
