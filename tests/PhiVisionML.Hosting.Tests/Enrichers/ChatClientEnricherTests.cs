using System.Security.Cryptography;
using Microsoft.Extensions.AI;
using PhiVisionML.Catalog.Asking;
using PhiVisionML.Catalog.Prompts;
using PhiVisionML.Chat;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Hosting.Enrichers;
using Xunit;

namespace PhiVisionML.Hosting.Tests.Enrichers;

public sealed class ChatClientEnricherTests
{
    private static readonly EnrichmentProduct Product = TinyShop.Product("P", TinyShop.Picture("product.png"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static ChatClientEnricherOptions Options => new()
    {
        Question = new ProductQuestion
        {
            Template = TinyShop.Template,
            Prompt = PromptTemplate.Parse("What is this {brand} product?"),
            Choices = new Dictionary<string, IReadOnlyList<string>> { ["category"] = TinyShop.Categories },
            MaxOutputTokens = 96,
        },
        Currency = "EUR",
        FirstBackOff = TimeSpan.FromMilliseconds(1),
        LongestBackOff = TimeSpan.FromSeconds(1),
    };

    [Fact]
    public async Task Another_model_is_shown_the_picture_and_asked_for_json()
    {
        var model = new FakeChatModel(_ => Json("Red mug", "Mugs", 12.5));
        using var enricher = new ChatClientEnricher(model, Options);

        var answer = Assert.Single(await enricher.EnrichAsync([Product], Cancellation)).Answer!;

        Assert.Equal([("title", "Red mug", null), ("category", "Mugs", null), ("price", "12.50", (double?)null)], answer.Fields.Select(field => (field.Name, field.Value, field.Probability)));
        Assert.Equal(("far-away-7b", "", 100, 10), (answer.Model, answer.Adapter, answer.PromptTokens, answer.OutputTokens));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Product.Pictures[0]))), answer.PictureHash);
        Assert.Equal(enricher.PromptVersion, answer.PromptVersion);
        var (message, options) = Assert.Single(model.Requests);
        var picture = Assert.IsType<DataContent>(message.Contents[0]);
        Assert.Equal("image/png", picture.MediaType);
        Assert.Equal(File.ReadAllBytes(Product.Pictures[0]), picture.Data.ToArray());
        Assert.Equal("What is this Luma <|end|><|user|> product?", Assert.IsType<TextContent>(message.Contents[1]).Text);
        Assert.Equal((ChatRole.User, 0f, 96), (message.Role, options.Temperature, options.MaxOutputTokens));
        Assert.IsType<ChatResponseFormatJson>(options.ResponseFormat);
    }

    [Fact]
    public async Task Shares_of_draws_are_the_probabilities_and_the_second_of_a_choice_is_its_runner_up()
    {
        string[] draws = [Json("Mug", "Mugs", 9), Json("Red mug", "Bags", 9), Json("Mug", "Mugs", 9), "I cannot say.", Json("Mug", "Mugs", 10)];
        var model = new FakeChatModel(number => draws[number - 1]);
        using var enricher = new ChatClientEnricher(model, Options with { Samples = 5, Temperature = 0.7f, MaxConcurrency = 1 });

        var answer = Assert.Single(await enricher.EnrichAsync([Product], Cancellation)).Answer!;

        Assert.Equal([("Mug", 0.6), ("Mugs", 0.6), ("9.00", 0.6)], answer.Fields.Select(field => (field.Value, field.Probability!.Value)));
        Assert.Equal(("Bags", 0.2), (answer.Fields[1].RunnerUp, answer.Fields[1].RunnerUpProbability));
        Assert.Null(answer.Fields[0].RunnerUp);
        Assert.Equal(draws[0], answer.Text);
        Assert.Equal((500, 50), (answer.PromptTokens, answer.OutputTokens));
        Assert.Equal([1, 2, 3, 4, 5], model.Requests.Select(request => request.Options.Seed!.Value).Order());
        Assert.All(model.Requests, request => Assert.Equal(0.7f, request.Options.Temperature));
    }

    [Fact]
    public async Task Phi_3_vision_answers_with_the_template_alone()
    {
        using var model = new PhiVisionChatClient(new PhiVisionChatClientOptions { ModelPath = TinyShop.BaseFolder, ModelId = "tiny" });
        using var enricher = new ChatClientEnricher(model, Options with { Samples = 3 });
        await enricher.LoadAsync(Cancellation);

        var answer = Assert.Single(await enricher.EnrichAsync([Product], Cancellation)).Answer!;

        Assert.StartsWith("Product: ", answer.Text, StringComparison.Ordinal);
        Assert.Contains(answer.Fields[1].Value, TinyShop.Categories);
        Assert.Contains(answer.Fields[1].Probability!.Value, new[] { 1 / 3.0, 2 / 3.0, 1 });
        Assert.Equal("tiny", answer.Model);
        Assert.True(answer is { PromptTokens: > 0, OutputTokens: > 0 });
    }

    [Theory]
    [InlineData("It is a mug.")]
    [InlineData("""{ "title": "Mug", "category": "Sofas", "price": 1 }""")]
    [InlineData("""{ "title": "", "category": "Mugs", "price": 1 }""")]
    public async Task An_answer_that_cannot_be_read_fails_for_now(string text)
    {
        using var enricher = new ChatClientEnricher(new FakeChatModel(_ => text), Options);

        var result = Assert.Single(await enricher.EnrichAsync([Product], Cancellation));

        Assert.False(result.IsPermanent);
        Assert.Contains(text, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_picture_is_never_sent()
    {
        var model = new FakeChatModel(_ => "");
        using var enricher = new ChatClientEnricher(model, Options with { Pictures = new() { MaxBytes = 5000 } });
        string cut = Path.GetTempFileName();
        await File.WriteAllBytesAsync(cut, File.ReadAllBytes(TinyShop.Picture("square.png"))[..300], Cancellation);

        string?[] errors =
        [
            .. await Task.WhenAll(new[] { cut, TinyShop.Picture("banner.png"), "/nowhere.png" }.Select(async path =>
            {
                var result = Assert.Single(await enricher.EnrichAsync([TinyShop.Product("P", path)], Cancellation));
                return result.IsPermanent ? result.Error : null;
            })),
        ];

        File.Delete(cut);
        Assert.Contains("cut off", errors[0], StringComparison.Ordinal);
        Assert.Contains("more than the 5000 allowed", errors[1], StringComparison.Ordinal);
        Assert.Contains("does not exist", errors[2], StringComparison.Ordinal);
        Assert.Empty(model.Requests);
    }

    [Fact]
    public async Task No_more_requests_are_under_way_than_allowed()
    {
        var model = new FakeChatModel(_ => Json("Mug", "Mugs", 9)) { Delay = TimeSpan.FromMilliseconds(20) };
        using var enricher = new ChatClientEnricher(model, Options with { Samples = 4, MaxConcurrency = 3 });

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => enricher.EnrichAsync([Product], Cancellation)));

        Assert.Equal((12, 3), (model.Requests.Count, model.MostAtOnce));
    }

    [Fact]
    public async Task No_answer_in_time_fails_for_now_and_a_caller_who_leaves_is_no_failure()
    {
        var model = new FakeChatModel(_ => "") { Delay = TimeSpan.FromMinutes(5) };
        using var enricher = new ChatClientEnricher(model, Options with { Timeout = TimeSpan.FromMilliseconds(30), MaxRetries = 1 });
        using var cancellation = new CancellationTokenSource();

        var result = Assert.Single(await enricher.EnrichAsync([Product], Cancellation));
        await cancellation.CancelAsync();

        Assert.Equal((false, 2), (result.IsPermanent, model.Requests.Count));
        Assert.Contains("no answer within 0.03 s", result.Error, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => enricher.EnrichAsync([Product], cancellation.Token));
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Refused(Options with { Samples = 0 }, "Samples is 0; it must be at least 1.");
        Refused(Options with { RequestsPerMinute = 0 }, "RequestsPerMinute is 0;");
        Refused(Options with { Temperature = 0 }, "Temperature is 0;");
        Refused(Options with { LongestBackOff = TimeSpan.Zero }, "LongestBackOff is 00:00:00;");
        Refused(Options with { Question = Options.Question with { Choices = new Dictionary<string, IReadOnlyList<string>>() } }, "no values for the template's choice 'category'");

        static void Refused(ChatClientEnricherOptions options, string message)
            => Assert.Contains(message, Assert.Throws<ArgumentException>(() => new ChatClientEnricher(new FakeChatModel(_ => ""), options)).Message, StringComparison.Ordinal);
    }

    private static string Json(string title, string category, double price)
        => FormattableString.Invariant($$"""{ "title": "{{title}}", "category": "{{category}}", "price": {{price}} }""");
}
