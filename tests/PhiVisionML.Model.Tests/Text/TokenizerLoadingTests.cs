using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;
using PhiVisionML.Model.Text;
using Xunit;

namespace PhiVisionML.Model.Tests.Text;

public class TokenizerLoadingTests
{
    [Theory]
    [InlineData("normalizer", null, "null", "'normalizer'")]
    [InlineData("pre_tokenizer", null, "{\"type\":\"Metaspace\"}", "'pre_tokenizer'")]
    [InlineData("truncation", null, "{\"max_length\":512}", "'truncation'")]
    [InlineData("decoder", null, "{\"type\":\"ByteLevel\"}", "'decoder'")]
    [InlineData("post_processor", "type", "\"RobertaProcessing\"", "'post_processor.type'")]
    [InlineData("post_processor", "single", "[]", "'post_processor.single'")]
    [InlineData("model", "type", "\"Unigram\"", "'model.type'")]
    [InlineData("model", "byte_fallback", "false", "'model.byte_fallback'")]
    [InlineData("model", "dropout", "0.1", "'model.dropout'")]
    [InlineData("model", "ignore_merges", "true", "'model.ignore_merges'")]
    public void A_form_that_would_tokenise_otherwise_is_refused_by_name(string key, string? inner, string value, string name)
    {
        var exception = Assert.Throws<InvalidDataException>(() => Load(root =>
        {
            if (inner is null) root[key] = JsonNode.Parse(value);
            else root[key]![inner] = JsonNode.Parse(value);
        }));
        Assert.Contains(name, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_control_tokens_are_all_named()
    {
        var exception = Assert.Throws<InvalidDataException>(() => Load(root =>
        {
            JsonArray tokens = root["added_tokens"]!.AsArray();
            foreach (JsonNode? token in tokens.Where(t => (string)t!["content"]! is "<|end|>" or "<|user|>").ToList()) tokens.Remove(token);
        }));
        Assert.Contains("<|end|>, <|user|>", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flag_that_is_not_supported_is_refused() =>
        Assert.Contains("'lstrip'", Assert.Throws<InvalidDataException>(() => Load(root => root["added_tokens"]![5]!["lstrip"] = true)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_merge_of_unknown_pieces_is_refused() =>
        Assert.Contains("'qq'", Assert.Throws<InvalidDataException>(() => Load(root => root["model"]!["merges"]!.AsArray().Add("qq xx"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Merges_written_as_pairs_mean_the_same()
    {
        PhiTokenizer pairs = Load(root =>
        {
            JsonNode model = root["model"]!;
            model["merges"] = new JsonArray([.. model["merges"]!.AsArray().Select(merge => new JsonArray([.. ((string)merge!).Split(' ').Select(part => JsonValue.Create(part))]))]);
        });
        AssertSame(PhiTokenizer.FromFolder(PublishedFiles.SmallFolder), pairs);
    }

    [Fact]
    public void What_is_not_a_tokenizer_is_refused()
    {
        Assert.Throws<InvalidDataException>(() => PhiTokenizer.FromTokenizerJson(new MemoryStream("[1,2]"u8.ToArray())));
        Assert.Throws<InvalidDataException>(() => PhiTokenizer.FromTokenizerJson(new MemoryStream("{"u8.ToArray())));
        Assert.Throws<InvalidDataException>(() => PhiTokenizer.FromSentencePiece(new MemoryStream("no protobuf"u8.ToArray()), []));
        Assert.Throws<InvalidDataException>(() => PhiTokenizer.FromSentencePiece(new MemoryStream(), []));
    }

    [Fact]
    public void A_folder_without_a_tokenizer_says_what_was_looked_for()
    {
        string folder = Directory.CreateTempSubdirectory("phivision-").FullName;
        var exception = Assert.Throws<FileNotFoundException>(() => PhiTokenizer.FromFolder(folder));
        Directory.Delete(folder);
        Assert.Contains("tokenizer.json", exception.Message, StringComparison.Ordinal);
        Assert.Contains("tokenizer.model (not found)", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_with_tokenizer_model_and_config_means_the_same_as_tokenizer_json()
    {
        string folder = Directory.CreateTempSubdirectory("phivision-").FullName;
        try
        {
            File.WriteAllBytes(Path.Combine(folder, "tokenizer.model"), AsSentencePiece(Path.Combine(PublishedFiles.SmallFolder, "tokenizer.json"), byteFallback: true));
            File.Copy(Path.Combine(PublishedFiles.SmallFolder, "tokenizer_config.json"), Path.Combine(folder, "tokenizer_config.json"));
            AssertSame(PhiTokenizer.FromFolder(PublishedFiles.SmallFolder), PhiTokenizer.FromFolder(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void The_published_vocabulary_as_a_SentencePiece_model_means_the_same()
    {
        PhiTokenizer published = PublishedFiles.Tokenizer;
        byte[] model = AsSentencePiece(Path.Combine(PublishedFiles.Folder("128k-instruct"), "tokenizer.json"), byteFallback: true);
        AssertSame(published, PhiTokenizer.FromSentencePiece(new MemoryStream(model), published.AddedTokens));
    }

    [Fact]
    public void A_SentencePiece_model_without_byte_fallback_is_refused()
    {
        byte[] model = AsSentencePiece(Path.Combine(PublishedFiles.SmallFolder, "tokenizer.json"), byteFallback: false);
        Assert.Contains("byte_fallback False", Assert.Throws<InvalidDataException>(() => PhiTokenizer.FromSentencePiece(new MemoryStream(model), [])).Message, StringComparison.Ordinal);
    }

    private static PhiTokenizer Load(Action<JsonNode> change)
    {
        JsonNode root = JsonNode.Parse(File.ReadAllText(Path.Combine(PublishedFiles.SmallFolder, "tokenizer.json")))!;
        change(root);
        return PhiTokenizer.FromTokenizerJson(new MemoryStream(Encoding.UTF8.GetBytes(root.ToJsonString())));
    }

    private static void AssertSame(PhiTokenizer expected, PhiTokenizer actual)
    {
        Assert.Equal(expected.VocabularySize, actual.VocabularySize);
        foreach (string text in SmallCorpus.RandomStrings(1000, seed: 8)) Assert.Equal(expected.Encode(text), actual.Encode(text));
    }

    /// <summary>Writes a vocabulary as SentencePiece would have: a piece's score is minus the place of the first merge that makes it.</summary>
    private static byte[] AsSentencePiece(string path, bool byteFallback)
    {
        JsonNode model = JsonNode.Parse(File.ReadAllText(path))!["model"]!;
        var scores = new Dictionary<string, float>();
        foreach (JsonNode? merge in model["merges"]!.AsArray()) scores.TryAdd(((string)merge!).Replace(" ", "", StringComparison.Ordinal), -scores.Count);
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            foreach ((string piece, int id) in model["vocab"]!.AsObject().Select(entry => (entry.Key, (int)entry.Value!)).OrderBy(entry => entry.Item2))
                Message(output, 1, body =>
                {
                    body.WriteRawTag(0x0A);
                    body.WriteString(piece);
                    body.WriteRawTag(0x15);
                    body.WriteFloat(scores.GetValueOrDefault(piece, -1e9f));
                    body.WriteRawTag(0x18);
                    body.WriteEnum(id == 0 ? 2 : id < 3 ? 3 : id < 259 ? 6 : 1);
                });
            Message(output, 2, body => { Integer(body, 3, 2); Integer(body, 35, byteFallback ? 1 : 0); });
            Message(output, 3, body => { Integer(body, 3, 1); Integer(body, 4, 0); Integer(body, 5, 1); });
        }

        return bytes.ToArray();
    }

    private static void Integer(CodedOutputStream output, int field, int value)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt32(value);
    }

    private static void Message(CodedOutputStream output, int field, Action<CodedOutputStream> write)
    {
        using var body = new MemoryStream();
        using (var inner = new CodedOutputStream(body, leaveOpen: true)) write(inner);
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(body.ToArray()));
    }
}
