using Xunit;

namespace PhiVisionML.MLNet.Tests.FineTuning;

public sealed class FineTuneTests(TunedShop tuned) : IClassFixture<TunedShop>
{
    [Fact]
    public void A_tuned_model_fills_in_title_category_and_price()
    {
        var context = ColourShop.CreateContext();
        var scored = ColourShop.Read(context, tuned.Transformer.Transform(tuned.Shop.Table(context)));

        Assert.Equal(16, scored.Count);
        Assert.All(scored.Zip(tuned.Shop.Rows), pair =>
        {
            var (row, truth) = pair;
            TestContext.Current.TestOutputHelper?.WriteLine($"{row.Id} {row.GeneratedText} {row.Title_confidence} {row.Category_confidence} {row.Price_confidence} {row.Score} {row.TokenCount}");
            Assert.Equal((truth.Title, truth.Category, truth.Price), (row.Title_predicted, row.Category_predicted, row.Price_predicted));
            Assert.InRange(row.Title_confidence, 0.5, 1);
            Assert.InRange(row.Category_confidence, 0.5, 1);
            Assert.InRange(row.Price_confidence, 0.5, 1);
            Assert.InRange(row.Score, -0.5, 0);
        });
    }

    [Fact]
    public void The_grounding_check_finds_that_the_pictures_are_used()
    {
        var report = tuned.Transformer.Grounding;

        Assert.NotNull(report);
        Assert.True(report.UsesItsPictures, report.Verdict);
        Assert.Equal(["Title", "Category", "Price"], report.Accuracies.Keys);
    }
}
