using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using PhiVisionML.Review.Tests.Fakes;
using Xunit;

namespace PhiVisionML.Review.Tests;

/// <summary>Whatever is sent, the answer is one or a problem that says what is wrong: never a failure of the server.</summary>
public class QueueFuzzTests
{
    private const string Whole = """
        {"products":[{"sku":"n1","rowNumber":7,"priority":3,"fields":{"title":"Mug \u00e9","full_price":12.5,"note":null},"pictures":["L00001.jpg","L00002.jpg"]},
        {"sku":"n2","pictures":["data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"]}]}
        """;

    private static readonly JsonNode?[] Odd =
    [
        null, true, 0, -1, 3.5, long.MaxValue, double.MaxValue, "", " ", "\0", "\uFFFF", "😀", "..", "/", "/dev/null", "//x", "~", "C:\\x", "L00001.jpg/..", new string('a', 5000), new string('/', 9000),
        "data:", "data:;base64,", "data:;base64,AQ==", "data:image/png;base64,iVBORw0KGgo=", "file:///etc/passwd", "a\0b.jpg",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task No_body_makes_the_server_fail(int seed)
    {
        using var sample = new Sample(2, 64);
        await using var served = await Served.StartAsync(sample.Enrichment, null, options =>
        {
            options.Question = _ => Task.FromResult(Sample.Question);
            options.PictureFolders.Add(sample.Folder);
            options.UploadFolder = Path.Combine(sample.Folder, "uploads");
        });
        var random = new Random(seed);
        var statuses = new SortedDictionary<int, int>();
        for (int i = 0; i < 400; i++)
        {
            byte[] body = Encoding.UTF8.GetBytes(i % 2 == 0 ? Changed(random) : Whole);
            for (int times = i % 2 == 0 ? 0 : random.Next(1, 4); times > 0; times--)
                body[random.Next(body.Length)] = (byte)random.Next(256);
            using var content = new ByteArrayContent(i % 7 == 3 ? body[..random.Next(body.Length)] : body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            var response = await served.Http.PostAsync("/enrichment/runs/1/products", content);
            int status = (int)response.StatusCode;
            Assert.True(status is 200 or (>= 400 and < 500), $"{status}: {await response.Content.ReadAsStringAsync()}\n{Encoding.UTF8.GetString(body)}");
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
        }

        Assert.True(statuses.GetValueOrDefault(200) > 20 && statuses.GetValueOrDefault(400) > 20, string.Join(", ", statuses));   // neither all nor nothing is refused
    }

    private static string Changed(Random random)
    {
        var root = JsonNode.Parse(Whole)!;
        for (int times = random.Next(1, 4); times > 0; times--)
        {
            var places = Places(root).ToArray();
            var (parent, key) = places[random.Next(places.Length)];
            var value = Odd[random.Next(Odd.Length)]?.DeepClone();
            if (parent is JsonObject record)
                record[random.Next(8) == 0 ? $"{key}x" : (string)key] = value;
            else
                ((JsonArray)parent)[(int)key] = value;
        }

        return root.ToJsonString();
    }

    private static IEnumerable<(JsonNode Parent, object Key)> Places(JsonNode? node) => node switch
    {
        JsonObject record => record.SelectMany(member => Places(member.Value).Prepend((record, member.Key))),
        JsonArray list => list.SelectMany((item, index) => Places(item).Prepend((list, index))),
        _ => [],
    };
}
