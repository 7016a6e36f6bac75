using System.Net;
using System.Text;
using Polly;
using PhiVisionML.Downloads.Transport;

namespace PhiVisionML.Downloads.Pictures;

/// <summary>Fetches pictures one by one into a store; each ends as an entry of the manifest. Safe to use from many threads.</summary>
internal sealed class PictureDownload : IDisposable
{
    // Each may need 4 bytes for every pixel that is allowed.
    private const int MostDecoders = 8;

    private const string Accepted = "image/jpeg, image/png, image/webp, image/gif, image/bmp, image/*;q=0.5, */*;q=0.1";

    private readonly PictureFetchOptions _options;
    private readonly PictureStore _store;
    private readonly TimeProvider _clock;
    private readonly Transport.WebClient _client;
    private readonly ResiliencePipeline _retries;
    private readonly SemaphoreSlim _requests;
    private readonly SemaphoreSlim _decoders = new(Math.Min(Environment.ProcessorCount, MostDecoders));

    /// <param name="options">How to ask.</param>
    /// <param name="store">Takes the pictures.</param>
    /// <param name="clock">Measures waits, and gives the entries their times.</param>
    /// <param name="onRetry">Is told of each further attempt.</param>
    public PictureDownload(PictureFetchOptions options, PictureStore store, TimeProvider clock, Action onRetry)
    {
        (_options, _store, _clock) = (options, store, clock);
        _client = new Transport.WebClient(options.Transport);
        _retries = Retries.Create(options.Transport, clock, (_, _) => onRetry());
        _requests = new SemaphoreSlim(options.Parallel);
    }

    /// <summary>Fetches a picture; whatever goes wrong ends as an entry, so that no picture ends a run; only a disk does.</summary>
    /// <param name="url">The address.</param>
    /// <param name="before">What is known of the address; its picture, if it has one, is kept unless there is a newer one.</param>
    /// <param name="host">What the host asks for.</param>
    /// <param name="cancellation">Ends it without an entry.</param>
    /// <exception cref="IOException">The picture could not be stored.</exception>
    public async Task<ManifestEntry> FetchAsync(Uri url, ManifestEntry? before, FetchHost host, CancellationToken cancellation)
    {
        try
        {
            return await _retries.ExecuteAsync(async token => await AttemptAsync(url, before, host, token).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (PictureFailure.Of(error) is { } failure)
        {
            if (error is HttpRequestException or TimeoutException) host.Failed();
            var entry = before ?? new ManifestEntry { Url = url.AbsoluteUri, FetchedAt = default };
            return entry with { Status = failure.Status, FetchedAt = _clock.GetUtcNow(), Reason = failure.Reason, Error = failure.Sentence, MayPass = failure.MayPass };
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _requests.Dispose();
        _decoders.Dispose();
    }

    private async Task<ManifestEntry> AttemptAsync(Uri url, ManifestEntry? before, FetchHost host, CancellationToken cancellation)
    {
        await host.ReadyAsync(cancellation).ConfigureAwait(false);
        await _requests.WaitAsync(cancellation).ConfigureAwait(false);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_options.TimeLimit);
        try
        {
            return await AskAsync(url, before, host, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new PictureException(PictureReason.Timeout, $"The picture did not come whole within {_options.TimeLimit.TotalSeconds} s.", mayPass: true);
        }
        finally
        {
            _requests.Release();
        }
    }

    private async Task<ManifestEntry> AskAsync(Uri url, ManifestEntry? before, FetchHost host, CancellationToken cancellation)
    {
        using var response = await _client.SendAsync(url, request => Prepare(request, before), cancellation).ConfigureAwait(false);
        host.Answered();
        if (response.StatusCode == HttpStatusCode.NotModified && before is not null)
            return before with { Status = (int)response.StatusCode, FetchedAt = _clock.GetUtcNow(), Reason = null, Error = null, MayPass = null };
        if (!response.IsSuccessStatusCode) throw Refusal(response, host);
        var bytes = await PictureBody.ReadAsync(response, _options.MaxBytes, _options.Transport.StallTimeout, cancellation).ConfigureAwait(false);
        var (extension, width, height) = await ExamineAsync(bytes, cancellation).ConfigureAwait(false);
        var (hash, file) = _store.Put(bytes, extension);
        var answered = response.RequestMessage!.RequestUri!;
        return new ManifestEntry
        {
            Url = url.AbsoluteUri,
            FinalUrl = answered == url ? null : WebAddress.Shown(answered),
            Status = (int)response.StatusCode,
            File = file,
            Sha256 = hash,
            Bytes = bytes.Length,
            Width = width,
            Height = height,
            ETag = response.Headers.NonValidated.TryGetValues("ETag", out var tag) ? tag.ToString() : null,
            LastModified = response.Content.Headers.NonValidated.TryGetValues("Last-Modified", out var date) ? date.ToString() : null,
            FetchedAt = _clock.GetUtcNow(),
        };
    }

    private static void Prepare(HttpRequestMessage request, ManifestEntry? before)
    {
        request.Headers.TryAddWithoutValidation("Accept", Accepted);
        // Others cannot be written into a request.
        if (before?.ETag is { } tag && Ascii.IsValid(tag)) request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        if (before?.LastModified is { } date && Ascii.IsValid(date)) request.Headers.TryAddWithoutValidation("If-Modified-Since", date);
    }

    private UnsuccessfulAnswerException Refusal(HttpResponseMessage response, FetchHost host)
    {
        var answer = new UnsuccessfulAnswerException(response, _clock);
        if (answer.Status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
            host.Ask(answer.RetryAfter ?? _options.Transport.FirstDelay);
        return answer;
    }

    /// <summary>At most as many at a time as there are processors: decoding is their work.</summary>
    private async Task<(string Extension, int Width, int Height)> ExamineAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        await _decoders.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return PictureCheck.Examine(bytes.Span, _options.MaxPixels);
        }
        finally
        {
            _decoders.Release();
        }
    }
}
