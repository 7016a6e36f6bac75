using System.Text.Json;
using PhiVisionML.Model.Text;
using Xunit;

namespace PhiVisionML.Model.Tests.Text;

public class SmallTokenizerTests
{
    private static readonly PhiTokenizer _tokenizer = PhiTokenizer.FromFolder(PublishedFiles.SmallFolder);

    [Fact]
    public void Ids_and_text_equal_the_Rust_library()
    {
        foreach (JsonElement golden in PublishedFiles.Golden("small/cases.json").EnumerateArray())
        {
            Assert.Equal(golden.GetProperty("ids").Ids(), _tokenizer.Encode(golden.GetProperty("text").GetString()!));
            Assert.Equal(golden.GetProperty("decoded").GetString(), _tokenizer.Decode(golden.GetProperty("ids").Ids()));
        }
    }

    [Fact]
    public void Any_text_comes_back_from_its_plain_ids()
    {
        foreach (string text in SmallCorpus.RandomStrings(2000, seed: 3).Append("اردو میں ایک بیگ").Append("👨‍👩‍👧 e\u0301 \0 \u001f"))
        {
            int[] ids = _tokenizer.EncodePlain(text);
            Assert.DoesNotContain(ids, _tokenizer.IsSpecial);
            Assert.Equal(text.Replace('▁', ' '), _tokenizer.Decode(ids));
        }
    }

    [Fact]
    public void Streaming_gives_the_same_text_and_never_half_a_character()
    {
        foreach (string text in SmallCorpus.RandomStrings(500, seed: 4))
        {
            int[] ids = _tokenizer.Encode(text);
            StreamingDecoder decoder = _tokenizer.CreateStreamingDecoder();
            List<string> pieces = [.. ids.Select(decoder.Append), decoder.Finish()];
            Assert.Equal(_tokenizer.Decode(ids), string.Concat(pieces));
            Assert.DoesNotContain(pieces, piece => piece.Length > 0 && (char.IsLowSurrogate(piece[0]) || char.IsHighSurrogate(piece[^1]) || piece.Contains('\uFFFD')));
        }
    }

    [Fact]
    public void Bytes_that_are_no_text_become_one_replacement_character_each()
    {
        int[] bytes = [3 + 0xE5, 3 + 0x8C];
        StreamingDecoder decoder = _tokenizer.CreateStreamingDecoder();

        Assert.Equal("\uFFFD\uFFFD", _tokenizer.Decode(bytes));
        Assert.Equal("", decoder.Append(bytes[0]) + decoder.Append(bytes[1]));
        Assert.Equal("\uFFFD\uFFFD", decoder.Finish());
    }

    [Fact]
    public void A_finished_decoder_starts_anew()
    {
        int[] ids = _tokenizer.EncodePlain("red wool");
        StreamingDecoder decoder = _tokenizer.CreateStreamingDecoder();
        string first = string.Concat(ids.Select(decoder.Append)) + decoder.Finish();

        Assert.Equal(first, string.Concat(ids.Select(decoder.Append)) + decoder.Finish());
    }

    [Fact]
    public void Half_a_surrogate_pair_counts_as_the_replacement_character() =>
        Assert.Equal(_tokenizer.EncodePlain("a\uFFFDb"), _tokenizer.EncodePlain("a\uD83Db"));

    [Fact]
    public void The_place_of_a_picture_cannot_be_decoded() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _tokenizer.Decode([1, -1]));

    [Fact]
    public void Many_threads_get_the_same_ids()
    {
        string[] texts = [.. SmallCorpus.RandomStrings(500, seed: 12)];
        int[][] alone = [.. texts.Select(_tokenizer.Encode)];
        PhiTokenizer fresh = PhiTokenizer.FromFolder(PublishedFiles.SmallFolder);
        var together = new int[texts.Length][];
        Parallel.For(0, texts.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => together[i] = fresh.Encode(texts[i]));

        Assert.Equal(alone, together);
    }

    [Fact]
    public void A_very_long_text_is_cut_like_its_words()
    {
        int[] word = _tokenizer.EncodePlain("red wool shirt");
        int[] ids = _tokenizer.EncodePlain(string.Join(' ', Enumerable.Repeat("red wool shirt", 20_000)));

        Assert.Equal(20_000 * word.Length, ids.Length);
        Assert.Equal(word, ids[^word.Length..]);
    }
}
