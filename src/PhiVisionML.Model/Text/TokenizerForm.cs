using System.Text.Json;

namespace PhiVisionML.Model.Text;

/// <summary>The one form of <c>tokenizer.json</c> that is supported: Llama 2's BPE with byte fallback, as Phi-3-Vision publishes it.</summary>
internal static class TokenizerForm
{
    public const string Normalizer = """
        {"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"▁"},{"type":"Replace","pattern":{"String":" "},"content":"▁"}]}
        """;

    public const string Decoder = """
        {"type":"Sequence","decoders":[{"type":"Replace","pattern":{"String":"▁"},"content":" "},{"type":"ByteFallback"},{"type":"Fuse"},{"type":"Strip","content":" ","start":1,"stop":0}]}
        """;

    public const string SingleTemplate = """
        [{"SpecialToken":{"id":"<s>","type_id":0}},{"Sequence":{"id":"A","type_id":0}}]
        """;

    public const string PairTemplate = """
        [{"SpecialToken":{"id":"<s>","type_id":0}},{"Sequence":{"id":"A","type_id":0}},{"SpecialToken":{"id":"<s>","type_id":1}},{"Sequence":{"id":"B","type_id":1}}]
        """;

    /// <summary>Refuses by name whatever would tokenise otherwise.</summary>
    /// <exception cref="InvalidDataException">The file is of another form.</exception>
    public static void Check(JsonElement root)
    {
        foreach (string key in (string[])["truncation", "padding", "pre_tokenizer"]) CheckIs(root, key, key, "null");
        CheckIs(root, "normalizer", "normalizer", Normalizer);
        CheckIs(root, "decoder", "decoder", Decoder);

        JsonElement model = root.GetProperty("model");
        CheckIs(model, "type", "model.type", "\"BPE\"");
        CheckIs(model, "byte_fallback", "model.byte_fallback", "true");
        CheckIs(model, "unk_token", "model.unk_token", "\"<unk>\"");
        foreach (string key in (string[])["dropout", "continuing_subword_prefix", "end_of_word_suffix"]) CheckIs(model, key, "model." + key, "null");
        if (model.TryGetProperty("ignore_merges", out _)) CheckIs(model, "ignore_merges", "model.ignore_merges", "false");

        JsonElement postProcessor = root.GetProperty("post_processor");
        CheckIs(postProcessor, "type", "post_processor.type", "\"TemplateProcessing\"");
        CheckIs(postProcessor, "single", "post_processor.single", SingleTemplate);
    }

    private static void CheckIs(JsonElement parent, string key, string name, string expected)
    {
        using JsonDocument wanted = JsonDocument.Parse(expected);
        bool present = parent.TryGetProperty(key, out JsonElement value);
        bool absentMeansNull = !present && wanted.RootElement.ValueKind == JsonValueKind.Null;
        if (absentMeansNull || (present && JsonElement.DeepEquals(value, wanted.RootElement))) return;
        throw new InvalidDataException($"The tokenizer's '{name}' is {(present ? Short(value.GetRawText()) : "missing")}; only {expected.Trim()} is supported.");
    }

    private static string Short(string json) => json.Length <= 200 ? json : json[..200] + "…";
}
