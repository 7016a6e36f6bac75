using System.Globalization;
using System.Text.Json;

namespace PhiVisionML.Model.Text;

/// <summary>Finds the tokenizer among the files of a model folder.</summary>
internal static class TokenizerFolder
{
    private const string JsonName = "tokenizer.json";
    private const string ModelName = "tokenizer.model";
    private const string ConfigName = "tokenizer_config.json";

    public static PhiTokenizer Load(string folder)
    {
        string json = Path.Combine(folder, JsonName);
        if (File.Exists(json)) return PhiTokenizer.FromTokenizerJson(json);

        (string model, string config) = (Path.Combine(folder, ModelName), Path.Combine(folder, ConfigName));
        if (!File.Exists(model) || !File.Exists(config))
            throw new FileNotFoundException($"There is no tokenizer in '{folder}': looked for {JsonName}, and for {ModelName} ({Found(model)}) with {ConfigName} ({Found(config)}).");
        using FileStream stream = File.OpenRead(model);
        return PhiTokenizer.FromSentencePiece(stream, ReadAddedTokens(config));
    }

    private static string Found(string path) => File.Exists(path) ? "found" : "not found";

    private static List<AddedToken> ReadAddedTokens(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        if (!document.RootElement.TryGetProperty("added_tokens_decoder", out JsonElement tokens))
            throw new InvalidDataException($"'{path}' has no 'added_tokens_decoder': the ids of the control tokens are not known.");
        return [.. tokens.EnumerateObject().Select(token => TokenizerJson.ReadAddedToken(int.Parse(token.Name, CultureInfo.InvariantCulture), token.Value))];
    }
}
