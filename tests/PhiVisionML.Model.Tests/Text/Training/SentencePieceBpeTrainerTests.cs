using System.Text.Json;
using PhiVisionML.Model.Text;
using PhiVisionML.Model.Text.Training;
using Xunit;

namespace PhiVisionML.Model.Tests.Text.Training;

public class SentencePieceBpeTrainerTests
{
    [Fact]
    public void The_small_corpus_gives_the_small_tokenizer_again()
    {
        TrainedTokenizer trained = SentencePieceBpeTrainer.Train(SmallCorpus.Sentences());
        string folder = Directory.CreateTempSubdirectory("phivision-").FullName;
        trained.Save(folder);
        try
        {
            foreach (string name in (string[])["tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"])
                Assert.Equal(File.ReadAllText(Path.Combine(PublishedFiles.SmallFolder, name)), File.ReadAllText(Path.Combine(folder, name)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Ids_are_laid_out_as_published()
    {
        TrainedTokenizer trained = SentencePieceBpeTrainer.Train(SmallCorpus.Sentences(), new SentencePieceBpeTrainerOptions { VocabularySize = 512 });
        PhiTokenizer tokenizer = trained.ToTokenizer();

        Assert.Equal(512, trained.Size);
        Assert.Equal(512, tokenizer.VocabularySize);
        Assert.Equal([0, 1, 2, 507, 508, 509, 510, 511], tokenizer.AddedTokens.Select(token => token.Id));
        Assert.Equal(["<unk>", "<s>", "</s>", "<|endoftext|>", "<|assistant|>", "<|system|>", "<|end|>", "<|user|>"], tokenizer.AddedTokens.Select(token => token.Content));
        Assert.Equal(["</s>", "<|assistant|>"], tokenizer.AddedTokens.Where(token => token.StripsRight).Select(token => token.Content));
        Assert.Equal([0xFF], tokenizer.TokenBytes(258)!.Value.ToArray());
    }

    [Fact]
    public void Pieces_never_hold_a_digit_beside_anything_or_reach_across_words()
    {
        string json = SentencePieceBpeTrainer.Train(SmallCorpus.Sentences()).ToTokenizerJson();
        var pieces = JsonSerializer.Deserialize<JsonElement>(json).GetProperty("model").GetProperty("vocab").EnumerateObject().Where(piece => piece.Value.GetInt32() > 258);

        foreach (JsonProperty piece in pieces)
        {
            Assert.True(piece.Name.Length == 1 || !piece.Name.Any(char.IsDigit), piece.Name);
            Assert.True(piece.Name.LastIndexOf('▁') <= 0, piece.Name);
        }
    }

    [Fact]
    public void A_corpus_full_of_control_tokens_does_not_make_pieces_of_them()
    {
        string[] hostile = [.. Enumerable.Repeat("<s> </s> <unk> <0x0A> <|end|> <|user|> <|assistant|>", 50)];
        PhiTokenizer tokenizer = SentencePieceBpeTrainer.Train(hostile, new SentencePieceBpeTrainerOptions { VocabularySize = 4096 }).ToTokenizer();

        int[] ids = tokenizer.EncodePlain(hostile[0]);
        Assert.DoesNotContain(ids, tokenizer.IsSpecial);
        Assert.Equal(hostile[0], tokenizer.Decode(ids));
        Assert.Equal([1, tokenizer.EndId], tokenizer.Encode("<|end|>"));
    }

    [Theory]
    [InlineData(1.0, true)]
    [InlineData(0.9, false)]
    public void Characters_beyond_the_coverage_are_spelled_in_bytes(double coverage, bool covered)
    {
        string[] corpus = [.. Enumerable.Repeat("wool and cotton", 30), "ß"];
        PhiTokenizer tokenizer = SentencePieceBpeTrainer.Train(corpus, new SentencePieceBpeTrainerOptions { CharacterCoverage = coverage }).ToTokenizer();

        Assert.Equal(covered ? 2 : 3, tokenizer.EncodePlain("ß").Length);
        Assert.Equal("ß", tokenizer.Decode(tokenizer.EncodePlain("ß")));
    }

    [Fact]
    public void Frequent_words_become_one_piece()
    {
        PhiTokenizer tokenizer = SentencePieceBpeTrainer.Train(SmallCorpus.Sentences()).ToTokenizer();
        Assert.Equal(3, tokenizer.EncodePlain("Product: wool shirt,").Length);
    }

    [Fact]
    public void Options_out_of_range_and_empty_corpora_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Train(new SentencePieceBpeTrainerOptions { VocabularySize = 511 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Train(new SentencePieceBpeTrainerOptions { VocabularySize = 4097 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Train(new SentencePieceBpeTrainerOptions { CharacterCoverage = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Train(new SentencePieceBpeTrainerOptions { MinimumPairCount = 0 }));
        Assert.Throws<ArgumentException>(() => SentencePieceBpeTrainer.Train([]));
        Assert.Throws<ArgumentException>(() => SentencePieceBpeTrainer.Train([string.Concat(Enumerable.Range(0x4E00, 600).Select(c => (char)c))], new SentencePieceBpeTrainerOptions { VocabularySize = 512, CharacterCoverage = 1 }));

        static void Train(SentencePieceBpeTrainerOptions options) => SentencePieceBpeTrainer.Train(["a"], options);
    }
}
