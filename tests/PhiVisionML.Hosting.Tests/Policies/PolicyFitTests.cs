using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Metrics;
using PhiVisionML.Enrichment.Policies;
using PhiVisionML.Hosting.Policies;
using Xunit;

namespace PhiVisionML.Hosting.Tests.Policies;

public class PolicyFitTests
{
    private static readonly AnswerField Title = new("title");

    [Theory]
    [InlineData(0, 100, 0.05, 0.029513)]
    [InlineData(3, 50, 0.05, 0.147837)]
    [InlineData(10, 1000, 0.01, 0.020043)]
    [InlineData(5, 5, 0.05, 1)]
    public void The_bound_of_a_rate_is_Clopper_and_Pearsons(int errors, int count, double risk, double expected)
        => Assert.Equal(expected, Binomial.UpperBound(errors, count, risk), 1e-6);

    [Fact]
    public void What_a_fitted_policy_accepts_keeps_the_stated_error_rate_on_products_that_it_has_not_seen()
    {
        const int trials = 60;
        int broken = 0, accepting = 0;
        for (int seed = 0; seed < trials; seed++)
        {
            var random = new Random(seed);
            var fit = PolicyFit.Fit(Title, Draw(random, 600), new PolicyFitOptions { ErrorRate = 0.05 });
            var others = Draw(random, 4000).Where(p => fit.Policy.Judge(fit.Policy.ConfidenceOf(p.Confidence)) == ProposalState.Accepted).ToArray();
            if (others.Length == 0)
                continue;
            accepting++;
            // Its own sampling error aside.
            broken += others.Average(p => p.IsCorrect(Title) ? 0.0 : 1) > 0.05 + 2 * Math.Sqrt(0.05 * 0.95 / others.Length) ? 1 : 0;
        }

        Assert.True(accepting > trials / 2, $"Only {accepting} of {trials} policies accept anything.");
        Assert.True(broken <= trials * 0.05, $"{broken} of {trials} policies break the rate.");
    }

    [Fact]
    public void The_curve_makes_overconfident_probabilities_honest()
    {
        var random = new Random(1);
        var policy = PolicyFit.Fit(Title, Draw(random, 4000), new PolicyFitOptions()).Policy;
        var others = Draw(random, 20_000);

        double before = Error(others, p => p), after = Error(others, p => policy.ConfidenceOf(p)!.Value);

        Assert.True(after < before / 2 && after < 0.03, $"{before:F3} before, {after:F3} after.");
    }

    [Fact]
    public void A_field_that_is_too_often_wrong_is_never_accepted()
    {
        var fit = PolicyFit.Fit(Title, Enumerable.Range(0, 200).Select(i => new FieldPrediction("a", i % 4 == 0 ? "b" : "a", 0.9)), new PolicyFitOptions { ErrorRate = 0.05 });

        Assert.Null(fit.Policy.AcceptAt);
        Assert.Equal((0, null), (fit.AcceptedRows, fit.ErrorBound));
        Assert.Equal(0.75, fit.Accuracy, 1e-9);
    }

    [Fact]
    public void Few_rows_are_not_enough_for_a_small_rate_even_without_an_error()
    {
        IEnumerable<FieldPrediction> rows = Enumerable.Range(0, 60).Select(i => new FieldPrediction("a", "a", 0.9 + i / 1000.0));

        Assert.Null(PolicyFit.Fit(Title, rows, new PolicyFitOptions { ErrorRate = 0.02 }).Policy.AcceptAt);
        Assert.NotNull(PolicyFit.Fit(Title, rows, new PolicyFitOptions { ErrorRate = 0.2 }).Policy.AcceptAt);
    }

    [Fact]
    public void Products_without_truth_say_nothing()
        => Assert.Contains("'title'", Assert.Throws<ArgumentException>(() => PolicyFit.Fit(Title, [new(null, "a", 0.5), new("a", "a")], new PolicyFitOptions())).Message, StringComparison.Ordinal);

    // Right with a probability whose logit is half of what the model says.
    private static FieldPrediction[] Draw(Random random, int count) =>
    [
        .. Enumerable.Range(0, count).Select(_ =>
        {
            double logit = random.NextDouble() * 14 - 2;
            bool right = random.NextDouble() < 1 / (1 + Math.Exp(-logit / 2));
            return new FieldPrediction("a", right ? "a" : "b", 1 / (1 + Math.Exp(-logit)));
        }),
    ];

    private static double Error(FieldPrediction[] rows, Func<double, double> confidence)
        => rows.GroupBy(row => Math.Min(9, (int)(10 * confidence(row.Confidence!.Value)))).Sum(bin => Math.Abs(bin.Sum(row => (row.IsCorrect(Title) ? 1 : 0) - confidence(row.Confidence!.Value)))) / rows.Length;
}
