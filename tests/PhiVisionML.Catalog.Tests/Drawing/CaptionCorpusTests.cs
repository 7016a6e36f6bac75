using System.Globalization;
using System.Text.RegularExpressions;
using PhiVisionML.Catalog.Drawing;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Drawing;

public sealed class CaptionCorpusTests
{
    private static readonly string[] Lines = [.. CaptionCorpus.Lines(20_000, seed: 3)];
    private static readonly string Text = string.Join('\n', Lines);

    [Fact]
    public void Is_the_same_for_the_same_seed()
    {
        Assert.Equal(Lines[..500], CaptionCorpus.Lines(500, seed: 3));
        Assert.NotEqual(Lines[..500], CaptionCorpus.Lines(500, seed: 4));
    }

    [Fact]
    public void Holds_no_word_of_the_demo_shop() => Assert.All(LumaShop.OwnWords, word =>
        Assert.DoesNotMatch($@"(?i)\b{word}s?\b", Text));

    [Fact]
    public void Holds_no_category_code_of_the_demo_shop() => Assert.All(Enum.GetValues<ProductKind>(), kind =>
        Assert.DoesNotContain(LumaShop.Category3Code(kind), Text, StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void Holds_no_price_of_the_demo_shop()
    {
        var prices = LumaShop.AllPrices.ToHashSet();
        decimal[] found = [.. Regex.Matches(Text, @"(?<![\d.,])[\d,]+\.\d\d(?!\d)").Select(match => decimal.Parse(match.Value, NumberStyles.Number, CultureInfo.InvariantCulture))];
        Assert.True(found.Length > 2000);
        Assert.DoesNotContain(found, prices.Contains);
    }

    [Fact]
    public void Has_every_letter_digit_and_common_mark()
    {
        const string Wanted = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,:;!?-/&%$€£#@()'\"{}=|";
        Dictionary<char, int> counts = Text.CountBy(letter => letter).ToDictionary();
        Assert.All(Wanted, letter => Assert.True(counts.GetValueOrDefault(letter) >= 5, $"\"{letter}\" is rare."));
    }
}
