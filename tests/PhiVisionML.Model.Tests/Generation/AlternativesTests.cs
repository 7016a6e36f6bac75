using PhiVisionML.Model.Constraints;
using PhiVisionML.Model.Generation;
using PhiVisionML.Model.Weights;
using PhiVisionML.Tests;
using Xunit;

namespace PhiVisionML.Model.Tests.Generation;

public sealed class AlternativesTests : IDisposable
{
    private static readonly int[] Prompt = [1, 99, 12, 400, 401, 77, 5, 310, 8];

    private readonly GoldenNetwork _golden = new("tiny");

    public void Dispose() => _golden.Dispose();

    [Fact]
    public void Nobody_who_does_not_ask_gets_alternatives()
        => Assert.All(Generate(new() { MaxNewTokens = 6, StopTokens = [] }).Tokens, token => Assert.Empty(token.Alternatives));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 1.3)]
    [InlineData(0.8, 1)]
    public void Alternatives_are_the_likeliest_other_tokens_and_change_no_answer(double temperature, double penalty)
    {
        var options = new GenerationOptions { MaxNewTokens = 12, StopTokens = [], Temperature = temperature, RepetitionPenalty = penalty, Seed = 7 };
        var all = Generate(options with { Alternatives = GenerationOptions.MostAlternatives }).Tokens;

        Assert.Equal(Generate(options).Result.TokenIds, all.Select(token => token.Id));
        Assert.All(all, token =>
        {
            Assert.Equal(GenerationOptions.MostAlternatives, token.Alternatives.Count);
            Assert.DoesNotContain(token.Id, token.Alternatives.Select(other => other.Id));
            Assert.Equal(token.Alternatives.Count, token.Alternatives.DistinctBy(other => other.Id).Count());
            Assert.Equal(token.Alternatives.OrderByDescending(other => other.LogProbability), token.Alternatives);
            Assert.True(token.Alternatives.Sum(other => Math.Exp(other.LogProbability)) <= 1 - Math.Exp(token.LogProbability) + 1e-5);
        });
        if (temperature == 0 && penalty == 1)
            Assert.All(all, token => Assert.True(token.Alternatives[0].LogProbability <= token.LogProbability));
    }

    [Fact]
    public void Only_what_a_constraint_allows_is_an_alternative_and_what_is_forced_has_none()
    {
        using var network = new Phi3Vision(_golden.Network.Config with { VocabSize = 640 }, new RandomWeights(seed: 3, spread: 0.3));
        var vocabulary = new TokenVocabulary(TestGenerator.Tokenizer, 640);
        var grammar = TemplateGrammar.Build([new TemplateSegment.Literal("The kind is "), new TemplateSegment.Choice(["a", "b"])]);
        var constraint = new TokenConstraint(grammar, vocabulary, TestGenerator.Tokenizer.DefaultStopTokens);

        var (result, tokens) = Generate(new() { MaxNewTokens = 40, Alternatives = 20 }, constraint, network);

        Assert.Contains(result.Text, new[] { "The kind is a", "The kind is b" });
        string other = result.Text[^1] == 'a' ? "b" : "a";
        var chosen = tokens.Single(token => token.Alternatives.Any(alternative => BytesOf(alternative) == other));
        Assert.Equal(1, Math.Exp(chosen.LogProbability) + chosen.Alternatives.Sum(alternative => Math.Exp(alternative.LogProbability)), 4);
        Assert.Contains(tokens, token => token is { LogProbability: 0, Alternatives.Count: 0 });

        static string BytesOf(TokenAlternative alternative) => System.Text.Encoding.UTF8.GetString(TestGenerator.Tokenizer.TokenBytes(alternative.Id)!.Value.Span);
    }

    [Fact]
    public void More_alternatives_than_there_may_be_are_refused()
        => Assert.Contains("Alternatives is 21; it must be from 0 to 20", Assert.Throws<ArgumentOutOfRangeException>(() => Generate(new() { Alternatives = 21 })).Message, StringComparison.Ordinal);

    private (GenerationResult Result, List<GeneratedToken> Tokens) Generate(GenerationOptions options, ITokenConstraint? constraint = null, Phi3Vision? network = null)
    {
        var tokens = new List<GeneratedToken>();
        var result = TestGenerator.For(network ?? _golden.Network).Generate(new GenerationRequest(Prompt, []) { Options = options, Constraint = constraint }, onToken: tokens.Add);
        return (result, tokens);
    }
}
