using System.Text.Json;
using Microsoft.Extensions.AI;
using PhiVisionML.AspNetCore.Tests.Fakes;
using Xunit;

namespace PhiVisionML.AspNetCore.Tests;

/// <summary>Each parameter of a request is honoured or refused by name.</summary>
public class ParameterTests
{
    private static readonly Dictionary<string, (string Json, Func<ChatOptions, bool> Arrives)> Honoured = new()
    {
        ["temperature"] = ("0.5", o => o.Temperature == 0.5f),
        ["top_p"] = ("0.25", o => o.TopP == 0.25f),
        ["top_k"] = ("5", o => o.TopK == 5),
        ["frequency_penalty"] = ("0.5", o => o.FrequencyPenalty == 0.5f),
        ["presence_penalty"] = ("-1", o => o.PresencePenalty == -1),
        ["repetition_penalty"] = ("1.5", o => o.AdditionalProperties!["repetition_penalty"] is 1.5),
        ["seed"] = ("9007199254740993", o => o.Seed == 9007199254740993),
        ["max_tokens"] = ("7", o => o.MaxOutputTokens == 7),
        ["max_completion_tokens"] = ("8", o => o.MaxOutputTokens == 8),
        ["stop"] = ("""["a","b"]""", o => o.StopSequences!.SequenceEqual(["a", "b"])),
        ["response_format"] = ("""{"type":"json_object"}""", o => o.ResponseFormat is ChatResponseFormatJson { Schema: null }),
        ["structured_outputs"] = ("""{"choice":["yes","no"]}""", o => o.AdditionalProperties!["choice"] is string[] { Length: 2 }),
        ["tools"] = ("""[{"type":"function","function":{"name":"price"}}]""", o => o.Tools is [AIFunctionDeclaration { Name: "price" }]),
        ["tool_choice"] = ("\"none\"", o => o.ToolMode is NoneChatToolMode),
        ["parallel_tool_calls"] = ("false", o => o.AllowMultipleToolCalls == false),
        ["stream_options"] = ("null", _ => true),   // see StreamTests
        ["stream"] = ("false", _ => true),
        ["model"] = ("\"scripted\"", o => o.ModelId == ScriptedClient.Model),
        ["messages"] = ("""[{"role":"user","content":"Hi"}]""", _ => true),   // see MessageTests
    };

    private static readonly Dictionary<string, string> Refused = new()
    {
        ["n"] = "2",
        ["logprobs"] = "true",
        ["top_logprobs"] = "3",
        ["logit_bias"] = """{"5":1}""",
        ["store"] = "true",
        ["audio"] = """{"voice":"ash"}""",
        ["modalities"] = """["text","audio"]""",
        ["prediction"] = """{"type":"content","content":"x"}""",
        ["service_tier"] = "\"priority\"",
        ["reasoning_effort"] = "\"high\"",
        ["verbosity"] = "\"low\"",
        ["web_search_options"] = """{"search_context_size":"low"}""",
        ["functions"] = """[{"name":"f"}]""",
        ["function_call"] = """{"name":"f"}""",
        ["min_p"] = "0.1",
    };

    private static readonly Dictionary<string, string[]> Nothing = new()
    {
        ["n"] = ["1", "null"],
        ["logprobs"] = ["false"],
        ["top_logprobs"] = ["0"],
        ["logit_bias"] = ["{}"],
        ["store"] = ["false"],
        ["modalities"] = ["""["text"]"""],
        ["service_tier"] = ["\"auto\"", "\"default\""],
        ["reasoning_effort"] = ["\"none\""],
        ["verbosity"] = ["\"medium\""],
        ["functions"] = ["[]"],
        ["function_call"] = ["\"auto\""],
        ["user"] = ["\"u-7\""],
        ["safety_identifier"] = ["\"u-7\""],
        ["metadata"] = ["""{"a":"b"}"""],
        ["prompt_cache_key"] = ["\"k\""],
        ["prompt_cache_retention"] = ["\"24h\""],
        ["audio"] = ["null"],
        ["tools"] = ["[]"],
        ["frequency_penalty"] = ["0"],
        ["stop"] = ["null", "\"x\""],
    };

    // OpenAI's reference of chat completions; a name that is added there belongs into a table here.
    [Fact]
    public void Every_parameter_of_the_published_reference_is_in_a_table()
    {
        string[] published =
        [
            "messages", "model", "audio", "frequency_penalty", "function_call", "functions", "logit_bias", "logprobs", "max_completion_tokens", "max_tokens", "metadata", "modalities",
            "n", "parallel_tool_calls", "prediction", "presence_penalty", "prompt_cache_key", "prompt_cache_retention", "reasoning_effort", "response_format", "safety_identifier", "seed",
            "service_tier", "stop", "store", "stream", "stream_options", "temperature", "tool_choice", "tools", "top_logprobs", "top_p", "user", "verbosity", "web_search_options",
        ];
        Assert.Empty(published.Except([.. Honoured.Keys, .. Refused.Keys, .. Nothing.Keys]));
    }

    [Fact]
    public async Task What_can_be_honoured_reaches_the_client()
    {
        var client = new ScriptedClient();
        await using var served = await Served.StartAsync(client);
        foreach (var (name, (json, arrives)) in Honoured)
        {
            var response = name == "model" ? await served.AskAsync() : await served.AskAsync($"\"{name}\":{json}");
            Assert.True(response.IsSuccessStatusCode, $"{name}: {await response.Content.ReadAsStringAsync()}");
            Assert.True(arrives(client.Options), name);
        }
    }

