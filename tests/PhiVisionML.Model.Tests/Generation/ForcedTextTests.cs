using PhiVisionML.Model.Constraints;
using PhiVisionML.Model.Generation;
using PhiVisionML.Model.Generation.Reuse;
using PhiVisionML.Model.Weights;
using PhiVisionML.Tests;
using Xunit;

namespace PhiVisionML.Model.Tests.Generation;

/// <summary>Text that must follow goes to the network in one step.</summary>
public sealed class ForcedTextTests : IDisposable
{
    private const string Record = """\{"title": "[a-z]{1,9}", "category": "(shoe|coat)s and such — für alle", "price": [0-9]{1,3}\}""";
    private static readonly int[] Prompt = [1, 17, 230, 45];

    private readonly Phi3Vision _network = Network("tiny");

    public void Dispose() => _network.Dispose();

    [Fact]
    public void Fewer_steps_give_an_answer_of_the_same_form_and_forced_tokens_are_certain()
    {
        var (fed, steps) = Answer(Request(Record));
        var (walked, stepsOneByOne) = Answer(Request(Record, feed: false));
        Assert.Matches($"^{Record}$", fed.Text);
        Assert.Matches($"^{Record}$", walked.Text);
        Assert.Equal(walked.TokenIds.Count + 1, stepsOneByOne);   // the stop token has a step too
        Assert.InRange(steps, 5, stepsOneByOne / 2);
        Assert.True(fed.LogProbabilities.Count(p => p == 0) >= fed.TokenIds.Count - steps);
        Assert.Equal(StopReason.StopToken, fed.StopReason);
    }

    [Fact]
    public void Rows_of_different_paces_get_what_they_get_alone()
    {
        GenerationRequest[] requests = [Request(Record), TestGenerator.Greedy([1, 99, 12, 400, 401, 77], [], 60), Request("(yes|no), and no more of it"), Request(Record) with { InputIds = [1, 5, 6] }];
        var together = TestGenerator.For(_network).Generate(requests);
        for (int i = 0; i < requests.Length; i++)
        {
            var alone = Answer(requests[i]).Result;
            Assert.Equal(alone.Text, together[i].Text);
            Assert.Equal(alone.TokenIds, together[i].TokenIds);
            Assert.All(alone.LogProbabilities.Zip(together[i].LogProbabilities), p => Assert.Equal(p.First, p.Second, 1e-4f));
        }
    }

    [Fact]
    public void The_tokens_after_a_forced_step_are_those_of_a_fresh_prompt()
    {
        var (answer, _) = Answer(Request(Record));
        int at = Enumerable.Range(1, answer.TokenIds.Count - 1).Last(i => answer.LogProbabilities[i] < 0 && answer.LogProbabilities[i - 1] == 0);
        var allowed = Constraint(Record).Start();
        foreach (int token in answer.TokenIds.Take(at))
            Assert.True(allowed.TryAccept(token));
        var fresh = TestGenerator.For(_network).Generate(new GenerationRequest([.. Prompt, .. answer.TokenIds.Take(at)], []) { Constraint = new Resumed(Constraint(Record), answer.TokenIds.Take(at)), Options = new GenerationOptions { MaxNewTokens = 300 } });
        Assert.Equal(answer.TokenIds.Skip(at), fresh.TokenIds);
        Assert.Equal(answer.LogProbabilities[at], fresh.LogProbabilities[0], 1e-4f);
    }

    [Fact]
    public void The_smallest_budget_is_enough()
    {
        var request = Request(Record);
        int budget = request.Constraint!.MinimumTokens;
        for (int extra = 0; extra < 12; extra++)
        {
            var answer = Answer(request with { Options = new GenerationOptions { MaxNewTokens = budget + extra } }).Result;
            Assert.Equal(StopReason.StopToken, answer.StopReason);
            Assert.Matches($"^{Record}$", answer.Text);
        }
    }

