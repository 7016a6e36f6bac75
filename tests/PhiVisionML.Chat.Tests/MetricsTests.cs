using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.AI;
using PhiVisionML.Chat.Tests.Fakes;
using Xunit;
using static PhiVisionML.Chat.Tests.Fakes.Waiting;

namespace PhiVisionML.Chat.Tests;

/// <summary>What a client measures.</summary>
public sealed class MetricsTests : IDisposable
{
    private readonly string _modelId = Guid.NewGuid().ToString();   // tests beside this one measure too
    private readonly ConcurrentQueue<(string Name, double Value, bool? Cached)> _measured = [];
    private readonly MeterListener _listener = new();

    public MetricsTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == PhiVisionChatClient.MeterName)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task An_answer_gives_its_times_rates_and_cache_hits()
    {
        using var client = new PhiVisionChatClient(Tiny.Model, new() { ModelId = _modelId });
        var watch = Stopwatch.StartNew();
        var first = await client.GetResponseAsync([Tiny.Ask("Give kind, colour, pattern, material, stars.", "product")]);
        Assert.InRange(Assert.Single(Values("gen_ai.server.time_to_first_token")), 1e-6, watch.Elapsed.TotalSeconds);
        Assert.InRange(Assert.Single(Values("gen_ai.server.time_per_output_token")), 0, watch.Elapsed.TotalSeconds / 2);
        Assert.True(Assert.Single(Values("phivision.chat.prefill.rate")) > 1);
        Assert.True(Assert.Single(Values("phivision.chat.decode.rate")) > 1);
        Assert.Equal(1, Assert.Single(Values("phivision.chat.batch.size")));
        Assert.Equal([0, (double)first.Usage!.InputTokenCount!], Sums("phivision.chat.prompt_tokens"));
        Assert.Equal([0, 1], Sums("phivision.chat.pictures"));

        var second = await client.GetResponseAsync([Tiny.Ask("What is it?", "product")]);
        Assert.True(second.Usage!.CachedInputTokenCount > 0);
        Assert.Equal((double)second.Usage.CachedInputTokenCount!, Sums("phivision.chat.prompt_tokens")[0]);
        Assert.Equal([1, 1], Sums("phivision.chat.pictures"));
    }

    [Fact]
    public async Task The_queue_shows_who_waits()
    {
        using var permits = new SemaphoreSlim(0);
        using var model = new FakeModel { Permits = permits };
        using var client = model.Client(new() { ModelId = _modelId });
        var running = client.GetResponseAsync("a");
        await UntilAsync(() => !model.Batches.IsEmpty);
        var waiting = client.GetResponseAsync("b");
        await UntilAsync(() => client.Queue.Taken == 1);
        _listener.RecordObservableInstruments();
        Assert.Equal(1, Values("phivision.chat.queue.length").Last());
        permits.Release(100);
        await Task.WhenAll(running, waiting);
        _listener.RecordObservableInstruments();
        Assert.Equal(0, Values("phivision.chat.queue.length").Last());
        Assert.Equal(2, Values("phivision.chat.batch.size").Count());
    }

    [Fact]
    public async Task The_conventions_of_OpenTelemetry_find_what_they_need()
    {
        string source = Guid.NewGuid().ToString();
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener { ShouldListenTo = s => s.Name == source, Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData, ActivityStopped = spans.Enqueue };
        ActivitySource.AddActivityListener(listener);
        using var client = new PhiVisionChatClient(Tiny.Model, new() { ModelId = _modelId }).AsBuilder().UseOpenTelemetry(sourceName: source).Build();
        var response = await client.GetResponseAsync([Tiny.Ask("What is it?", "product")], new() { MaxOutputTokens = 5 });
        var span = Assert.Single(spans);
        Assert.Equal("chat", span.GetTagItem("gen_ai.operation.name"));
        Assert.Equal("phivisionml", span.GetTagItem("gen_ai.provider.name"));
        Assert.Equal(_modelId, span.GetTagItem("gen_ai.request.model"));
        Assert.Equal(_modelId, span.GetTagItem("gen_ai.response.model"));
        Assert.Equal(response.Usage!.InputTokenCount, Convert.ToInt64(span.GetTagItem("gen_ai.usage.input_tokens"), System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(response.Usage.OutputTokenCount, Convert.ToInt64(span.GetTagItem("gen_ai.usage.output_tokens"), System.Globalization.CultureInfo.InvariantCulture));
    }

    private IEnumerable<double> Values(string name) => _measured.Where(m => m.Name == name).Select(m => m.Value);

    // What was known, and what was not.
    private double[] Sums(string name) => [.. new[] { true, false }.Select(cached => _measured.Where(m => m.Name == name && m.Cached == cached).Sum(m => m.Value))];

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        bool isOurs = false;
        bool? cached = null;
        foreach (var (name, tag) in tags)
        {
            isOurs |= name == "gen_ai.request.model" && Equals(tag, _modelId);
            cached = name == "phivision.cached" ? (bool?)tag : cached;
        }

        if (isOurs)
            _measured.Enqueue((instrument.Name, value, cached));
    }
}
