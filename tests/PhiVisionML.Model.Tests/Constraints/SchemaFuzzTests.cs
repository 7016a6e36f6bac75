using System.Numerics;
using System.Text.Json;
using PhiVisionML.Model.Constraints;
using PhiVisionML.Model.Tests.Text;
using PhiVisionML.Model.Text;
using Xunit;

namespace PhiVisionML.Model.Tests.Constraints;

public class SchemaFuzzTests
{
    [Fact]
    public void Any_walk_under_a_random_schema_ends_within_the_budget_as_JSON_that_is_valid()
    {
        PhiTokenizer small = PhiTokenizer.FromFolder(PublishedFiles.SmallFolder);
        Fuzz(small, new TokenVocabulary(small, 576), schemas: 150, walks: 1);
    }

    [Fact(Explicit = true)]
    [Trait("Takes", "minutes")]
    public void Two_thousand_random_schemas_give_valid_JSON_with_the_published_vocabulary()
    {
        PhiTokenizer published = PublishedFiles.Tokenizer;
        Fuzz(published, new TokenVocabulary(published, 32064), schemas: 2000, walks: 2);
    }

    private static void Fuzz(PhiTokenizer tokenizer, TokenVocabulary vocabulary, int schemas, int walks)
    {
        for (int seed = 0; seed < schemas; seed++)
        {
            var random = new Random(seed);
            JsonElement schema = new RandomSchemas(random).Next();
            var constraint = new TokenConstraint(JsonSchemaGrammar.Of(schema, new() { Layout = (JsonLayout)random.Next(4) }), vocabulary, tokenizer.DefaultStopTokens);
            for (int walk = 0; walk < walks; walk++)
            {
                string text = Walk(tokenizer, constraint, constraint.MinimumTokens + random.Next(60), random);
                Assert.True(SchemaValidator.IsValid(schema, JsonElement.Parse(text)), $"Seed {seed}: {text} is not valid against {schema}.");
            }
        }
    }

    /// <summary>Takes any allowed token until a stop token comes.</summary>
    private static string Walk(PhiTokenizer tokenizer, TokenConstraint constraint, int budget, Random random)
    {
        ITokenConstraintState state = constraint.Start();
        var mask = new ulong[constraint.MaskWords];
        List<int> ids = [];
        while (true)
        {
            Assert.True(ids.Count < budget, $"The answer has {ids.Count} tokens and the budget is {budget}.");
            state.FillMask(mask, budget - ids.Count);
            int token = Pick(mask, random.Next(Math.Max(1, mask.Sum(BitOperations.PopCount))));
            Assert.True(token >= 0, "A mask without any token is a dead end.");
            Assert.True(state.TryAccept(token));
            if (tokenizer.IsSpecial(token)) return tokenizer.Decode([.. ids]);
            ids.Add(token);
        }
    }

    private static int Pick(ulong[] mask, int index)
    {
        for (int word = 0; word < mask.Length; word++)
        {
            int count = BitOperations.PopCount(mask[word]);
            if (index >= count)
            {
                index -= count;
                continue;
            }

            ulong rest = mask[word];
            while (index-- > 0) rest &= rest - 1;
            return (word * 64) + BitOperations.TrailingZeroCount(rest);
        }

        return -1;
    }
}
