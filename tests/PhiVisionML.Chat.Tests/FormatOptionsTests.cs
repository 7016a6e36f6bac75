using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using PhiVisionML.Chat.Tests.Fakes;
using PhiVisionML.Model.Constraints;
using Xunit;

namespace PhiVisionML.Chat.Tests;

/// <summary>Grammars, regular expressions and lists of choices, which are options beside ResponseFormat.</summary>
public sealed class FormatOptionsTests : IDisposable
{
    private static readonly Grammar Line = TemplateGrammar.Build([new TemplateSegment.Literal("Price: "), new TemplateSegment.Number(3)]);

    private readonly PhiVisionChatClient _client = new(Tiny.Model);

    public void Dispose() => _client.Dispose();

    public static TheoryData<string, Func<ChatOptions, ChatOptions>> Formats => new()
    {
        { @"^Price: (0|[1-9]\d{0,2})$", options => options.WithGrammar(Line) },
        { @"^[A-Z]{2}-\d{4}$", options => options.WithRegex(@"[A-Z]{2}-\d{4}") },
        { "^(mug|bag of Zoë)$", options => options.WithChoices("mug", "bag of Zoë") },
        { "^(mug|bag)$", options => options.WithChoices(new List<string> { "mug", "bag" }) },
        { @"^\d{3}$", options => With(options, "regex", JsonSerializer.SerializeToElement(@"\d{3}")) },
        { @"^\d{3}$", options => With(options, "regex", JsonValue.Create(@"\d{3}")) },
        { "^(mug|bag)$", options => With(options, "choice", JsonElement.Parse("""["mug","bag"]""")) },
        { "^(mug|bag)$", options => With(options, "choice", new JsonArray("mug", "bag")) },
        { "^(mug|bag)$", options => With(options, "choice", new object[] { "mug", JsonElement.Parse("\"bag\"") }) },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task An_answer_has_the_form_that_is_asked_for(string pattern, Func<ChatOptions, ChatOptions> with)
    {
        for (int seed = 0; seed < 4; seed++)
        {
            var response = await _client.GetResponseAsync([Tiny.Ask("What is it?", "product")], with(new() { MaxOutputTokens = 24, Temperature = 30, Seed = seed }));
            Assert.Matches(pattern, response.Text);
            Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        }
    }

    [Fact]
    public async Task A_value_of_null_asks_for_nothing()
    {
        string free = await Text(new());
        Assert.Equal(free, await Text(With(new(), "regex", null)));
        Assert.Equal(free, await Text(With(new(), "choice", JsonElement.Parse("null"))));
    }

    public static TheoryData<string, string, Func<ChatOptions, ChatOptions>> TwoFormats => new()
    {
        { "ResponseFormat", "\"grammar\"", options => With(options, ChatResponseFormat.Json).WithGrammar(Line) },
        { "ResponseFormat", "\"regex\"", options => With(options, ChatResponseFormat.Json).WithRegex("a") },
        { "\"grammar\"", "\"choice\"", options => options.WithGrammar(Line).WithChoices("a") },
        { "\"regex\"", "\"choice\"", options => options.WithRegex("a").WithChoices("a") },
        { "StopSequences", "\"regex\"", options => With(options, stop: "b").WithRegex("a") },
        { "StopSequences", "\"choice\"", options => With(options, stop: "b").WithChoices("a") },
        { "StopSequences", "\"grammar\"", options => With(options, stop: "b").WithGrammar(Line) },
    };

    [Theory]
    [MemberData(nameof(TwoFormats))]
    public async Task Two_that_cannot_both_hold_are_refused_and_both_named(string one, string other, Func<ChatOptions, ChatOptions> with)
    {
        var refusal = await Assert.ThrowsAsync<NotSupportedException>(() => Text(with(new())));
        Assert.Matches($"""{one}.* beside .*{other}""", refusal.Message);
    }

    public static TheoryData<string, string, object> Wrong => new()
    {
        { "\"grammar\"] is 'root ::= a'; it must be a PhiVisionML.Model.Constraints.Grammar", "grammar", "root ::= a" },
        { "\"regex\"] is 7; it must be a text", "regex", JsonElement.Parse("7") },
        { "\"choice\"] is 'mug'; it must be a list of texts", "choice", "mug" },
        { "\"choice\"] is []; it must be a list of texts", "choice", JsonElement.Parse("[]") },
        { "\"choice\"] is [\"a\",1]; it must be a list of texts", "choice", JsonElement.Parse("""["a",1]""") },
        { "\"choice\"] is [\"\"]; it must be a list of texts", "choice", JsonElement.Parse("""[""]""") },
        { "The regular expression '(?=a)' cannot be enforced. position 0", "regex", "(?=a)" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_value_that_is_none_is_refused_by_name(string named, string name, object value)
    {
        var refusal = await Assert.ThrowsAnyAsync<ArgumentException>(() => Text(With(new(), name, value)));
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_format_that_does_not_fit_into_the_most_tokens_is_refused_with_both_numbers()
    {
        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => Text(new ChatOptions { MaxOutputTokens = 3 }.WithRegex(@"\d{40}")));
        Assert.Matches(@"up to \d\d tokens at least; there is room for 3", refusal.Message);
    }

    [Fact]
    public void A_list_of_no_choices_is_refused_at_once()
        => Assert.Contains("2 choices, 1 of them empty", Assert.Throws<ArgumentException>(() => new ChatOptions().WithChoices("a", "")).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_list_of_choices_that_would_keep_the_client_busy_is_refused_with_both_numbers()
    {
        string[] choices = [.. Enumerable.Range(100_000, 40_000).Select(i => $"{i}")];
        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => Text(new ChatOptions().WithChoices(choices)));
        Assert.Contains("40000 choices have 280000 bytes", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("at most 250000", refusal.Message, StringComparison.Ordinal);
        Assert.NotEmpty(await Text(new ChatOptions().WithChoices(choices[..30_000])));
    }

    private static ChatOptions With(ChatOptions options, string name, object? value)
    {
        options.AdditionalProperties = new() { [name] = value };
        return options;
    }

    private static ChatOptions With(ChatOptions options, ChatResponseFormat format)
    {
        options.ResponseFormat = format;
        return options;
    }

    private static ChatOptions With(ChatOptions options, string stop)
    {
        options.StopSequences = [stop];
        return options;
    }

    private async Task<string> Text(ChatOptions options)
    {
        options.MaxOutputTokens ??= 24;
        return (await _client.GetResponseAsync([Tiny.Ask("What is it?", "product")], options)).Text;
    }
}
