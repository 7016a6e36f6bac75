using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.AI;
using PhiVisionML.Chat.Tests.Fakes;
using PhiVisionML.Model.Generation;
using Xunit;

namespace PhiVisionML.Chat.Tests;

/// <summary>Each option of a request is honoured or refused by name.</summary>
public class OptionsTests
{
#pragma warning disable MEAI001   // properties that may still change are refused too
    private static readonly Dictionary<string, Action<ChatOptions>> Refused = new()
    {
        [nameof(ChatOptions.ModelId)] = o => o.ModelId = "gpt",
        [nameof(ChatOptions.ConversationId)] = o => o.ConversationId = "7",
        [nameof(ChatOptions.FrequencyPenalty)] = o => o.FrequencyPenalty = 0.5f,
        [nameof(ChatOptions.PresencePenalty)] = o => o.PresencePenalty = -0.5f,
        [nameof(ChatOptions.Reasoning)] = o => o.Reasoning = new ReasoningOptions(),
        [nameof(ChatOptions.Tools)] = o => o.Tools = [new HostedWebSearchTool()],   // functions: see ToolTests
        [nameof(ChatOptions.ToolMode)] = o => o.ToolMode = ChatToolMode.RequireSpecific("price"),   // not among Tools
        [nameof(ChatOptions.AllowBackgroundResponses)] = o => o.AllowBackgroundResponses = true,
        [nameof(ChatOptions.ContinuationToken)] = o => o.ContinuationToken = ResponseContinuationToken.FromBytes(new byte[] { 1 }),
        [nameof(ChatOptions.RawRepresentationFactory)] = o => o.RawRepresentationFactory = _ => null,
        [nameof(ChatOptions.AdditionalProperties)] = o => o.AdditionalProperties = new() { ["top_a"] = 1 },
    };

    private static readonly Dictionary<string, (Action<ChatOptions> Set, Func<GenerationOptions, bool> Arrives)> Honoured = new()
    {
        [nameof(ChatOptions.Instructions)] = (o => o.Instructions = "Be short.", _ => true),   // see ConversationTests
        [nameof(ChatOptions.Temperature)] = (o => o.Temperature = 0.5f, g => g.Temperature == 0.5),
        [nameof(ChatOptions.MaxOutputTokens)] = (o => o.MaxOutputTokens = 7, g => g.MaxNewTokens == 7),
        [nameof(ChatOptions.TopP)] = (o => o.TopP = 0.5f, g => g is { TopP: 0.5, Temperature: 1 }),
        [nameof(ChatOptions.TopK)] = (o => o.TopK = 5, g => g is { TopK: 5, Temperature: 1 }),
        [nameof(ChatOptions.Seed)] = (o => o.Seed = 5, g => g.Seed == 5),
        [nameof(ChatOptions.StopSequences)] = (o => o.StopSequences = ["a", "b"], g => g.StopStrings.SequenceEqual(["a", "b"])),
        [nameof(ChatOptions.ResponseFormat)] = (o => o.ResponseFormat = ChatResponseFormat.Text, _ => true),   // JSON: see FormatTests
        [nameof(ChatOptions.AllowMultipleToolCalls)] = (o => o.AllowMultipleToolCalls = true, _ => true),   // see ToolTests
    };

    [Fact]
    public void Every_property_of_the_options_is_in_one_of_the_tables()
        => Assert.Equal(
            typeof(ChatOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.Name).Order(),
            Refused.Keys.Concat(Honoured.Keys).Order());