    [Fact]
    public void A_stop_string_within_forced_text_ends_the_answer_there()
    {
        var request = Request(Record) with { Options = new GenerationOptions { MaxNewTokens = 300, StopStrings = ["gory"] } };
        var answer = Answer(request).Result;
        Assert.Equal(StopReason.StopString, answer.StopReason);
        Assert.EndsWith("\"cate", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_forced_steps_left_serves_the_next_turns()
    {
        using var reuse = new PromptCache(_network, 1 << 30, 1 << 30);
        GenerationRequest cut = Request(Record) with { Options = new GenerationOptions { MaxNewTokens = 300, StopStrings = ["gory"] } };   // ends with forced tokens that were never fed
        GenerationRequest[] requests = [cut, Request(Record), TestGenerator.Greedy([1, 99, 12, 400, 401, 77], [], 60), Request("(yes|no), and no more of it")];
        var first = Answers(requests, reuse);
        GenerationRequest[] next = [.. requests.Zip(first, (request, answer) => TestGenerator.Greedy([.. request.InputIds, .. answer.TokenIds, 5, 6, 7], [], 20))];
        var answers = Answers(next, reuse);
        Assert.Contains(answers, answer => answer.CachedPromptTokens > 32);
        for (int i = 0; i < requests.Length; i++)
        {
            Assert.Equal(Answer(requests[i]).Result.TokenIds, first[i].TokenIds);
            var alone = TestGenerator.For(_network).Generate(next[i]);
            Assert.Equal(alone.TokenIds, answers[i].TokenIds);
            Assert.All(alone.LogProbabilities.Zip(answers[i].LogProbabilities), p => Assert.Equal(p.First, p.Second, 1e-4f));
        }
    }

    [Fact]
    public void A_forced_step_may_cross_the_original_length()
    {
        using var network = Network("tiny-long");
        int original = network.Config.OriginalMaxPositionEmbeddings;
        var generator = TestGenerator.For(network);
        var vocabulary = new TokenVocabulary(TestGenerator.Tokenizer, network.Config.VocabSize);
        var constraint = new TokenConstraint(RegexGrammar.Of("(ab|cd) and then the rest of it, which is long, and (no|yes)[a-z]{4}"), vocabulary, TestGenerator.Tokenizer.DefaultStopTokens);
        var request = new GenerationRequest([.. Enumerable.Range(0, original - 6).Select(i => 1 + i * 7 % 300)], []) { Constraint = constraint, Options = new GenerationOptions { MaxNewTokens = 200 } };
        var answer = generator.Generate(request);
        int choice = answer.LogProbabilities.ToList().FindLastIndex(p => p < 0);
        Assert.True(request.InputIds.Count + choice > original, "The last choice is made beyond the border.");
        var fresh = generator.Generate(request with { InputIds = [.. request.InputIds, .. answer.TokenIds.Take(choice)], Constraint = new Resumed(constraint, answer.TokenIds.Take(choice)) });
        Assert.Equal(answer.LogProbabilities[choice], fresh.LogProbabilities[0], 1e-4f);
    }

    // The recorded networks know fewer tokens than the tokenizer.
    private static Phi3Vision Network(string name)
    {
        using var golden = new GoldenNetwork(name);
        return new Phi3Vision(golden.Network.Config with { VocabSize = 640 }, new RandomWeights(seed: 3, spread: 0.3));
    }

    private TokenConstraint Constraint(string pattern)
        => new(RegexGrammar.Of(pattern), new TokenVocabulary(TestGenerator.Tokenizer, _network.Config.VocabSize), TestGenerator.Tokenizer.DefaultStopTokens);

    private GenerationRequest Request(string pattern, bool feed = true)
        => new(Prompt, []) { Constraint = Constraint(pattern), Options = new GenerationOptions { MaxNewTokens = 300, FeedForcedText = feed } };

    private GenerationResult[] Answers(GenerationRequest[] requests, PromptCache reuse)
    {
        var listener = new StepCounter();
        TestGenerator.For(_network).Generate(requests, listener, reuse: reuse);
        return [.. Enumerable.Range(0, requests.Length).Select(row => listener.Results[row])];
    }

    private (GenerationResult Result, int Steps) Answer(GenerationRequest request)
    {
        var listener = new StepCounter();
        TestGenerator.For(_network).Generate([request], listener);
        return (listener.Results[0], listener.Steps);
    }

    /// <summary>A constraint some tokens on.</summary>
    private sealed class Resumed(TokenConstraint constraint, IEnumerable<int> tokens) : ITokenConstraint
    {
        public int VocabularySize => constraint.VocabularySize;

        public int MaskWords => constraint.MaskWords;

        public int MinimumTokens => Start().MinimumTokens;

        public ITokenConstraintState Start()
        {
            var state = constraint.Start();
            foreach (int token in tokens)
                Assert.True(state.TryAccept(token));
            return state;
        }
    }
}
