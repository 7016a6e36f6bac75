using System.Text;
using System.Text.Json;
using PhiVisionML.Model.Text;
using Xunit;

namespace PhiVisionML.Model.Tests.Text;

public class PublishedTokenizerTests
{
    [Fact]
    public void Hand_cases_equal_the_reference()
    {
        PhiTokenizer tokenizer = PublishedFiles.Tokenizer;
        foreach (JsonProperty golden in PublishedFiles.Golden("tokens_hf.json").EnumerateObject())
        {
            string text = golden.Value.GetProperty("text").GetString()!;
            int[] ids = golden.Value.GetProperty("ids").Ids();
            Assert.Equal(ids, tokenizer.Encode(text));
            Assert.Equal(golden.Value.GetProperty("ids_no_bos").Ids(), tokenizer.Encode(text)[1..]);
            Assert.Equal(golden.Value.GetProperty("decoded").GetString(), tokenizer.Decode(ids));
            Assert.Equal(golden.Value.GetProperty("decoded_with_special").GetString(), tokenizer.Decode(ids, skipSpecialTokens: false));
        }
    }

    [Fact]
    public void Ten_thousand_random_strings_equal_the_reference() => AssertEqual(PublishedFiles.SharedGolden("tokens_fuzz.json"));

    /// <summary>Where equal pairs overlap, as in "&gt;&gt;&gt;", the leftmost is joined first.</summary>
    [Fact]
    public void Runs_of_the_same_characters_equal_the_reference() => AssertEqual(PublishedFiles.Golden("tokens_repeated.json"));

    private static void AssertEqual(JsonElement goldens)
    {
        PhiTokenizer tokenizer = PublishedFiles.Tokenizer;
        foreach (JsonElement golden in goldens.EnumerateArray())
        {
            int[] ids = golden.GetProperty("ids").Ids();
            Assert.Equal(ids, tokenizer.Encode(golden.GetProperty("text").GetString()!));
            Assert.Equal(golden.GetProperty("dec").GetString(), tokenizer.Decode(ids));
            Assert.Equal(golden.GetProperty("dec").GetString(), Stream(tokenizer, ids));
        }
    }

    [Fact]
    public void Plain_text_never_becomes_a_control_token_and_comes_back_unchanged()
    {
        PhiTokenizer tokenizer = PublishedFiles.Tokenizer;
        foreach (JsonElement golden in PublishedFiles.SharedGolden("tokens_fuzz.json").EnumerateArray().Take(3000))
        {
            string text = golden.GetProperty("text").GetString()!;
            int[] ids = tokenizer.EncodePlain(text);
            Assert.DoesNotContain(ids, tokenizer.IsSpecial);
            Assert.Equal(text.Replace('▁', ' '), tokenizer.Decode(ids));
        }
    }

    [Theory]
    [InlineData("128k-instruct")]
    [InlineData("3.5-instruct")]
    public void Both_published_folders_load_with_the_published_ids(string folder)
    {
        PhiTokenizer tokenizer = PhiTokenizer.FromFolder(PublishedFiles.Folder(folder));

        Assert.Equal(32045, tokenizer.VocabularySize);
        Assert.Equal((1, 32007, 32000), (tokenizer.BosId, tokenizer.EndId, tokenizer.EndOfTextId));
        Assert.Equal((32010, 32001, 32006, 0), (tokenizer.UserId, tokenizer.AssistantId, tokenizer.SystemId, tokenizer.UnkId));
        Assert.Equal([32007, 32000, 2], tokenizer.DefaultStopTokens);
        Assert.Equal([1, 15043, 29892, 3186, 29991], tokenizer.Encode("Hello, world!"));
    }

    [Fact]
    public void Ids_without_a_token_are_special_and_give_no_text()
    {
        PhiTokenizer tokenizer = PublishedFiles.Tokenizer;

        Assert.True(tokenizer.IsSpecial(32045) && tokenizer.IsSpecial(32063) && tokenizer.IsSpecial(2));
        Assert.Null(tokenizer.TokenBytes(32063));
        Assert.Equal(" Hello"u8.ToArray(), tokenizer.TokenBytes(15043)!.Value.ToArray());
        Assert.Equal([0x0A], tokenizer.TokenBytes(13)!.Value.ToArray());
        Assert.Equal("Hello", tokenizer.Decode([1, 15043, 32063]));
    }

    private static string Stream(PhiTokenizer tokenizer, int[] ids)
    {
        StreamingDecoder decoder = tokenizer.CreateStreamingDecoder();
        var text = new StringBuilder();
        foreach (int id in ids) text.Append(decoder.Append(id));
        return text.Append(decoder.Finish()).ToString();
    }
}
