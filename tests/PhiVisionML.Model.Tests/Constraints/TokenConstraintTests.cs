using System.Numerics;
using System.Text;
using PhiVisionML.Model.Constraints;
using PhiVisionML.Model.Tests.Text;
using PhiVisionML.Model.Text;
using Xunit;
using static PhiVisionML.Model.Constraints.TemplateSegment;

namespace PhiVisionML.Model.Tests.Constraints;

public class TokenConstraintTests
{
    private static readonly PhiTokenizer _small = PhiTokenizer.FromFolder(PublishedFiles.SmallFolder);
    private static readonly TokenVocabulary _smallVocabulary = new(_small, 576);

    [Fact]
    public void Answers_cut_as_in_training_are_accepted() => AssertAcceptsAnswers(_small, Compile(_small, _smallVocabulary, AnswerWorld.Grammar()), 300);

    [Fact]
    public void Answers_cut_as_in_training_are_accepted_with_the_published_vocabulary()
    {
        PhiTokenizer published = PublishedFiles.Tokenizer;
        AssertAcceptsAnswers(published, Compile(published, new TokenVocabulary(published, 32064), AnswerWorld.Grammar()), 300);
    }

    [Fact]
    public void Any_walk_over_the_masks_ends_within_the_budget_as_a_readable_answer() => AssertWalks(_small, Compile(_small, _smallVocabulary, AnswerWorld.Grammar()), 400);

    [Fact]
    public void Any_walk_ends_so_with_the_published_vocabulary_too()
    {
        PhiTokenizer published = PublishedFiles.Tokenizer;
        AssertWalks(published, Compile(published, new TokenVocabulary(published, 32064), AnswerWorld.Grammar()), 40);
    }

    [Fact]
    public void A_mask_holds_exactly_the_tokens_that_may_follow_and_leave_enough_budget()
    {
        TokenConstraint constraint = Compile(_small, _smallVocabulary, AnswerWorld.Grammar());
        var random = new Random(11);
        List<int> taken = [];
        var mask = new ulong[constraint.MaskWords];
        for (int remaining = constraint.MinimumTokens + 25; ; remaining--)
        {
            ITokenConstraintState state = Replay(constraint, taken);
            state.FillMask(mask, remaining);
            for (int token = 0; token < constraint.VocabularySize; token++)
            {
                ITokenConstraintState next = Replay(constraint, taken);
                bool allowed = next.TryAccept(token) && (_small.IsSpecial(token) || next.MinimumTokens <= remaining - 1);
                Assert.Equal(allowed, Holds(mask, token));
            }

            int chosen = RandomToken(mask, random);
            if (_small.IsSpecial(chosen)) break;
            taken.Add(chosen);
        }
    }

