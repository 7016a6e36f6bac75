using PhiVisionML.Catalog.Answers;
using PhiVisionML.MLNet.FineTuning;
using PhiVisionML.MLNet.Scoring;
using Xunit;

namespace PhiVisionML.MLNet.Tests.FineTuning;

public sealed class AnswerStatisticsTests
{
    private static readonly AnswerSettings Settings = new()
    {
        Template = "{Title}, {Category:choice}, {Weight:number} kg, {Price:price}",
        IsConstrained = true,
        FieldColumnSuffix = "_p",
        Choices = new Dictionary<string, IReadOnlyList<string>>(),
        Limits = new(),
    };

    [Fact]
    public void Choices_are_the_values_seen()
        => Assert.Equal(["K1", "K2"], AnswerStatistics.Complete(Settings, [["a", "K2", "1", "1.00"], ["b", "K1", "1", "1.00"], ["c", "K2", "1", "1.00"]]).Choices["Category"]);

    [Fact]
    public void Small_values_leave_the_limits_alone()
        => Assert.Equal(new AnswerLimits(), AnswerStatistics.Complete(Settings, [["a", "K2", "-1.5", "1.00"]]).Limits);

    [Fact]
    public void Every_value_seen_fits_the_limits()
    {
        var limits = AnswerStatistics.Complete(Settings, [[new string('é', 200), "K", "0.1234567", "12345678901.00"], ["b", "K", "1", "-1.00"]]).Limits;

        Assert.Equal(new AnswerLimits(TextBytes: 400, IntegerDigits: 11, Decimals: 7, HasNegativePrices: true), limits);
    }
}
