using Microsoft.Extensions.AI;
using PhiVisionML.Chat.Tests.Fakes;
using PhiVisionML.Model.Constraints;
using Xunit;

namespace PhiVisionML.Chat.Tests;

/// <summary>What the parameters of a tool may be, and what becomes of tools that cannot be offered.</summary>
public class ToolSchemaTests
{
    public static TheoryData<string, string, string> Parameters => new()
    {
        { "{}", """{"a":[1,"b"]}""", "7" },
        { "true", """{"a":1}""", "[]" },
        { """{"type":"object","properties":{}}""", "{}", """{"a":1}""" },
        { """{"condition":"for SK","type":"object","properties":{"a":{"type":"integer","condition":"x"}}}""", """{"a":7}""", """{"a":"7"}""" },
        { """{"$id":"https://x/y","$schema":"https://json-schema.org/draft/2020-12/schema","properties":{"a":{"const":1}},"required":["a"]}""", """{"a":1}""", "{}" },
        { """{"type":["object","null"],"properties":{"a":{"const":1}}}""", """{"a":1}""", "null" },
        { """{"properties":{"a":{"$ref":"#/$defs/size"},"b":{"items":{"$ref":"#/properties/a"}}},"$defs":{"size":{"enum":["S","M"]}}}""", """{"a":"S","b":["M"]}""", """{"a":"S","b":["L"]}""" },
        { """{"$ref":"#/definitions/all","definitions":{"all":{"properties":{"a":{"$ref":"#/definitions/b"}},"required":["a"]},"b":{"const":"x"}}}""", """{"a":"x"}""", "{}" },
        { """{"properties":{"$ref":{"const":"#/x"},"const":{"$ref":"#/properties/$ref"}}}""", """{"$ref":"#/x","const":"#/x"}""", """{"const":"#/y"}""" },
        { """{"properties":{"a":{"const":{"$ref":"#/x","$id":"y"}}}}""", """{"a":{"$ref":"#/x","$id":"y"}}""", """{"a":{"$ref":"#/x"}}""" },
    };

    [Theory]
    [MemberData(nameof(Parameters))]
    public async Task Arguments_are_held_to_the_schema_wherever_its_references_lead(string schema, string allowed, string forbidden)
    {
        string Call(string arguments) => $$"""{"tool":"second","arguments":{{arguments}}}""";
        foreach (bool several in (bool[])[false, true])
        {
            string calls = several ? $"[{Call(allowed)},{Call(allowed)}]" : Call(allowed), wrong = several ? $"[{Call(allowed)},{Call(forbidden)}]" : Call(forbidden);
            using var model = Script.Saying(calls);
            using var client = model.Client();
            await client.GetResponseAsync("Hi", new ChatOptions { Tools = [Script.Price, new DeclaredTool("second", schema)], AllowMultipleToolCalls = several });
            Assert.False(Script.Allows(model.LastRequest.Constraint, wrong), wrong);
        }
    }

    public static TheoryData<string, string, Type> Refused => new()
    {
        { """{"properties":{"a":{"multipleOf":7}}}""", "The tool 'second' cannot be offered to the model. The JSON schema cannot be enforced. #/properties/a/multipleOf:", typeof(GrammarRefusedException) },
        { """{"properties":{"a":{"$ref":"#/$defs/b"}}}""", "#/properties/a/$ref: '#/$defs/b' points to nothing", typeof(GrammarRefusedException) },
        { """{"properties":{"a":{"$ref":"#"}}}""", "recursive", typeof(GrammarRefusedException) },
        { """{"properties":{"a":false},"required":["a"]}""", "The tool 'second' cannot be offered to the model. The JSON schema cannot be enforced. #/properties/a: no value fits.", typeof(GrammarRefusedException) },
        { """{"type":"string"}""", "parameters of the tool 'second' are {\"type\":\"string\"} (#/type); a tool takes an object", typeof(ArgumentException) },
        { "false", "parameters of the tool 'second' are false", typeof(ArgumentException) },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Parameters_that_cannot_be_enforced_are_refused_with_tool_and_place(string schema, string named, Type type)
    {
        var refusal = await Refusal(new ChatOptions { Tools = [Script.Price, new DeclaredTool("second", schema)] });
        Assert.IsType(type, refusal);
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_that_leave_open_which_tool_is_called_are_refused()
    {
        Assert.Contains("2 tools have the name 'price'", (await Refusal(new ChatOptions { Tools = [Script.Price, Script.Stock, Script.Price] })).Message, StringComparison.Ordinal);
        Assert.Contains("'none' means that it calls none", (await Refusal(new ChatOptions { Tools = [new DeclaredTool("none", "{}")] })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hosted_tools_are_refused_by_name()
    {
        var refusal = await Refusal(new ChatOptions { Tools = [Script.Price, new HostedWebSearchTool(), new HostedCodeInterpreterTool()] });
        Assert.IsType<NotSupportedException>(refusal);
        Assert.Contains("Tools (web_search, code_interpreter: there is nothing that runs them", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_required_tool_that_is_not_there_is_refused_by_name()
    {
        var refusal = await Refusal(new ChatOptions { Tools = [Script.Price], ToolMode = ChatToolMode.RequireSpecific("stock") });
        Assert.Contains("ToolMode (the tool 'stock' is required and not among Tools)", refusal.Message, StringComparison.Ordinal);
        refusal = await Refusal(new ChatOptions { ToolMode = ChatToolMode.RequireAny });
        Assert.Contains("ToolMode (a tool is required and not among Tools)", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<Exception> Refusal(ChatOptions options)
    {
        using var model = Script.Saying();
        using var client = model.Client();
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => client.GetResponseAsync("Hi", options));
        Assert.Empty(model.Batches);
        return refusal;
    }
}
