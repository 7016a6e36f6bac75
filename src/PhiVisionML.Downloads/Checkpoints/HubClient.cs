using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Polly;
using PhiVisionML.Downloads.Transport;
using WebClient = PhiVisionML.Downloads.Transport.WebClient;

namespace PhiVisionML.Downloads.Checkpoints;

/// <summary>Asks a server with the paths of the Hugging Face Hub: commits, lists of files, and their contents in parts.</summary>
/// <remarks>Source: the Hub's HTTP interface, <c>/api/models/…/revision</c>, <c>/api/models/…/tree</c> and <c>/…/resolve/…</c>.</remarks>
internal sealed partial class HubClient : IDisposable
{
    private const int MostPages = 1000, LongestAnswer = 64 << 20;

    private readonly PullOptions _options;
    private readonly WebClient _web;
    private readonly TimeProvider _clock;

    /// <param name="options">What to ask, and where.</param>
    /// <param name="isPrivate">Whether the endpoint has private addresses only, and so may lead to others.</param>
    /// <param name="clock">Measures waits.</param>
    /// <exception cref="PullException">The token would go over the internet unencrypted.</exception>
    public HubClient(PullOptions options, bool isPrivate, TimeProvider clock)
    {
        if (options is { Token: not null, Endpoint.Scheme: "http" } && !isPrivate)
            throw new PullException($"The token would go to {options.Endpoint} unencrypted, for anybody on the way to read. Name the endpoint with https://, or give no token.");
        _options = options;
        _clock = clock;
        var transport = options.Transport with { AllowPrivateAddresses = options.Transport.AllowPrivateAddresses || isPrivate };
        _web = new WebClient(transport);
        Attempts = Retries.Create(transport, clock);
    }

    /// <summary>Repeats what fails for a while.</summary>
    public ResiliencePipeline Attempts { get; }

    /// <summary>The commit that the revision stands for.</summary>
    public async Task<string> CommitAsync(CancellationToken cancellation)
    {
        if (CommitId().IsMatch(_options.Revision)) return _options.Revision;
        var (answer, _) = await ReadJsonAsync(Address($"api/models/{_options.Repository}/revision/{Uri.EscapeDataString(_options.Revision)}"), cancellation).ConfigureAwait(false);
        using (answer)
        {
            return answer.RootElement.ValueKind == JsonValueKind.Object && answer.RootElement.TryGetProperty("sha", out var sha) && sha.GetString() is { Length: > 0 } commit
                ? commit
                : throw new PullException($"{_options.Endpoint} does not say which commit '{_options.Revision}' of '{_options.Repository}' is.");
        }
    }

    /// <summary>All files of a commit, over all pages of the list.</summary>
    public async Task<IReadOnlyList<RepositoryFile>> FilesAsync(string commit, CancellationToken cancellation)
    {
        var files = new List<RepositoryFile>();
        Uri? page = Address($"api/models/{_options.Repository}/tree/{Uri.EscapeDataString(commit)}?recursive=true");
        for (int pages = 0; page is not null; pages++)
        {
            if (pages == MostPages) throw new PullException($"The list of files of '{_options.Repository}' has more than {MostPages} pages; the last led to '{WebAddress.Shown(page)}'.");
            var (answer, next) = await ReadJsonAsync(page, cancellation).ConfigureAwait(false);
            using (answer) files.AddRange(RepositoryTree.Read(answer.RootElement));
            if (next is not null && (!WebAddress.HasValidHost(next) || !IsEndpoint(next))) throw new PullException($"The list of files of '{_options.Repository}' goes on at '{WebAddress.Shown(next)}', which is not {_options.Endpoint}.");
            page = next;
        }

        return files;
    }

    /// <summary>Asks once for a part of a file. The body is still to be read.</summary>
    /// <exception cref="UnsuccessfulAnswerException">The answer is no success.</exception>
    /// <exception cref="PullException">The server refuses the token, or the lack of one.</exception>
    public Task<HttpResponseMessage> OpenAsync(string commit, string path, ByteRange range, CancellationToken cancellation)
    {
        string escaped = string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
        return SendAsync(Address($"{_options.Repository}/resolve/{Uri.EscapeDataString(commit)}/{escaped}"), new RangeHeaderValue(range.Start, range.End - 1), cancellation);
    }

