using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PhiVisionML.AspNetCore.Tests.Fakes;
using PhiVisionML.Chat.Tests.Fakes;
using Xunit;

namespace PhiVisionML.AspNetCore.Tests;

/// <summary>Whatever is sent, the answer is one or an error that says what is wrong: never a failure of the server.</summary>
public class FuzzTests
{
    private const string Whole = """
        {"model":"fake","temperature":0.5,"top_p":0.9,"top_k":5,"seed":7,"max_tokens":90,"stop":null,"stream":false,"n":1,"user":"u","metadata":{"a":"b"},
        "messages":[{"role":"system","content":"Be short."},
        {"role":"user","name":"Ann","content":[{"type":"text","text":"What \u00e9 is it?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC","detail":"auto"}}]},
        {"role":"assistant","content":"A dot.","tool_calls":[]},{"role":"user","content":"Sure?"}],
        "response_format":{"type":"json_schema","json_schema":{"name":"p","schema":{"type":"object","properties":{"a":{"type":"string","maxLength":5}},"required":["a"],"additionalProperties":false}}},
        "tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object","properties":{"x":{"type":"integer"}}}}}],"tool_choice":"auto","structured_outputs":{}}
        """;

    private static readonly string[] Replies = [Script.NoCall, """{"a":"x"}""", "{}", "x"];

    private static readonly JsonNode?[] Odd =
    [
        null, true, false, 0, -1, 1, 3.5, long.MaxValue, double.MaxValue, "", " ", "x", "\0", "\uFFFF", "😀", "<|end|>", new string('a', 5000), "data:", "data:image/png;base64,", "data:;base64,AQ==",
        "file:///etc/passwd", "http://127.0.0.1:1/x", "//", "image/*", "none", "required", "tool", "json_schema",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task No_body_makes_the_server_fail(int seed)
    {
        using var model = new FakeModel { Reply = request => Replies.FirstOrDefault(reply => Script.Allows(request.Constraint, reply)) ?? throw new NotSupportedException("None of the replies fits.") };
        using var client = model.Client();
        await using var served = await Served.StartAsync(client);
        var random = new Random(seed);
        var statuses = new SortedDictionary<int, int>();
        Assert.Equal(200, (int)(await served.PostAsync(Whole)).StatusCode);
        for (int i = 0; i < 700; i++)
        {
            byte[] body = (i % 4) switch
            {
                0 => Changed(random),
                1 => Truncated(random),
                2 => Flipped(random),
                _ => Deep(random),
            };
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            var response = await served.Http.PostAsync("/v1/chat/completions", content);
            string text = await response.Content.ReadAsStringAsync();
            int status = (int)response.StatusCode;
            Assert.True(status is 200 or (>= 400 and < 500), $"{status}: {text}\n{Encoding.UTF8.GetString(body)}");
            if (status != 200)
                Assert.NotEmpty(JsonElement.Parse(text).GetProperty("error").GetProperty("message").GetString()!);
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
        }

        Assert.True(statuses.Count > 1 && statuses[200] > 20, string.Join(", ", statuses));   // not all of it is refused at the door
        Assert.Equal(0, client.Queue.Taken);
    }

    // One to three values somewhere in a sound request become others.
    private static byte[] Changed(Random random)
    {
        var root = JsonNode.Parse(Whole)!;
        for (int times = random.Next(1, 4); times > 0; times--)
        {
            var places = Places(root).ToArray();
            var (parent, key) = places[random.Next(places.Length)];
            var value = Odd[random.Next(Odd.Length + 2) is var which && which < Odd.Length ? which : 0]?.DeepClone();
            if (parent is JsonObject record)
            {
                if (random.Next(4) == 0)
                    record.Remove((string)key);
                else if (random.Next(8) == 0)
                    record[$"{key}x"] = value;
                else
                    record[(string)key] = value;
            }
            else
                ((JsonArray)parent)[(int)key] = value;
        }

        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    private static IEnumerable<(JsonNode Parent, object Key)> Places(JsonNode? node) => node switch
    {
        JsonObject record => record.SelectMany(member => Places(member.Value).Prepend((record, member.Key))),
        JsonArray list => list.SelectMany((item, index) => Places(item).Prepend((list, index))),
        _ => [],
    };

    private static byte[] Truncated(Random random) => Encoding.UTF8.GetBytes(Whole)[..random.Next(Whole.Length)];

    private static byte[] Flipped(Random random)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Whole);
        for (int times = random.Next(1, 6); times > 0; times--)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }

    private static byte[] Deep(Random random)
    {
        int depth = random.Next(1, 3000);
        string nested = random.Next(2) == 0 ? new string('[', depth) + new string(']', depth) : string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);
        string[] members = ["messages", "tools", "metadata", "response_format", "stop", "logit_bias"];
        return Encoding.UTF8.GetBytes($$"""{"model":"fake","messages":[{"role":"user","content":"\ud83d{{(random.Next(2) == 0 ? "\\ude00" : "")}}"}],"{{members[random.Next(members.Length)]}}x":1,"{{members[random.Next(1, members.Length)]}}":{{nested}}}""");
    }
}
