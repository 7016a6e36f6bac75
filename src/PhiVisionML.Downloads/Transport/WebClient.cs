using System.Net;
using System.Text;

namespace PhiVisionML.Downloads.Transport;

/// <summary>Asks web servers under the rules of <see cref="TransportOptions"/>: addresses are looked at when connecting, redirects one by one.</summary>
/// <remarks>Proxies of the environment are not used, as the address that a proxy asks cannot be looked at.</remarks>
internal sealed class WebClient : IDisposable
{
    private readonly TransportOptions _options;
    private readonly HttpClient _client;

    /// <param name="options">How to ask.</param>
    /// <param name="isAllowed">Which addresses may be asked. Default: as <see cref="TransportOptions.AllowPrivateAddresses"/> says.</param>
    public WebClient(TransportOptions options, Func<IPAddress, bool>? isAllowed = null)
    {
        options.Validate();
        _options = options;
        _client = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = new GuardedConnection(isAllowed ?? (options.AllowPrivateAddresses ? _ => true : AddressRules.IsPublic)).ConnectAsync,
            ConnectTimeout = options.ResponseTimeout,
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            MaxResponseHeadersLength = 64,
            ResponseHeaderEncodingSelector = (_, _) => Encoding.UTF8, // redirects to names outside ASCII
        })
        { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Sends one request, without retries, and follows its redirects. The body is still to be read.</summary>
    /// <param name="url">An absolute address, http or https.</param>
    /// <param name="prepare">Adds headers. Is called for each redirect anew, with the request to the next address: credentials belong to the first host alone.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="RefusedAddressException">The address or a redirect is not http or https, has a host name that cannot be, goes from https to http, or its host is not on the public internet; or there are too many redirects.</exception>
    /// <exception cref="HttpRequestException">No connection, or a broken one.</exception>
    /// <exception cref="TimeoutException">The server did not answer in time.</exception>
    public async Task<HttpResponseMessage> SendAsync(Uri url, Action<HttpRequestMessage>? prepare, CancellationToken cancellation)
    {
        var address = url;
        for (var redirects = 0; ; redirects++)
        {
            RequireWeb(address);
            var response = await SendOnceAsync(address, prepare, cancellation).ConfigureAwait(false);
            if (RedirectOf(response) is not { } next) return response;
            response.Dispose();
            if (redirects == _options.Redirects)
                throw new RefusedAddressException($"'{WebAddress.Shown(url)}' redirects more than {_options.Redirects} times; the last was to '{WebAddress.Shown(next)}'.");
            if (address.Scheme == Uri.UriSchemeHttps && next.Scheme == Uri.UriSchemeHttp)
                throw new RefusedAddressException($"'{WebAddress.Shown(address)}' redirects from https to '{WebAddress.Shown(next)}', which is not encrypted.");
            address = next;
        }
    }

    public void Dispose() => _client.Dispose();

    private static void RequireWeb(Uri url)
    {
        if (!url.IsAbsoluteUri || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
            throw new RefusedAddressException($"'{WebAddress.Shown(url)}' is not an address that begins with http:// or https://.");
        if (!WebAddress.HasValidHost(url))
            throw new RefusedAddressException($"'{WebAddress.Shown(url)}' has a host name that is no valid international name.");
    }

    private async Task<HttpResponseMessage> SendOnceAsync(Uri url, Action<HttpRequestMessage>? prepare, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.UserAgent.ParseAdd(_options.UserAgent);
        prepare?.Invoke(request);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_options.ResponseTimeout);
        try
        {
            return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"'{WebAddress.Shown(url)}' did not answer within {_options.ResponseTimeout.TotalSeconds} s.");
        }
        catch (HttpRequestException error) when (error.InnerException is RefusedAddressException refused)
        {
            throw refused;
        }
    }

    private static Uri? RedirectOf(HttpResponseMessage response)
    {
        var location = response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
            ? response.Headers.Location : null;
        return location is not null && Uri.TryCreate(response.RequestMessage!.RequestUri!, location, out var next) ? next : null;
    }
}