    public void Dispose() => _web.Dispose();

    private async Task<(JsonDocument Answer, Uri? Next)> ReadJsonAsync(Uri address, CancellationToken cancellation)
    {
        try
        {
            return await Attempts.ExecuteAsync(async token =>
            {
                using var response = await SendAsync(address, null, token).ConfigureAwait(false);
                using var content = new MemoryStream();
                await BodyReader.ReadAsync(response, _options.Transport.StallTimeout, part =>
                {
                    content.Write(part.Span);
                    return content.Length <= LongestAnswer ? true : throw new PullException($"'{WebAddress.Shown(address)}' answers with more than {LongestAnswer} bytes.");
                }, token).ConfigureAwait(false);
                content.Position = 0;
                return (JsonDocument.Parse(content), NextPage(response));
            }, cancellation).ConfigureAwait(false);
        }
        catch (JsonException error)
        {
            throw new PullException($"'{WebAddress.Shown(address)}' does not answer with JSON: {error.Message} Is {_options.Endpoint} the endpoint of a model hub?", error);
        }
        catch (Exception error) when (Failures.IsOfNetwork(error))
        {
            throw new PullException($"{_options.Endpoint} does not list '{_options.Repository}': {Failures.Sentence(error)}", error);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(Uri address, RangeHeaderValue? range, CancellationToken cancellation)
    {
        var response = await _web.SendAsync(address, request =>
        {
            request.Headers.Range = range;
            request.Headers.AcceptEncoding.ParseAdd("identity");
            if (_options.Token is { } token && IsEndpoint(request.RequestUri!))
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }, cancellation).ConfigureAwait(false);
        if (response.IsSuccessStatusCode) return response;
        using (response)
        {
            throw IsEndpoint(response.RequestMessage!.RequestUri!) && Refusal(response.StatusCode, ofFile: range is not null) is { } refusal ? new PullException(refusal) : new UnsuccessfulAnswerException(response, _clock);
        }
    }

    private string? Refusal(HttpStatusCode status, bool ofFile)
    {
        string name = $"'{_options.Repository}'", page = $"{_options.Endpoint.AbsoluteUri.TrimEnd('/')}/{_options.Repository}";
        string token = _options.Token is null ? "set HF_TOKEN to an access token, or name a file that holds one with --token-file" : "check that the token that was given may read it";
        return status switch
        {
            HttpStatusCode.Unauthorized => $"{_options.Endpoint} refuses {name} (401): it is gated or private, or there is no such repository. Check the name; accept its licence at {page}; then {token}.",
            HttpStatusCode.Forbidden => $"{_options.Endpoint} refuses {name} (403): its licence is not accepted, or the token may not read it. Accept the licence at {page}; then {token}.",
            HttpStatusCode.NotFound when !ofFile => $"{_options.Endpoint} has no repository {name} with a revision '{_options.Revision}' (404). Check both names at {page}.",
            _ => null,
        };
    }

    private bool IsEndpoint(Uri address) => Uri.Compare(address, _options.Endpoint, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;

    private Uri Address(string path) => new($"{_options.Endpoint.AbsoluteUri.TrimEnd('/')}/{path}");

    private static Uri? NextPage(HttpResponseMessage response)
        => response.Headers.TryGetValues("Link", out var links) && links.Select(link => NextLink().Match(link)).FirstOrDefault(match => match.Success) is { } found
            ? Uri.TryCreate(response.RequestMessage!.RequestUri, found.Groups[1].Value, out var next) ? next
                : throw new PullException($"{response.RequestMessage!.RequestUri!.Host} says that a list goes on at what is no address.")
            : null;

    [GeneratedRegex(@"^[0-9a-f]{40}\z")]
    private static partial Regex CommitId();

    [GeneratedRegex("""<([^>]*)>\s*;[^<]*\brel\s*=\s*"?next\b""", RegexOptions.IgnoreCase)]
    private static partial Regex NextLink();
}
