using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PhiVisionML.Model.Text.Training;

/// <summary>A trained vocabulary, ready to be written in the form of the published tokenizer.</summary>
public sealed class TrainedTokenizer
{
    private static readonly JsonSerializerOptions _json = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly TokenizerPieces _pieces;
    private readonly IReadOnlyList<AddedToken> _addedTokens;

    internal TrainedTokenizer(TokenizerPieces pieces, IReadOnlyList<AddedToken> addedTokens)
    {
        _pieces = pieces;
        _addedTokens = addedTokens;
    }

    /// <summary>How many ids there are, control tokens included: what the model's config calls <c>vocab_size</c>, before padding.</summary>
    public int Size => _addedTokens.Max(token => token.Id) + 1;

    /// <summary>Writes <c>tokenizer.json</c>, <c>tokenizer_config.json</c> and <c>special_tokens_map.json</c>.</summary>
    /// <param name="folder">The model's folder; made if missing, files of these names are replaced.</param>
    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), ToTokenizerJson());
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), Text(TokenizerConfig()));
        File.WriteAllText(Path.Combine(folder, "special_tokens_map.json"), Text(SpecialTokensMap()));
    }

    /// <summary>The content of <c>tokenizer.json</c>.</summary>
    public string ToTokenizerJson()
    {
        var vocabulary = new JsonObject();
        for (int id = 0; id < _pieces.PieceOfId.Count; id++) vocabulary[_pieces.PieceOfId[id]] = id;
        var root = new JsonObject
        {
            ["version"] = "1.0",
            ["truncation"] = null,
            ["padding"] = null,
            ["added_tokens"] = new JsonArray([.. _addedTokens.Select(token => Flags(token, new JsonObject { ["id"] = token.Id }))]),
            ["normalizer"] = JsonNode.Parse(TokenizerForm.Normalizer),
            ["pre_tokenizer"] = null,
            ["post_processor"] = PostProcessor(),
            ["decoder"] = JsonNode.Parse(TokenizerForm.Decoder),
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["dropout"] = null,
                ["unk_token"] = ControlTokens.Unknown,
                ["continuing_subword_prefix"] = null,
                ["end_of_word_suffix"] = null,
                ["fuse_unk"] = true,
                ["byte_fallback"] = true,
                ["ignore_merges"] = false,
                ["vocab"] = vocabulary,
                ["merges"] = new JsonArray([.. _pieces.Merges.Select(merge => JsonValue.Create($"{merge.Left} {merge.Right}"))]),
            },
        };
        return Text(root);
    }

    /// <summary>The tokenizer itself.</summary>
    public PhiTokenizer ToTokenizer()
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(ToTokenizerJson()));
        return PhiTokenizer.FromTokenizerJson(stream);
    }

    private static string Text(JsonObject json) => json.ToJsonString(_json) + "\n";

    private static JsonObject PostProcessor() => new()
    {
        ["type"] = "TemplateProcessing",
        ["single"] = JsonNode.Parse(TokenizerForm.SingleTemplate),
        ["pair"] = JsonNode.Parse(TokenizerForm.PairTemplate),
        ["special_tokens"] = new JsonObject
        {
            [ControlTokens.Begin] = new JsonObject { ["id"] = ControlTokens.Begin, ["ids"] = new JsonArray(1), ["tokens"] = new JsonArray(ControlTokens.Begin) },
        },
    };

    private JsonObject TokenizerConfig()
    {
        var decoder = new JsonObject();
        foreach (AddedToken token in _addedTokens) decoder[token.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)] = Flags(token, []);
        return new JsonObject
        {
            ["add_bos_token"] = true,
            ["add_eos_token"] = false,
            ["added_tokens_decoder"] = decoder,
            ["bos_token"] = ControlTokens.Begin,
            ["chat_template"] = "{% for m in messages %}{{ '<|' + m['role'] + '|>\\n' + m['content'] + '<|end|>\\n' }}{% endfor %}{% if add_generation_prompt and messages[-1]['role'] != 'assistant' %}{{ '<|assistant|>\\n' }}{% endif %}",
            ["clean_up_tokenization_spaces"] = false,
            ["eos_token"] = ControlTokens.EndOfText,
            ["legacy"] = false,
            ["pad_token"] = ControlTokens.EndOfText,
            ["padding_side"] = "right",
            ["tokenizer_class"] = "LlamaTokenizer",
            ["unk_token"] = ControlTokens.Unknown,
        };
    }

    private static JsonObject SpecialTokensMap() => new()
    {
        ["additional_special_tokens"] = new JsonArray(ControlTokens.System, ControlTokens.End, ControlTokens.User),
        ["bos_token"] = ControlTokens.Begin,
        ["eos_token"] = ControlTokens.EndOfText,
        ["pad_token"] = ControlTokens.EndOfText,
        ["unk_token"] = ControlTokens.Unknown,
    };

    private static JsonObject Flags(AddedToken token, JsonObject json)
    {
        json["content"] = token.Content;
        json["single_word"] = false;
        json["lstrip"] = false;
        json["rstrip"] = token.StripsRight;
        json["normalized"] = false;
        json["special"] = token.IsSpecial;
        return json;
    }
}
