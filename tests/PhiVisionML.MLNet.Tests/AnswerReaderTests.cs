using PhiVisionML.Catalog.Answers;
using PhiVisionML.MLNet.Scoring;
using Xunit;

namespace PhiVisionML.MLNet.Tests;

public sealed class AnswerReaderTests
{
    private static readonly AnswerReader Reader = new(AnswerTemplate.Parse("T: {Title}, P: {Price:price}"), new Dictionary<string, IReadOnlyList<string>>());

    [Fact]
    public void A_fields_confidence_is_the_product_over_its_tokens_and_the_one_that_ends_it()
    {
        var answer = Read(("T:", 0.9), (" red", 0.5), (" mug", 0.5), (",", 0.8), (" P:", 0.7), (" ", 0.6), ("9", 0.5), (".00", 0.4));

        Assert.Equal("red mug", answer.Fields[0].Text);
        Assert.Equal(0.5 * 0.5 * 0.8, answer.Fields[0].Confidence, 5);
        Assert.Equal(9, answer.Fields[1].Number);
        Assert.Equal(0.5 * 0.4, answer.Fields[1].Confidence, 5);
    }

    [Fact]
    public void A_token_that_holds_the_end_of_a_value_and_more_ends_it()
    {
        var answer = Read(("T:", 0.9), (" re", 0.5), ("d, P", 0.4), (": 9.00", 0.3));

        Assert.Equal(0.5 * 0.4, answer.Fields[0].Confidence, 5);
        Assert.Equal(0.3, answer.Fields[1].Confidence, 5);
    }

    [Fact]
    public void The_bytes_of_a_character_count_for_its_field()
    {
        // Three bytes, of which the text appears with the token after them.
        var answer = Read(("T:", 1), (" ", 1), ("", 0.5), ("", 0.5), ("", 0.5), ("字,", 0.5), (" P: ", 1), ("9.00", 1));

        Assert.Equal("字", answer.Fields[0].Text);
        Assert.Equal(0.0625, answer.Fields[0].Confidence, 5);
    }

    [Fact]
    public void The_stop_token_ends_a_last_field_and_counts_for_it()
    {
        var answer = Read(("T:", 1), (" mug", 0.5), (", P: ", 0.8), ("9.00", 0.5), ("", 0.9));

        Assert.Equal(0.5 * 0.8, answer.Fields[0].Confidence, 5);
        Assert.Equal(0.5 * 0.9, answer.Fields[1].Confidence, 5);
    }

    [Fact]
    public void A_field_that_cannot_be_read_is_empty_and_told()
    {
        var answer = Read(("T: a, P: cheap", 0.5));

        Assert.Equal(("a", "", null), (answer.Fields[0].Text, answer.Fields[1].Text, answer.Fields[1].Number));
        Assert.True(float.IsNaN(answer.Fields[1].Confidence));
        Assert.Equal("Field 'Price' holds 'cheap', which is no number like 12.50.", answer.Error);
    }

    [Fact]
    public void A_failure_keeps_its_own_reason()
        => Assert.Equal("broken", Reader.Read(PictureAnswer.Failed(new FormatException("broken"))).Error);

    private static PictureAnswer Read(params (string Text, double Probability)[] tokens)
        => Reader.Read(new(string.Concat(tokens.Select(token => token.Text)), 0, tokens.Length)
        {
            Tokens = [.. tokens.Select(token => new AnswerToken(token.Text, (float)Math.Log(token.Probability)))],
        });
}