    [Fact]
    public void Only_listed_values_come_out_of_a_choice_however_hostile()
    {
        TokenConstraint constraint = Compile(_small, _smallVocabulary, TemplateGrammar.Build([new Choice(AnswerWorld.Categories)]));
        HashSet<string> seen = [];
        for (int seed = 0; seed < 300; seed++) seen.Add(Walk(_small, constraint, 80, new Random(seed)).Text);

        Assert.Equal(AnswerWorld.Categories.Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Control_tokens_never_stand_for_their_markup()
    {
        ITokenConstraintState state = Compile(_small, _smallVocabulary, TemplateGrammar.Build([new Choice(["<|end|>", "</s>"])])).Start();

        Assert.False(state.TryAccept(_small.EndId));
        Assert.False(state.TryAccept(_small.UserId));
        foreach (int token in _small.EncodePlain("<|end|>")) Assert.True(state.TryAccept(token));
        Assert.True(state.MustStop);
    }

    [Fact]
    public void After_a_stop_token_only_stop_tokens_follow()
    {
        TokenConstraint constraint = Compile(_small, _smallVocabulary, TemplateGrammar.Build([new Literal("ok"), new FreeText(20)]));
        ITokenConstraintState state = constraint.Start();
        foreach (int token in _small.EncodePlain("oki")) Assert.True(state.TryAccept(token));
        Assert.True(state.CanStop && !state.MustStop);
        Assert.True(state.TryAccept(_small.EndOfTextId));

        var mask = new ulong[constraint.MaskWords];
        state.FillMask(mask, 1);
        Assert.Equal(_small.DefaultStopTokens.Order(), Enumerable.Range(0, constraint.VocabularySize).Where(token => Holds(mask, token)));
        Assert.True(state.MustStop && state.CanStop);
        Assert.False(state.TryAccept(_small.EncodePlain("i")[0]));
        Assert.Empty(state.ForcedBytes());
    }

    [Fact]
    public void A_refused_token_leaves_the_state_as_it_was()
    {
        ITokenConstraintState state = Compile(_small, _smallVocabulary, TemplateGrammar.Build([new Literal("Product: "), new Number(3)])).Start();
        Assert.False(state.TryAccept(_small.EncodePlain("Category: ")[0]));
        Assert.False(state.TryAccept(-1));
        Assert.False(state.TryAccept(575));
        foreach (int token in _small.EncodePlain("Product: 12")) Assert.True(state.TryAccept(token));
    }

    [Fact]
    public void Forced_bytes_reach_to_the_next_choice()
    {
        ITokenConstraintState state = Compile(_small, _smallVocabulary, TemplateGrammar.Build([new Literal("Kind: "), new Choice(["coat A", "coat B"]), new Literal(".")])).Start();
        Assert.Empty(state.ForcedBytes()); // a leading space or not
        Assert.True(state.TryAccept(_small.EncodePlain("K")[0]));
        Assert.Equal("Kind: coat "u8.ToArray()[(Encoding.UTF8.GetByteCount("Kind: coat ") - state.ForcedBytes().Length)..], state.ForcedBytes());
        foreach (byte value in state.ForcedBytes()) Assert.True(state.TryAccept(3 + value));
        Assert.Empty(state.ForcedBytes());
        Assert.True(state.TryAccept(3 + 'B'));
        Assert.Equal("."u8.ToArray(), state.ForcedBytes());
    }

    [Fact]
    public void The_smallest_budget_counts_tokens_not_bytes()
    {
        TokenConstraint constraint = Compile(_small, _smallVocabulary, TemplateGrammar.Build([new Literal("Product: wool shirt")]));
        Assert.True(constraint.MinimumTokens <= 1 + "Product: wool shirt".Length / 3, $"{constraint.MinimumTokens}");
        Assert.Equal("Product: wool shirt", Walk(_small, constraint, constraint.MinimumTokens, new Random(1)).Text);
    }

    [Fact]
    public void A_budget_that_is_too_small_and_a_short_mask_are_refused()
    {
        TokenConstraint constraint = Compile(_small, _smallVocabulary, AnswerWorld.Grammar());
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => constraint.Start().FillMask(new ulong[constraint.MaskWords], constraint.MinimumTokens - 1));
        Assert.Contains($"up to {constraint.MinimumTokens} more tokens and {constraint.MinimumTokens - 1} may", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => constraint.Start().FillMask(new ulong[constraint.MaskWords - 1], 100));
    }

    [Fact]
    public void Requests_that_share_a_constraint_do_not_disturb_one_another()
    {
        Grammar grammar = AnswerWorld.Grammar();
        TokenConstraint sequential = Compile(_small, _smallVocabulary, grammar);
        string[] alone = [.. Enumerable.Range(0, 24).Select(seed => Walk(_small, sequential, 90, new Random(seed)).Text)];
        TokenConstraint shared = Compile(_small, _smallVocabulary, grammar);
        var together = new string[alone.Length];
        Parallel.For(0, together.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, seed => together[seed] = Walk(_small, shared, 90, new Random(seed)).Text);

        Assert.Equal(alone, together);
    }

    [Fact]
    public void Stop_tokens_must_be_control_tokens_and_the_model_as_large_as_the_tokenizer()
    {
        Grammar grammar = TemplateGrammar.Build([new Literal("a")]);
        Assert.Throws<ArgumentException>(() => new TokenConstraint(grammar, _smallVocabulary, []));
        Assert.Throws<ArgumentException>(() => new TokenConstraint(grammar, _smallVocabulary, [300]));
        Assert.Throws<ArgumentException>(() => new TokenConstraint(grammar, _smallVocabulary, [576]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TokenVocabulary(_small, _small.VocabularySize - 1));
    }

    private static TokenConstraint Compile(PhiTokenizer tokenizer, TokenVocabulary vocabulary, Grammar grammar) => new(grammar, vocabulary, tokenizer.DefaultStopTokens);

    private static void AssertAcceptsAnswers(PhiTokenizer tokenizer, TokenConstraint constraint, int count)
    {
        foreach (string answer in AnswerWorld.Answers(count, seed: 5))
        {
            Assert.True(AnswerWorld.CanRead(answer), answer);
            ITokenConstraintState state = constraint.Start();
            foreach (int token in tokenizer.EncodePlain(answer)) Assert.True(state.TryAccept(token), answer);
            Assert.True(state.CanStop && state.TryAccept(tokenizer.EndId), answer);
        }
    }

    private static void AssertWalks(PhiTokenizer tokenizer, TokenConstraint constraint, int count)
    {
        for (int seed = 0; seed < count; seed++)
        {
            (string text, int used, int budget) = Walk(tokenizer, constraint, constraint.MinimumTokens + (seed % 60), new Random(seed));
            Assert.True(AnswerWorld.CanRead(text), text);
            Assert.True(used <= budget, $"{used} tokens of {budget}: {text}");
        }
    }

    private static (string Text, int Used, int Budget) Walk(PhiTokenizer tokenizer, TokenConstraint constraint, int budget, Random random)
    {
        ITokenConstraintState state = constraint.Start();
        var mask = new ulong[constraint.MaskWords];
        List<int> ids = [];
        while (true)
        {
            state.FillMask(mask, budget - ids.Count);
            int token = RandomToken(mask, random);
            Assert.True(state.TryAccept(token));
            ids.Add(token);
            if (tokenizer.IsSpecial(token)) return (tokenizer.Decode([.. ids[..^1]]), ids.Count, budget);
        }
    }

    private static ITokenConstraintState Replay(TokenConstraint constraint, List<int> tokens)
    {
        ITokenConstraintState state = constraint.Start();
        foreach (int token in tokens) Assert.True(state.TryAccept(token));
        return state;
    }

    private static int RandomToken(ulong[] mask, Random random)
    {
        int count = mask.Sum(BitOperations.PopCount);
        Assert.True(count > 0, "A mask without any token is a dead end.");
        int[] tokens = [.. Enumerable.Range(0, mask.Length * 64).Where(token => Holds(mask, token))];
        return tokens[random.Next(count)];
    }

    private static bool Holds(ulong[] mask, int token) => ((mask[token >> 6] >> (token & 63)) & 1) == 1;
}
