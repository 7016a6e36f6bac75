using Microsoft.Extensions.AI;
using PhiVisionML.AspNetCore.Tests.Fakes;
using Xunit;

namespace PhiVisionML.AspNetCore.Tests;

/// <summary>What a conversation becomes.</summary>
public class MessageTests
{
    [Fact]
    public async Task Turns_texts_pictures_calls_and_results_reach_the_client_in_their_order()
    {
        var client = new ScriptedClient();
        await using var served = await Served.StartAsync(client);
        var response = await served.AskAsync("""
            "messages":[
              {"role":"system","content":"Be short."},
              {"role":"developer","content":[{"type":"text","text":"Very."}]},
              {"role":"user","name":"Ann","content":[{"type":"text","text":"What is "},{"type":"image_url","image_url":{"url":"data:image/png;base64,AQID","detail":"high"}},{"type":"image_url","image_url":{"url":"https://example.com/a.jpg"}}]},
              {"role":"assistant","content":null,"refusal":null,"annotations":[],"tool_calls":[{"id":"c1","type":"function","function":{"name":"price","arguments":"{\"sku\":\"7\",\"n\":2}"}}]},
              {"role":"tool","tool_call_id":"c1","content":"12 EUR"},
              {"role":"assistant","content":"12 EUR"},
              {"role":"user","content":"Thanks"}]
            """);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        Assert.Equal([ChatRole.System, ChatRole.System, ChatRole.User, ChatRole.Assistant, ChatRole.Tool, ChatRole.Assistant, ChatRole.User], client.Messages.Select(message => message.Role));
        Assert.Equal(["Be short.", "Very.", "What is ", "", "", "12 EUR", "Thanks"], client.Messages.Select(message => message.Text));
        Assert.Equal("Ann", client.Messages[2].AuthorName);
        var picture = Assert.IsType<DataContent>(client.Messages[2].Contents[1]);
        Assert.Equal("image/png", picture.MediaType);
        Assert.Equal([1, 2, 3], picture.Data.ToArray());
        Assert.Equal("https://example.com/a.jpg", Assert.IsType<UriContent>(client.Messages[2].Contents[2]).Uri.ToString());
        var call = Assert.IsType<FunctionCallContent>(Assert.Single(client.Messages[3].Contents));
        Assert.Equal(("c1", "price", "7", "2"), (call.CallId, call.Name, call.Arguments!["sku"]!.ToString(), call.Arguments["n"]!.ToString()));
        var result = Assert.IsType<FunctionResultContent>(Assert.Single(client.Messages[4].Contents));
        Assert.Equal(("c1", "12 EUR"), (result.CallId, result.Result));
    }

    [Theory]
    [InlineData("""{"role":"user","content":"Hi"}""", "messages")]
    [InlineData("[]", "messages")]
    [InlineData("[1]", "messages[0]")]
    [InlineData("""[{"content":"Hi"}]""", "messages[0].role")]
    [InlineData("""[{"role":"function","content":"Hi"}]""", "messages[0].role")]
    [InlineData("""[{"role":"user"}]""", "messages[0].content")]
    [InlineData("""[{"role":"user","content":7}]""", "messages[0].content")]
    [InlineData("""[{"role":"user","content":"a","mood":"good"}]""", "messages[0].mood")]
    [InlineData("""[{"role":"user","content":"a","tool_call_id":"x"}]""", "messages[0].tool_call_id")]
    [InlineData("""[{"role":"user","content":[{"type":"input_audio","input_audio":{}}]}]""", "messages[0].content[0].type")]
    [InlineData("""[{"role":"user","content":[{"type":"text"}]}]""", "messages[0].content[0].text")]
    [InlineData("""[{"role":"user","content":[{"type":"image_url","image_url":"data:,"}]}]""", "messages[0].content[0].image_url")]
    [InlineData("""[{"role":"user","content":[{"type":"image_url","image_url":{"url":"a.jpg"}}]}]""", "messages[0].content[0].image_url.url")]
    [InlineData("""[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,###"}}]}]""", "messages[0].content[0].image_url.url")]
    [InlineData("""[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AQID","detail":"low"}}]}]""", "messages[0].content[0].image_url.detail")]
    [InlineData("""[{"role":"assistant","content":null}]""", "messages[0]")]
    [InlineData("""[{"role":"assistant","tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"[]"}}]}]""", "messages[0].tool_calls[0].function.arguments")]
    [InlineData("""[{"role":"assistant","tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{"}}]}]""", "messages[0].tool_calls[0].function.arguments")]
    [InlineData("""[{"role":"assistant","tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{\"a\":1,\"a\":2}"}}]}]""", "messages[0].tool_calls[0].function.arguments")]
    [InlineData("""[{"role":"tool","content":"x"}]""", "messages[0].tool_call_id")]
    [InlineData("""[{"role":"tool","tool_call_id":"1","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AQID"}}]}]""", "messages[0].content")]
    public async Task A_message_that_is_none_is_refused_with_its_place(string messages, string place)
    {
        var client = new ScriptedClient();
        await using var served = await Served.StartAsync(client);
        var error = await Served.ErrorOf(await served.AskAsync($"\"messages\":{messages}"));
        Assert.Equal((400, place), (error.Status, error.Param));
        Assert.Contains($"'{place}'", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, client.Requests);
    }
}
