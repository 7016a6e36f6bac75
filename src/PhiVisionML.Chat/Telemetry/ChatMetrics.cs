using System.Diagnostics.Metrics;
using PhiVisionML.Model.Generation;

namespace PhiVisionML.Chat.Telemetry;

/// <summary>A client's instruments. Names that begin with <c>gen_ai</c> are those of OpenTelemetry's conventions for servers of generative models.</summary>
internal sealed class ChatMetrics : IDisposable
{
    private readonly Meter _meter = new(PhiVisionChatClient.MeterName);
    private readonly Histogram<double> _timeToFirstToken;
    private readonly Histogram<double> _timePerOutputToken;
    private readonly Histogram<double> _prefillRate;
    private readonly Histogram<double> _decodeRate;
    private readonly Histogram<int> _batchSize;
    private readonly Counter<long> _promptTokens;
    private readonly Counter<long> _pictures;

    /// <param name="modelId">The client's own model.</param>
    /// <param name="queueLength">How many requests wait.</param>
    public ChatMetrics(string modelId, Func<int> queueLength)
    {
        _timeToFirstToken = _meter.CreateHistogram<double>("gen_ai.server.time_to_first_token", "s", "From a request's arrival to its first text, waiting included.");
        _timePerOutputToken = _meter.CreateHistogram<double>("gen_ai.server.time_per_output_token", "s", "From one token of an answer to the next, the first one left out.");
        _prefillRate = _meter.CreateHistogram<double>("phivision.chat.prefill.rate", "{token}/s", "Prompt tokens computed a second, pictures included, cached tokens not; one value a batch.");
        _decodeRate = _meter.CreateHistogram<double>("phivision.chat.decode.rate", "{token}/s", "Answer tokens a second behind the first ones, all answers of a batch together; one value a batch.");
        _batchSize = _meter.CreateHistogram<int>("phivision.chat.batch.size", "{request}", "Requests that were answered together.");
        _promptTokens = _meter.CreateCounter<long>("phivision.chat.prompt_tokens", "{token}", "Prompt tokens; phivision.cached says whether their keys and values were known.");
        _pictures = _meter.CreateCounter<long>("phivision.chat.pictures", "{picture}", "Pictures; phivision.cached says whether their vectors were known.");
        _meter.CreateObservableGauge("phivision.chat.queue.length", () => new Measurement<int>(queueLength(), Model(modelId)), "{request}", "Requests that wait for the model or are being prepared.");
    }

    public void FirstText(string modelId, TimeSpan sinceArrival) => _timeToFirstToken.Record(sinceArrival.TotalSeconds, Model(modelId));

    public void EndOfAnswer(string modelId, TimeSpan sinceFirstText, int tokens)
    {
        if (tokens > 1)
            _timePerOutputToken.Record(sinceFirstText.TotalSeconds / (tokens - 1), Model(modelId));
    }

    /// <summary>A batch in which every answer came to its end.</summary>
    public void EndOfBatch(string modelId, IReadOnlyList<GenerationRequest> requests, IReadOnlyCollection<GenerationResult> results, TimeSpan prefill, TimeSpan decode)
    {
        var model = Model(modelId);
        long prompts = results.Sum(result => (long)result.PromptTokens), cached = results.Sum(result => (long)result.CachedPromptTokens), decoded = results.Sum(result => Math.Max(0L, result.TokenIds.Count - 1));
        long pictures = requests.Sum(request => (long)request.Pictures.Count), known = results.Sum(result => (long)result.CachedPictures);
        _batchSize.Record(results.Count, model);
        _promptTokens.Add(cached, model, Cached(true));
        _promptTokens.Add(prompts - cached, model, Cached(false));
        _pictures.Add(known, model, Cached(true));
        _pictures.Add(pictures - known, model, Cached(false));
        if (prefill > TimeSpan.Zero)
            _prefillRate.Record((prompts - cached) / prefill.TotalSeconds, model);
        if (decode > TimeSpan.Zero && decoded > 0)
            _decodeRate.Record(decoded / decode.TotalSeconds, model);
    }

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Model(string id) => new("gen_ai.request.model", id);

    private static KeyValuePair<string, object?> Cached(bool value) => new("phivision.cached", value);
}
