using Microsoft.Extensions.AI;
using PhiVisionML.Chat.Tests.Fakes;
using PhiVisionML.Model.Generation;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Lora;
using PhiVisionML.Model.Text;
using Xunit;
using static PhiVisionML.Chat.Tests.Fakes.Waiting;

namespace PhiVisionML.Chat.Tests;

/// <summary>One base, several adapters, chosen by the request.</summary>
public sealed class AdapterTests : IDisposable
{
    private const string List = "Give kind, colour, pattern, material, stars.";

    private readonly string _folder = Directory.CreateTempSubdirectory("phivision-adapters").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_request_chooses_by_model_id_or_by_option_and_the_response_says_who_answered()
    {
        using var model = new FakeModel();
        using var client = model.Client(null, "summer", "winter");
        Assert.Equal(["fake", "summer", "winter"], client.ModelIds);
        (ChatOptions? Options, string Expected)[] cases =
        [
            (null, "fake"),
            (new() { ModelId = "fake" }, "fake"),
            (new() { ModelId = "summer" }, "summer"),
            (new ChatOptions().WithAdapter("winter"), "winter"),
            (new ChatOptions { ModelId = "fake" }.WithAdapter("winter"), "winter"),
            (new ChatOptions { ModelId = "summer" }.WithAdapter("summer"), "summer"),
            (new() { AdditionalProperties = new() { ["adapter"] = System.Text.Json.JsonSerializer.SerializeToElement("summer") } }, "summer"),
        ];
        foreach (var (options, expected) in cases)
        {
            Assert.Equal(expected, (await client.GetResponseAsync("?", options)).ModelId);
            Assert.Equal(expected == "fake" ? null : expected, model.Adapters.Last());
        }
    }

    [Fact]
    public async Task What_is_not_there_is_refused_with_what_is()
    {
        using var model = new FakeModel();
        using var client = model.Client(null, "summer", "winter");
        Assert.Contains("ModelId ('spring'; this client has 'fake', 'summer', 'winter')", await Refusal(new() { ModelId = "spring" }), StringComparison.Ordinal);
        Assert.Contains("AdditionalProperties[\"adapter\"] ('spring'; this client has 'summer', 'winter')", await Refusal(new ChatOptions().WithAdapter("spring")), StringComparison.Ordinal);
        Assert.Contains("AdditionalProperties[\"adapter\"] ('7'", await Refusal(new() { AdditionalProperties = new() { ["adapter"] = 7 } }), StringComparison.Ordinal);
        Assert.Contains("'winter' and 'summer': an answer has one adapter", await Refusal(new ChatOptions { ModelId = "summer" }.WithAdapter("winter")), StringComparison.Ordinal);
        Assert.Empty(model.Batches);

        async Task<string> Refusal(ChatOptions options) => (await Assert.ThrowsAsync<NotSupportedException>(() => client.GetResponseAsync("?", options))).Message;
    }

    [Fact]
    public async Task A_batch_has_one_adapter_and_the_first_in_line_is_always_next()
    {
        using var permits = new SemaphoreSlim(0);
        using var model = new FakeModel { Permits = permits };
        using var client = model.Client(new() { MaxBatchSize = 2 }, "a", "b");
        var first = client.GetResponseAsync("?");
        await UntilAsync(() => model.Batches.Count == 1);
        var waiting = new List<Task<ChatResponse>>();
        foreach (string adapter in (string[])["a", "b", "a", "b", "a"])
        {
            waiting.Add(client.GetResponseAsync("?", new ChatOptions().WithAdapter(adapter)));
            await UntilAsync(() => client.Queue.Taken == waiting.Count);
        }

        permits.Release(100);
        await Task.WhenAll([first, .. waiting]);
        Assert.Equal([null, "a", "b", "a"], model.Adapters);
        Assert.Equal([1, 2, 2, 1], model.Batches.Select(batch => batch.Count));
    }

    [Fact]
    public async Task Adapters_from_folders_answer_side_by_side_as_each_does_alone()
    {
        string[] names = ["summer", "winter"];
        LoraAdapter[] adapters = [Adapter(1), Adapter(2)];
        foreach (var (name, adapter) in names.Zip(adapters))
            LoraFile.Save(adapter, Path.Combine(_folder, name));
        var options = new PhiVisionChatClientOptions { ModelPath = Tiny.Folder, ModelId = "base", ModelOptions = new() { NumCrops = 1 } };
        foreach (string name in names)
            options.Adapters.Add(name, Path.Combine(_folder, name));

        var picture = Tiny.Model.Processor.Process(PictureDecoder.DecodeFile(Tiny.PicturePath("product")));
        var request = new GenerationRequest(Tiny.Model.Prompts.Encode(Prompt.ForPictures(1, List), [picture.Layout.Tokens]), [picture]) { Options = new() { MaxNewTokens = 12 } };
        var expected = new Dictionary<string, string> { ["base"] = Tiny.Model.Generator.Generate(request).Text };
        foreach (var (name, adapter) in names.Zip(adapters))
            expected.Add(name, Tiny.Model.Generator.Generate(request, adapter).Text);
        Assert.Equal(3, expected.Values.Distinct().Count());

        using var client = new PhiVisionChatClient(options);
        string[] asked = [.. Enumerable.Range(0, 12).Select(i => client.ModelIds[i % 3])];
        var responses = await Task.WhenAll(asked.Select(id => client.GetResponseAsync([Tiny.Ask(List, "product")], new() { ModelId = id, MaxOutputTokens = 12 })));
        Assert.Equal(asked, responses.Select(response => response.ModelId));
        Assert.Equal(asked.Select(id => expected[id]), responses.Select(response => response.Text));
        Array.ForEach(adapters, adapter => adapter.Dispose());
    }

    [Fact]
    public void Adapters_without_a_folder_or_a_name_of_their_own_are_refused()
    {
        var options = new PhiVisionChatClientOptions { ModelPath = Tiny.Folder };
        options.Adapters.Add("summer", Path.Combine(_folder, "gone"));
        Assert.Contains("Adapters has 'summer'", Assert.Throws<ArgumentException>(() => new PhiVisionChatClient(options)).Message, StringComparison.Ordinal);
        options.Adapters.Clear();
        options.Adapters.Add("phivision-tiny", _folder);
        Assert.Contains("each needs a name of its own", Assert.Throws<ArgumentException>(() => new PhiVisionChatClient(options)).Message, StringComparison.Ordinal);
    }

    private static LoraAdapter Adapter(long seed)
    {
        var adapter = LoraAdapter.Create(Tiny.Model.Network, new LoraOptions { Rank = 4 }, seed);
        using var generator = new TorchSharp.torch.Generator((ulong)seed);
        foreach (var pair in adapter.Pairs)
            pair.B.uniform_(-0.3, 0.3, generator);
        return adapter;
    }
}
