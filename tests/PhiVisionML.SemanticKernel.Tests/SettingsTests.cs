using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using PhiVisionML.SemanticKernel.Tests.Fakes;
using Xunit;

namespace PhiVisionML.SemanticKernel.Tests;

/// <summary>What is set reaches the chat client.</summary>
public class SettingsTests
{
    private static readonly JsonElement Schema = JsonElement.Parse("""{"type":"object","properties":{"title":{"type":"string"}},"required":["title"]}""");

    [Fact]
    public async Task Every_setting_reaches_the_request()
    {
        var options = await OptionsOf(new PhiVisionPromptExecutionSettings
        {
            ModelId = "tiny",
            Temperature = 0.25f,
            TopP = 0.5f,
            TopK = 7,
            MaxTokens = 33,
            Seed = long.MaxValue,
            StopSequences = ["\n", "END"],
            RepetitionPenalty = 1.25f,
        });
        Assert.Equal(("tiny", 0.25f, 0.5f, 7, 33, long.MaxValue), (options.ModelId, options.Temperature, options.TopP, options.TopK, options.MaxOutputTokens, options.Seed));
        Assert.Equal(["\n", "END"], options.StopSequences);
        Assert.Equal(1.25, Assert.Contains("repetition_penalty", (IDictionary<string, object?>)options.AdditionalProperties!));
        Assert.Single(options.AdditionalProperties!);
        Assert.Null(options.ResponseFormat);
    }

    [Fact]
    public async Task What_is_not_set_is_left_to_the_client()
    {
        var options = await OptionsOf(new PhiVisionPromptExecutionSettings());
        Assert.Null(options.AdditionalProperties);
        Assert.Equal((null, null, null, null, null, null), (options.Temperature, options.TopP, options.TopK, options.MaxOutputTokens, options.Seed, options.StopSequences));
    }

    [Fact]
    public async Task A_type_becomes_its_schema()
    {
        var format = Assert.IsType<ChatResponseFormatJson>((await OptionsOf(new PhiVisionPromptExecutionSettings { ResponseFormat = typeof(Named) })).ResponseFormat);
        Assert.Equal("string", format.Schema!.Value.GetProperty("properties").GetProperty("label").GetProperty("type").GetString());
    }

    [Fact]
    public async Task Schemas_and_names_of_formats_reach_the_request()
    {
        Assert.True(JsonElement.DeepEquals(Schema, Assert.IsType<ChatResponseFormatJson>((await OptionsOf(new PhiVisionPromptExecutionSettings { ResponseFormat = Schema })).ResponseFormat).Schema!.Value));
        Assert.Null(Assert.IsType<ChatResponseFormatJson>((await OptionsOf(new PhiVisionPromptExecutionSettings { ResponseFormat = "json_object" })).ResponseFormat).Schema);
        Assert.IsType<ChatResponseFormatText>((await OptionsOf(new PhiVisionPromptExecutionSettings { ResponseFormat = "text" })).ResponseFormat);
    }

    [Theory]
    [InlineData("xml")]
    [InlineData(3)]
    public void A_format_that_is_none_is_refused_where_it_is_set(object format)
        => Assert.Contains(format.ToString()!.Length == 3 ? "'xml'" : "Int32", Assert.Throws<ArgumentException>(() => new PhiVisionPromptExecutionSettings { ResponseFormat = format }).Message, StringComparison.Ordinal);