    [Fact]
    public async Task What_cannot_be_honoured_is_refused_all_at_once_and_by_name()
    {
        var client = new ScriptedClient();
        await using var served = await Served.StartAsync(client);
        foreach (var (name, json) in Refused)
        {
            var error = await Served.ErrorOf(await served.AskAsync($"\"{name}\":{json}"));
            Assert.Equal((400, name, "unsupported_parameter"), (error.Status, error.Param, error.Code));
            Assert.Contains(name, error.Message, StringComparison.Ordinal);
        }

        var all = await Served.ErrorOf(await served.AskAsync(string.Join(",", Refused.Select(entry => $"\"{entry.Key}\":{entry.Value}"))));
        Assert.All(Refused.Keys, name => Assert.Contains(name, all.Message, StringComparison.Ordinal));
        Assert.Equal(0, client.Requests);
    }

    [Fact]
    public async Task A_value_that_asks_for_nothing_is_no_reason_to_refuse()
    {
        await using var served = await Served.StartAsync(new ScriptedClient());
        foreach (var (name, values) in Nothing)
        {
            foreach (string json in values)
            {
                var response = await served.AskAsync($"\"{name}\":{json}");
                Assert.True(response.IsSuccessStatusCode, $"{name}: {await response.Content.ReadAsStringAsync()}");
            }
        }
    }

    [Theory]
    [InlineData("temperature", "\"hot\"", "'temperature' is 'hot'; it must be a number")]
    [InlineData("temperature", "1e999", "temperature")]
    [InlineData("top_k", "1.5", "'top_k' is 1.5; it must be a whole number")]
    [InlineData("max_tokens", "0", "'max_tokens' is 0; it must be at least 1")]
    [InlineData("max_tokens", "99999999999", "max_tokens")]
    [InlineData("max_completion_tokens", "3,\"max_tokens\":4", "mean the same")]
    [InlineData("stop", "[1]", "'stop[0]' is 1; it must be a text")]
    [InlineData("stream", "\"yes\"", "'stream' is 'yes'; it must be true or false")]
    [InlineData("stream_options", "{\"include_usage\":true}", "'stream': true alone")]
    [InlineData("stream_options", "{\"x\":1},\"stream\":true", "'stream_options.x' is not supported")]
    [InlineData("response_format", "{\"type\":\"xml\"}", "'response_format.type' is 'xml'")]
    [InlineData("response_format", "{\"type\":\"json_schema\"}", "'response_format.json_schema' is missing")]
    [InlineData("response_format", "{\"type\":\"json_schema\",\"json_schema\":{\"schema\":[]}}", "'response_format.json_schema.schema' is a list")]
    [InlineData("structured_outputs", "{\"grammar\":\"x\"}", "'structured_outputs.grammar' is not supported")]
    [InlineData("structured_outputs", "{\"choice\":[\"a\",\"\"]}", "at least one, none of them empty")]
    [InlineData("tools", "[{\"type\":\"custom\"}]", "'tools[0].type' is 'custom'")]
    [InlineData("tools", "[{\"type\":\"function\",\"function\":{\"name\":\"\"}}]", "tools[0].function.name")]
    [InlineData("tools", "[{\"type\":\"function\",\"function\":{\"name\":\"f\"}},{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]", "Two tools are called 'f'")]
    [InlineData("tool_choice", "\"required\"", "there is none in 'tools'")]
    [InlineData("tool_choice", "{\"type\":\"function\",\"function\":{\"name\":\"g\"}},\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]", "'g', which is not in 'tools'")]
    public async Task A_value_that_is_none_is_refused_with_its_place(string name, string json, string expected)
    {
        var client = new ScriptedClient();
        await using var served = await Served.StartAsync(client);
        var error = await Served.ErrorOf(await served.AskAsync($"\"{name}\":{json}"));
        Assert.Equal(400, error.Status);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(name == "max_completion_tokens" ? "max_tokens" : name, error.Param, StringComparison.Ordinal);
        Assert.Equal(0, client.Requests);
    }

    [Fact]
    public async Task A_schema_and_its_name_reach_the_client()
    {
        var client = new ScriptedClient();
        await using var served = await Served.StartAsync(client);
        await served.AskAsync("""
            "response_format":{"type":"json_schema","json_schema":{"name":"product","description":"d","strict":true,"schema":{"type":"object","properties":{"a":{"type":"string"}}}}}
            """);
        var format = Assert.IsType<ChatResponseFormatJson>(client.Options.ResponseFormat);
        Assert.Equal(("product", "d"), (format.SchemaName, format.SchemaDescription));
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse("""{"type":"object","properties":{"a":{"type":"string"}}}"""), format.Schema!.Value));
    }

    [Fact]
    public async Task A_tool_reaches_the_client_with_its_description_and_parameters()
    {
        var client = new ScriptedClient();
        await using var served = await Served.StartAsync(client);
        await served.AskAsync("""
            "tools":[{"type":"function","function":{"name":"price","description":"Of a product","strict":true,"parameters":{"type":"object","properties":{"sku":{"type":"string"}}}}}],
            "tool_choice":{"type":"function","function":{"name":"price"}},"parallel_tool_calls":true
            """);
        var tool = Assert.IsType<AIFunctionDeclaration>(Assert.Single(client.Options.Tools!), exactMatch: false);
        Assert.Equal(("price", "Of a product"), (tool.Name, tool.Description));
        Assert.Contains("sku", tool.JsonSchema.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("price", Assert.IsType<RequiredChatToolMode>(client.Options.ToolMode).RequiredFunctionName);
        Assert.True(client.Options.AllowMultipleToolCalls);
    }
}
