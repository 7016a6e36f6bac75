using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Ledger;

namespace PhiVisionML.Review.Tests.Fakes;

/// <summary>The pages and the queue behind a real web server on a free port of this machine, and a browser without scripts.</summary>
internal sealed partial class Served : IAsyncDisposable
{
    private readonly WebApplication _application;

    private Served(WebApplication application)
    {
        _application = application;
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true }) { BaseAddress = Address };
    }

    public Uri Address => new(_application.Urls.Single());

    /// <summary>Keeps cookies, and follows no redirection.</summary>
    public HttpClient Http { get; }

    public static Task<Served> StartAsync(Sample sample, Action<EnrichmentReviewOptions>? review = null, Action<WebApplication>? before = null) => StartAsync(sample.Enrichment, options =>
    {
        options.PictureFolders.Add(sample.Folder);
        review?.Invoke(options);
    }, null, before);

    /// <param name="enrichment">What is served.</param>
    /// <param name="review">The page's options; null for the defaults.</param>
    /// <param name="queue">The queue's options; null for no queue.</param>
    /// <param name="before">Adds what requests pass first.</param>
    public static async Task<Served> StartAsync(FakeEnrichment enrichment, Action<EnrichmentReviewOptions>? review, Action<EnrichmentQueueOptions>? queue, Action<WebApplication>? before = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<IEnrichmentJobStore>(enrichment).AddSingleton<IEnrichmentLedger>(enrichment).AddEnrichmentReview();
        var application = builder.Build();
        before?.Invoke(application);
        application.MapEnrichmentReview(review);
        if (queue is not null)
            application.MapEnrichmentQueue(queue);
        await application.StartAsync();
        return new Served(application);
    }

    /// <summary>A page as text.</summary>
    public async Task<string> GetAsync(string path) => await (await Http.GetAsync(path)).Content.ReadAsStringAsync();

    /// <summary>Sends a form as a page's own: with the token of that page.</summary>
    /// <param name="page">The page that has the form.</param>
    /// <param name="action">Where it goes.</param>
    /// <param name="fields">What it says.</param>
    public async Task<HttpResponseMessage> SendAsync(string page, string action, params (string Name, string Value)[] fields)
        => await Http.PostAsync(action, Form([("__RequestVerificationToken", await TokenOfAsync(page)), .. fields]));

    /// <summary>The token of a page's forms.</summary>
    public async Task<string> TokenOfAsync(string page) => TokenOf(await GetAsync(page));

    /// <inheritdoc cref="TokenOfAsync"/>
    public static string TokenOf(string html) => Token().Match(html).Groups[1].Value;

    public static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    public Task<HttpResponseMessage> PostJsonAsync(string path, string json) => Http.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"));

    public static async Task<JsonElement> JsonOf(HttpResponseMessage response) => JsonElement.Parse(await response.Content.ReadAsStringAsync());

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _application.DisposeAsync();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