    [Fact]
    public async Task What_cannot_be_honoured_is_refused_all_at_once_and_by_name()
    {
        var options = new ChatOptions();
        foreach (var (name, set) in Refused)
        {
            var alone = new ChatOptions();
            set(alone);
            set(options);
            Assert.Contains(name, await Refusal(alone), StringComparison.Ordinal);
        }

        string all = await Refusal(options);
        Assert.All(Refused.Keys, name => Assert.Contains(name, all, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_can_be_honoured_reaches_the_model()
    {
        foreach (var (name, (set, arrives)) in Honoured)
        {
            var options = new ChatOptions();
            set(options);
            Assert.True(arrives(await Generation(options)), name);
        }
    }

    [Fact]
    public async Task A_value_that_asks_for_nothing_is_no_reason_to_refuse()
    {
        var options = new ChatOptions
        {
            ModelId = "fake",
            FrequencyPenalty = 0,
            PresencePenalty = 0,
            ResponseFormat = ChatResponseFormat.Text,
            Tools = [AIFunctionFactory.Create(() => 12, "price")],
            ToolMode = ChatToolMode.None,
            AllowBackgroundResponses = false,
            AdditionalProperties = [],
        };
        var generation = await Generation(options);
        Assert.Equal(0, generation.Temperature);
        Assert.Equal(500, generation.MaxNewTokens);
    }
#pragma warning restore MEAI001

    [Theory]
    [InlineData(1.5)]
    [InlineData(1.5f)]
    [InlineData("1.5")]
    [InlineData("json")]
    public async Task A_repetition_penalty_may_come_in_any_form_of_a_number(object value)
    {
        object penalty = value is "json" ? JsonSerializer.SerializeToElement(1.5) : value;
        Assert.Equal(1.5, (await Generation(new ChatOptions { AdditionalProperties = new() { ["repetition_penalty"] = penalty } })).RepetitionPenalty);
    }

    public static TheoryData<string, ChatOptions> OutOfRange => new()
    {
        { "StopSequences has 17 texts, the longest of 1 characters; at most 16 of 256 are taken", new() { StopSequences = [.. Enumerable.Repeat("x", 17)] } },
        { "StopSequences has 1 texts, the longest of 257 characters", new() { StopSequences = [new string('x', 257)] } },
        { "The regular expression has 1048577 characters; at most 1048576 are taken", new ChatOptions().WithRegex(new string('x', (1 << 20) + 1)) },
        { "MaxOutputTokens is 0; it must be 1 to 4096", new() { MaxOutputTokens = 0 } },
        { "MaxOutputTokens is 4097; it must be 1 to 4096", new() { MaxOutputTokens = 4097 } },
        { "Temperature is -1", new() { Temperature = -1 } },
        { "TopP is 0", new() { TopP = 0 } },
        { "TopK is -1", new() { TopK = -1 } },
        { "StopSequences", new() { StopSequences = ["a", ""] } },
        { "StopSequences", new() { StopSequences = ["\uDE00"] } },
        { "repetition_penalty is 'much'", new() { AdditionalProperties = new() { ["repetition_penalty"] = "much" } } },
        { "RepetitionPenalty is 0", new() { AdditionalProperties = new() { ["repetition_penalty"] = 0 } } },
    };

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public async Task A_value_out_of_range_is_refused_by_name(string named, ChatOptions options)
        => Assert.Contains(named, (await Assert.ThrowsAnyAsync<ArgumentException>(() => Generation(options))).Message, StringComparison.Ordinal);

    [Fact]
    public void The_clients_own_options_are_checked_all_at_once()
    {
        var options = new PhiVisionChatClientOptions
        {
            ModelId = "",
            PictureFolders = { "/no/such/folder" },
            MaxPictures = -1,
            MaxPictureBytes = 0,
            MaxPicturePixels = 0,
            DefaultMaxOutputTokens = 0,
            MaxOutputTokens = -1,
            MaxPromptTokens = 0,
            MaxQueuedRequests = 0,
            MaxBatchSize = 0,
            MaxBatchTokens = 0,
            AdapterPath = "/no/such/adapter",
        };
        string message = Assert.Throws<ArgumentException>(() => new PhiVisionChatClient(options)).Message;
        string[] names = ["ModelId", "PictureFolders", "MaxPictures", "MaxPictureBytes", "MaxPicturePixels", "DefaultMaxOutputTokens is 0", "MaxOutputTokens is -1", "MaxPromptTokens", "MaxQueuedRequests", "MaxBatchSize", "MaxBatchTokens", "AdapterPath", "ModelPath is missing"];
        Assert.All(names, name => Assert.Contains(name, message, StringComparison.Ordinal));
    }

    private static async Task<string> Refusal(ChatOptions options) => (await Assert.ThrowsAsync<NotSupportedException>(() => Generation(options))).Message;

    private static async Task<GenerationOptions> Generation(ChatOptions options)
    {
        using var model = new FakeModel();
        using var client = model.Client();
        await client.GetResponseAsync("Hi", options);
        return model.LastRequest.Options;
    }
}