    [Fact]
    public void Settings_are_read_from_JSON_and_written_to_it_under_the_names_of_Semantic_Kernel()
    {
        const string json = """{"temperature":0.5,"top_p":0.9,"top_k":3,"max_tokens":"20","seed":5,"stop_sequences":["."],"repetition_penalty":1.5,"response_format":"json_object"}""";
        var settings = JsonSerializer.Deserialize<PhiVisionPromptExecutionSettings>(json)!;
        Assert.Equal((0.5f, 0.9f, 3, 20, 5L, 1.5f), (settings.Temperature, settings.TopP, settings.TopK, settings.MaxTokens, settings.Seed, settings.RepetitionPenalty));
        Assert.Equal("json_object", settings.ResponseFormat);
        var written = JsonSerializer.SerializeToElement(settings);
        Assert.All(["temperature", "top_p", "top_k", "max_tokens", "seed", "stop_sequences", "repetition_penalty", "response_format"], name => Assert.True(written.TryGetProperty(name, out _)));
        var schema = JsonSerializer.Deserialize<PhiVisionPromptExecutionSettings>($$"""{"response_format":{{Schema}}}""")!;
        Assert.True(JsonElement.DeepEquals(Schema, (JsonElement)schema.ResponseFormat!));
    }

    [Fact]
    public void Frozen_settings_cannot_be_changed_and_their_clone_can()
    {
        var settings = new PhiVisionPromptExecutionSettings { Temperature = 1, StopSequences = ["."], ResponseFormat = typeof(Named), ExtensionData = new Dictionary<string, object> { ["a"] = 1 } };
        settings.Freeze();
        settings.Freeze();
        Assert.True(settings.IsFrozen);
        Action<PhiVisionPromptExecutionSettings>[] changes =
        [
            one => one.Temperature = 0, one => one.TopP = 1, one => one.TopK = 1, one => one.MaxTokens = 1, one => one.Seed = 1,
            one => one.StopSequences = [], one => one.RepetitionPenalty = 1, one => one.ResponseFormat = "text",
        ];
        Assert.All(changes, change => Assert.Throws<InvalidOperationException>(() => change(settings)));
        Assert.Throws<NotSupportedException>(() => settings.StopSequences.Add("!"));
        var clone = Assert.IsType<PhiVisionPromptExecutionSettings>(settings.Clone());
        Assert.Equal((1f, typeof(Named)), (clone.Temperature, clone.ResponseFormat));
        clone.StopSequences!.Add("!");
        clone.Temperature = 0;
        clone.ExtensionData!["b"] = 2;
        Assert.Equal(["."], settings.StopSequences);
        Assert.Single(settings.ExtensionData);
    }

    [Fact]
    public void A_clone_has_every_setting()
    {
        var settings = new PhiVisionPromptExecutionSettings
        {
            ModelId = "m",
            ServiceId = "s",
            FunctionChoiceBehavior = FunctionChoiceBehavior.None(),
            Temperature = 1,
            TopP = 0.5f,
            TopK = 2,
            MaxTokens = 3,
            Seed = 4,
            StopSequences = ["."],
            RepetitionPenalty = 2,
            ResponseFormat = "text",
            ExtensionData = new Dictionary<string, object> { ["a"] = 1 },
        };
        var clone = settings.Clone();
        Assert.All(typeof(PhiVisionPromptExecutionSettings).GetProperties().Where(property => property.Name != nameof(settings.IsFrozen)), property =>
        {
            Assert.NotNull(property.GetValue(settings));
            Assert.Equal(property.GetValue(settings), property.GetValue(clone));
        });
    }

    [Theory]
    [InlineData("logit_bias")]
    [InlineData("frequency_penalty")]
    [InlineData("temperature")]
    public async Task What_is_unknown_or_out_of_range_is_refused_by_its_name(string name)
    {
        var settings = new PhiVisionPromptExecutionSettings { ExtensionData = new Dictionary<string, object> { [name] = -1 } };
        var kernel = Tiny.Kernel();
        var refusal = await Record.ExceptionAsync(() => kernel.InvokePromptAsync("What is it?", new(settings)));
        Assert.Contains(name.Replace("_", "", StringComparison.Ordinal), refusal!.Message.Replace("_", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<ChatOptions> OptionsOf(PromptExecutionSettings settings)
    {
        using var client = new ScriptedChatClient("ok");
        await client.AsChatCompletionService().GetChatMessageContentAsync("Hello", settings, new Kernel());
        return client.LastOptions;
    }

    private sealed record Named(string Label);
}
