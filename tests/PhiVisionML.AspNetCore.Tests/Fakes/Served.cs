using System.ClientModel;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenAI;

namespace PhiVisionML.AspNetCore.Tests.Fakes;

/// <summary>A chat client behind a real web server on a free port of this machine.</summary>
internal sealed class Served : IAsyncDisposable
{
    private readonly WebApplication _application;

    private Served(WebApplication application)
    {
        _application = application;
        Http = new HttpClient { BaseAddress = Address };
    }

    public Uri Address => new(_application.Urls.Single());

    public HttpClient Http { get; }

    public IHostApplicationLifetime Lifetime => _application.Lifetime;

    public static Task<Served> StartAsync(IChatClient client, Action<PhiVisionOpenAIOptions>? configure = null, Action<WebApplication>? before = null)
        => StartAsync(services => services.AddSingleton(client), configure, before);

    public static async Task<Served> StartAsync(Action<IServiceCollection> services, Action<PhiVisionOpenAIOptions>? configure = null, Action<WebApplication>? before = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.UseShutdownTimeout(TimeSpan.FromSeconds(20));
        services(builder.Services);
        var application = builder.Build();
        before?.Invoke(application);
        application.MapPhiVisionOpenAI(configure);
        await application.StartAsync();
        return new Served(application);
    }

    /// <summary>OpenAI's own client for this server; it does not try again.</summary>
    public OpenAIClient OpenAI(string key = "none")
        => new(new ApiKeyCredential(key), new OpenAIClientOptions { Endpoint = new Uri(Address, "/v1"), RetryPolicy = new System.ClientModel.Primitives.ClientRetryPolicy(0) });

    public IChatClient ChatClient(string model = ScriptedClient.Model, string key = "none") => OpenAI(key).GetChatClient(model).AsIChatClient();

    public Task<HttpResponseMessage> PostAsync(string json) => Http.PostAsync("/v1/chat/completions", new StringContent(json, Encoding.UTF8, "application/json"));

    /// <summary>Asks with the members of an object beside the model and one message of the user.</summary>
    public Task<HttpResponseMessage> AskAsync(string members = "", string model = ScriptedClient.Model)
        => PostAsync($$"""{"model":"{{model}}"{{(members.Contains("\"messages\"", StringComparison.Ordinal) ? "" : ""","messages":[{"role":"user","content":"Hi"}]""")}}{{(members.Length > 0 ? "," : "")}}{{members}}}""");

    /// <summary>The error of an answer, in OpenAI's shape.</summary>
    public static async Task<(int Status, string Message, string? Param, string? Code)> ErrorOf(HttpResponseMessage response)
    {
        var error = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error");
        string message = error.GetProperty("message").GetString()!;
        Xunit.Assert.False(string.IsNullOrEmpty(error.GetProperty("type").GetString()));
        Xunit.Assert.DoesNotContain("   at ", message, StringComparison.Ordinal);
        return ((int)response.StatusCode, message, error.GetProperty("param").GetString(), error.GetProperty("code").GetString());
    }

    public Task StopAsync() => _application.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _application.DisposeAsync();
    }
}
