using System.Text;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.MLNet.Scoring;
using Xunit;

namespace PhiVisionML.MLNet.Tests.Asking;

public sealed class RunnerUpTests
{
    private static readonly string[] Kinds = ["Shirt", "Shirts", "Shoes", "Skirt", "Hüte", "Höschen"];

    [Fact]
    public void The_value_to_which_the_likeliest_other_token_leads_came_second()
        => AssertRunnerUp("Skirt", 0.2, Read("K: {Kind:choice}.", Step("K: "), Step("Sh", 0.7, ("Sk", 0.2), ("H", 0.05)), Step("oes", 0.9, ("irt", 0.1)), Step(".")));

    [Fact]
    public void What_comes_before_a_step_counts()
        => AssertRunnerUp("Shirt…", 0.7 * 0.4, Read("K: {Kind:choice}.", Step("K: "), Step("Sh", 0.7, ("Sk", 0.2)), Step("oes", 0.6, ("irt", 0.4)), Step(".")));

    [Fact]
    public void Several_tokens_that_lead_to_one_value_count_together()
        => AssertRunnerUp("Skirt", 0.3, Read("K: {Kind:choice}.", Step("K: "), Step("Sh", 0.6, ("Sk", 0.2), ("Skirt", 0.1)), Step("oes"), Step(".")));

    [Fact]
    public void Another_cut_of_the_chosen_value_is_no_other_value()
        => AssertRunnerUp("Skirt", 0.1, Read("K: {Kind:choice}.", Step("K: "), Step("Sh", 0.5, ("S", 0.3), ("Sk", 0.1)), Step("oes", 1), Step(".")));

    [Fact]
    public void A_value_that_begins_as_the_chosen_one_came_second_where_that_ends()
    {
        AssertRunnerUp("Shirts", 0.3, Read("K: {Kind:choice}.", Step("K: "), Step("Shirt", 1, ("Sk", 0.01)), Step(".", 0.7, ("s", 0.3))));
        AssertRunnerUp("Shirts", 0.3, Read("K: {Kind:choice}", Step("K: "), Step("Shirt", 1, ("Sk", 0.01)), Step("", 0.7, ("s", 0.3))));
        AssertRunnerUp("Shirt", 0.3, Read("K: {Kind:choice}", Step("K: "), Step("Shirt"), Step("s", 0.7, (null, 0.3)), Step("")));
        AssertRunnerUp("Shirt", 0.3, Read("K: {Kind:choice}. Yes", Step("K: "), Step("Shirt"), Step("s", 0.7, (". Y", 0.3)), Step("."), Step(" Yes")));
    }

    [Fact]
    public void A_token_may_hold_the_literal_before_the_value_and_that_behind_it()
        => AssertRunnerUp("Skirt", 0.2, Read("K: {Kind:choice}. {More}", Step("K"), Step(": Shoes. x", 0.7, (": Skirt. y", 0.2), (": S", 0.05), (" ", 0.05))));

    [Fact]
    public void Values_that_part_within_a_character_are_told_apart()
        // ü is C3 BC, ö C3 B6.
        => AssertRunnerUp("Höschen", 0.2, Read("K: {Kind:choice}.", Step("K: "), Step("H", 1), Raw("", 0xC3, 1), Raw("", 0xBC, 0.8, (0xB6, 0.2)), Step("üte.", 1) with { Bytes = "te."u8.ToArray() }));

    [Fact]
    public void Without_evidence_or_choices_there_is_no_runner_up()
    {
        Assert.Null(Read("K: {Kind:choice}.", Step("K: "), Step("Shoes"), Step(".")));
        Assert.Null(Read("K: {Kind}.", Step("K: "), Step("Shoes", 0.5, ("Skirt", 0.5)), Step(".")));
        Assert.Null(Read("K: {Kind:choice}.", Step("K: "), Step("Shoes", 0.5, ("Table", 0.5)), Step(".")));
    }

    private static void AssertRunnerUp(string value, double probability, RunnerUp? found)
    {
        Assert.Equal(value, found?.Value);
        Assert.Equal(probability, found!.Probability, 1e-6);
    }

    private static RunnerUp? Read(string template, params AnswerToken[] tokens)
    {
        var reader = new AnswerReader(AnswerTemplate.Parse(template), new Dictionary<string, IReadOnlyList<string>> { ["Kind"] = Kinds });
        return reader.Read(new(string.Concat(tokens.Select(token => token.Text)), 0, tokens.Length) { Tokens = tokens }).Fields[0].RunnerUp;
    }

    private static AnswerToken Step(string text, double probability = 1, params (string? Text, double Probability)[] others) => new(text, (float)Math.Log(probability))
    {
        Bytes = Encoding.UTF8.GetBytes(text),
        Alternatives = others.Length == 0 ? null : [.. others.Select(other => new AnswerAlternative(other.Text is null ? (ReadOnlyMemory<byte>?)null : Encoding.UTF8.GetBytes(other.Text), (float)Math.Log(other.Probability)))],
    };

    private static AnswerToken Raw(string text, byte value, double probability, params (byte Value, double Probability)[] others) => new(text, (float)Math.Log(probability))
    {
        Bytes = new[] { value },
        Alternatives = others.Length == 0 ? null : [.. others.Select(other => new AnswerAlternative(new[] { other.Value }, (float)Math.Log(other.Probability)))],
    };
}
