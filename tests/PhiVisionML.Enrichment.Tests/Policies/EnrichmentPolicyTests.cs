using PhiVisionML.Catalog.Answers;
using PhiVisionML.Enrichment.Answers;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Policies;
using Xunit;

namespace PhiVisionML.Enrichment.Tests.Policies;

public class EnrichmentPolicyTests
{
    private static readonly AnswerTemplate Template = AnswerTemplate.Parse("Product: {title}, Price: {price:price}");

    [Theory]
    [InlineData(0.95, ProposalState.Accepted)]
    [InlineData(0.9, ProposalState.Accepted)]
    [InlineData(0.5, ProposalState.Pending)]
    [InlineData(0.2, ProposalState.Pending)]
    [InlineData(0.1, ProposalState.Rejected)]
    [InlineData(null, ProposalState.Pending)]
    public void Confidence_decides_between_accepted_pending_and_rejected(double? probability, ProposalState expected)
        => Assert.Equal(expected, Single(new FieldPolicy { AcceptAt = 0.9, RejectBelow = 0.2 }, current: null, "Mug", probability).State);

    [Fact]
    public void Without_a_threshold_nothing_is_accepted()
        => Assert.Equal(ProposalState.Pending, Single(new FieldPolicy(), current: null, "Mug", 1).State);

    [Fact]
    public void What_is_only_suggested_is_never_accepted_but_may_be_rejected()
    {
        var policy = new FieldPolicy { Mode = FieldMode.Suggest, AcceptAt = 0.5, RejectBelow = 0.2 };

        Assert.Equal(ProposalState.Pending, Single(policy, "Cup", "Mug", 1).State);
        Assert.Equal(ProposalState.Rejected, Single(policy, "Cup", "Mug", 0.1).State);
    }

    [Fact]
    public void Only_empty_fields_get_a_proposal_unless_the_mode_says_otherwise()
    {
        Assert.Empty(Decide(new FieldPolicy(), "Cup", "Mug", 1));
        Assert.Single(Decide(new FieldPolicy(), "  ", "Mug", 1));
        Assert.Single(Decide(new FieldPolicy { Mode = FieldMode.Overwrite }, "Cup", "Mug", 1));
    }

    [Fact]
    public void A_value_that_the_catalog_has_already_is_no_proposal_however_it_is_written()
    {
        var policy = new EnrichmentPolicy { Default = new FieldPolicy { Mode = FieldMode.Overwrite } };
        var product = Product(new() { ["title"] = " Mug ", ["price"] = "$1,299" });

        Assert.Empty(policy.Decide(Template, product, Answer(new("title", "Mug", 1), new("price", "1299.00", 1))));
        Assert.Equal("price", Assert.Single(policy.Decide(Template, product, Answer(new("title", "Mug", 1), new("price", "1299.50", 1)))).Field);
    }

    [Fact]
    public void The_curve_comes_before_the_threshold()
    {
        var proposal = Single(new FieldPolicy { AcceptAt = 0.9, Curve = new ConfidenceCurve(-0.5, 0) }, current: null, "Mug", 0.95);

        Assert.Equal(1 / (1 + Math.Sqrt(0.05 / 0.95)), proposal.Confidence!.Value, 1e-12);
        Assert.Equal(ProposalState.Pending, proposal.State);
    }

    [Fact]
    public void A_product_that_lacks_nothing_wants_nothing()
    {
        var full = new Dictionary<string, string?> { ["title"] = "Mug", ["price"] = "3" };

        Assert.False(new EnrichmentPolicy().Wants(Template, full));
        Assert.True(new EnrichmentPolicy().Wants(Template, new Dictionary<string, string?> { ["title"] = "Mug" }));
        Assert.True(new EnrichmentPolicy { Fields = new Dictionary<string, FieldPolicy> { ["price"] = new() { Mode = FieldMode.Suggest } } }.Wants(Template, full));
    }

    private static FieldProposal Single(FieldPolicy policy, string? current, string proposed, double? probability) => Assert.Single(Decide(policy, current, proposed, probability));

    private static IReadOnlyList<FieldProposal> Decide(FieldPolicy policy, string? current, string proposed, double? probability)
        => new EnrichmentPolicy { Fields = new Dictionary<string, FieldPolicy> { ["title"] = policy } }.Decide(Template, Product(new() { ["title"] = current }), Answer(new AnsweredField("title", proposed, probability)));

    private static EnrichmentProduct Product(Dictionary<string, string?> fields) => new() { Sku = "A1", Fields = fields, Pictures = [] };

    private static ProductAnswer Answer(params AnsweredField[] fields) => new() { Text = "", Fields = fields, Model = "m", PromptVersion = "p", PictureHash = "" };
}
