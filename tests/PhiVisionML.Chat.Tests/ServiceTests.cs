using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using PhiVisionML.Chat.Tests.Fakes;
using PhiVisionML.Model;
using PhiVisionML.Model.Lora;
using Xunit;

namespace PhiVisionML.Chat.Tests;

/// <summary>The client in a container.</summary>
public sealed class ServiceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("phivision-service").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_container_makes_one_client_answers_and_disposes_it()
    {
        var services = new ServiceCollection();
        services.AddPhiVisionChatClient(o => o.ModelPath = Tiny.Folder);
        PhiVisionChatClient? client;
        await using (var provider = services.BuildServiceProvider())
        {
            var face = provider.GetRequiredService<IChatClient>();
            Assert.Same(face, provider.GetRequiredService<IChatClient>());
            client = face.GetService<PhiVisionChatClient>();
            Assert.NotNull(face.GetService<ModelLease>());
            Assert.NotEmpty((await face.GetResponseAsync([Tiny.Ask("What is it?", "product")])).Text);
        }

        Assert.NotNull(client);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.LoadAsync());
    }

    [Fact]
    public async Task Clients_under_keys_have_options_of_their_own_and_can_be_wrapped()
    {
        var services = new ServiceCollection();
        services.AddKeyedPhiVisionChatClient("a", o => (o.ModelPath, o.ModelId) = (Tiny.Folder, "first"));
        services.AddKeyedPhiVisionChatClient("b", o => (o.ModelPath, o.ModelId) = (Tiny.Folder, "second")).ConfigureOptions(o => o.MaxOutputTokens = 1);
        await using var provider = services.BuildServiceProvider();
        var first = await provider.GetRequiredKeyedService<IChatClient>("a").GetResponseAsync([Tiny.Ask("What is it?", "product")]);
        var second = await provider.GetRequiredKeyedService<IChatClient>("b").GetResponseAsync([Tiny.Ask("What is it?", "product")]);
        Assert.Equal(("first", "second"), (first.ModelId, second.ModelId));
        Assert.Equal(1, second.Usage?.OutputTokenCount);
        Assert.Null(provider.GetService<IChatClient>());
    }

    [Fact]
    public void Options_are_checked_when_the_host_starts()
    {
        var services = new ServiceCollection();
        services.AddPhiVisionChatClient(o => o.MaxBatchSize = 0);
        using var provider = services.BuildServiceProvider();
        var refusal = Assert.Throws<OptionsValidationException>(provider.GetRequiredService<IStartupValidator>().Validate);
        Assert.Equal(2, refusal.Failures.Count());
        Assert.Contains("MaxBatchSize is 0", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("ModelPath is missing", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<OptionsValidationException>(provider.GetRequiredService<IChatClient>);
    }

    [Fact]
    public async Task A_host_loads_the_model_at_its_start_where_that_is_wanted()
    {
        // A folder without a model: loading it fails, and only then does the start.
        await StartAsync(loadAtStart: false);
        await Assert.ThrowsAsync<Model.Configuration.ConfigException>(() => StartAsync(loadAtStart: true));

        async Task StartAsync(bool loadAtStart)
        {
            var services = new ServiceCollection();
            services.AddPhiVisionChatClient(o => (o.ModelPath, o.LoadAtStart) = (_folder, loadAtStart));
            await using var provider = services.BuildServiceProvider();
            foreach (var service in provider.GetServices<IHostedService>())
                await service.StartAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task An_adapter_changes_the_answers_of_its_client_alone()
    {
        using (var adapter = LoraAdapter.Create(Tiny.Model.Network, new LoraOptions { Rank = 4, Alpha = 64 }, seed: 3))
        {
            foreach (var pair in adapter.Pairs)
                pair.B.fill_(0.5f);
            LoraFile.Save(adapter, _folder);
        }

        using var bare = new PhiVisionChatClient(new PhiVisionChatClientOptions { ModelPath = Tiny.Folder });
        using var tuned = new PhiVisionChatClient(new PhiVisionChatClientOptions { ModelPath = Tiny.Folder, AdapterPath = _folder });
        ChatMessage[] question = [Tiny.Ask("Give kind, colour, pattern, material, stars.", "product")];
        var options = new ChatOptions { MaxOutputTokens = 10 };
        string before = (await bare.GetResponseAsync(question, options)).Text;
        Assert.NotEqual(before, (await tuned.GetResponseAsync(question, options)).Text);
        Assert.Equal(before, (await bare.GetResponseAsync(question, options)).Text);
    }
}
