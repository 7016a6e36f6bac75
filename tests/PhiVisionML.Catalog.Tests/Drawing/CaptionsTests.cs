using System.Text.RegularExpressions;
using PhiVisionML.Catalog.Drawing;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Drawing;

public sealed class CaptionsTests
{
    [Fact]
    public void Every_answer_is_true_of_its_product()
    {
        for (int i = 0; i < 400; i++)
        {
            DrawnProduct product = DrawnProduct.Random(3, i);
            foreach (Caption caption in Captions.For(product, new SplitMix64(i)))
                AssertTrue(product, caption);
        }
    }

    [Fact]
    public void A_description_names_kind_colour_pattern_and_material()
    {
        for (int i = 0; i < 300; i++)
        {
            DrawnProduct product = DrawnProduct.Random(4, i);
            string answer = Captions.Describe(product, new SplitMix64(i)).Answer;
            Assert.Contains(ProductWords.Of(product.Kind), answer, StringComparison.OrdinalIgnoreCase);
            Assert.Contains(ProductWords.Of(product.Colour), answer, StringComparison.OrdinalIgnoreCase);
            Assert.Contains(ProductWords.Of(product.Material), answer, StringComparison.OrdinalIgnoreCase);
            if (product.Pattern != ProductPattern.Plain)
                Assert.Matches("(?i)stripe|check|dot", answer);
            if (product.Stars > 0)
                Assert.Contains("star", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Articles_fit_the_word_that_follows()
    {
        for (int i = 0; i < 1000; i++)
            foreach (Caption caption in Captions.For(DrawnProduct.Random(5, i), new SplitMix64(i)))
                Assert.DoesNotMatch(@"(?i)\b(a [aeiou]|an [^aeiou]|a trousers)|  | \.|,,", caption.Prompt + " " + caption.Answer);
    }

    [Fact]
    public void The_same_random_stream_says_the_same()
    {
        DrawnProduct product = DrawnProduct.Random(6, 1);
        Assert.Equal(Captions.For(product, new SplitMix64(9)), Captions.For(product, new SplitMix64(9)));
        Assert.Equal(Captions.One(product, new SplitMix64(9)), Captions.One(product, new SplitMix64(9)));
    }

    [Fact]
    public void A_product_is_described_in_many_ways()
    {
        DrawnProduct product = DrawnProduct.Random(6, 1);
        Assert.True(Enumerable.Range(0, 1000).Select(i => Captions.One(product, new SplitMix64(i))).Distinct().Count() > 300);
    }

    [Fact]
    public void Questions_are_answered_by_yes_and_by_no()
    {
        string[] answers = [.. Enumerable.Range(0, 2000)
            .SelectMany(i => Captions.For(DrawnProduct.Random(7, i), new SplitMix64(i)))
            .Where(caption => Regex.IsMatch(caption.Prompt, "^(Is|Has) it")).Select(caption => caption.Answer)];
        Assert.InRange(answers.Count(answer => answer == "yes") / (double)answers.Length, 0.4, 0.7);
    }

    private static void AssertTrue(DrawnProduct product, Caption caption)
    {
        string context = $"{product}: {caption}";
        bool affirmed = caption.Answer == "yes";
        if (caption.Answer is "yes" or "no")
        {
            Assert.True(affirmed == Holds(product, caption.Prompt), context);
            return;
        }

        string said = caption.Answer.ToLowerInvariant();
        AssertOnly(ref said, Enum.GetValues<ProductBackground>().OrderByDescending(b => ProductWords.Of(b).Length).Select(b => (ProductWords.Of(b), b)), product.Background, context);
        AssertOnly(ref said, Enum.GetValues<ProductKind>().Select(k => (ProductWords.Of(k), k)), product.Kind, context);
        AssertOnly(ref said, Enum.GetValues<ProductColour>().Select(c => (ProductWords.Of(c), c)), product.Colour, context);
        AssertOnly(ref said, Enum.GetValues<ProductMaterial>().Select(m => (ProductWords.Of(m), m)), product.Material, context);
        AssertOnly(ref said, [("plain", ProductPattern.Plain), ("striped", ProductPattern.Striped), ("stripes", ProductPattern.Striped), ("checked", ProductPattern.Checked), ("checks", ProductPattern.Checked), ("dotted", ProductPattern.Dotted), ("dots", ProductPattern.Dotted)], product.Pattern, context);
        AssertOnly(ref said, [("shiny", true)], product.Shiny, context);
        AssertOnly(ref said, [("without stars", 0), ("no", 0), ("none", 0), ("one gold", 1), ("a gold", 1), ("one", 1), ("two", 2), ("three", 3), ("0", 0), ("1", 1), ("2", 2), ("3", 3)], product.Stars, context);
    }

    /// <summary>Every listed word that is said must mean the true value; said words are taken out.</summary>
    private static void AssertOnly<T>(ref string said, IEnumerable<(string Word, T Meaning)> words, T truth, string context)
    {
        foreach ((string word, T meaning) in words)
        {
            string pattern = $@"\b{Regex.Escape(word)}\b";
            if (!Regex.IsMatch(said, pattern))
                continue;
            Assert.True(Equals(meaning, truth), context);
            said = Regex.Replace(said, pattern, "·");
        }
    }

    private static bool Holds(DrawnProduct product, string prompt)
    {
        if (prompt is "Is it shiny?" or "Does it shine?")
            return product.Shiny;
        string[] truths =
        [
            $"Is it {ProductWords.WithArticle("", product.Kind)}?", $"Is it {ProductWords.Of(product.Colour)}?",
            $"Is it {ProductWords.Of(product.Pattern)}?", $"Has it {ProductWords.Stars(product.Stars)}?",
        ];
        return truths.Contains(prompt);
    }
}
