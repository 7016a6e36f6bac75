using System.Text.RegularExpressions;
using PhiVisionML.Downloads.Transport;

namespace PhiVisionML.Downloads.Checkpoints;

/// <summary>Which checkpoint to pull, from where and into which folder.</summary>
public sealed partial record PullOptions
{
    /// <summary>The endpoint where checkpoints are published.</summary>
    public static readonly Uri PublicEndpoint = new("https://huggingface.co");

    /// <summary>The repository, <c>owner/name</c>.</summary>
    public required string Repository { get; init; }

    /// <summary>A branch, a tag or a commit. It is pinned to a commit before anything is fetched. Default <c>main</c>.</summary>
    public string Revision { get; init; } = "main";

    /// <summary>Where the files go. The folder is made; beside the files it holds <c>.pull</c>, with the list of what was pulled and what is unfinished.</summary>
    public required string Folder { get; init; }

    /// <summary>The server, http or https, with or without a path. Default <see cref="PublicEndpoint"/>.</summary>
    /// <remarks>
    /// Whoever names another server than the default decides about the network: if all its addresses are private, of this machine or of
    /// the link, it may redirect to such addresses too. A server with public addresses, the default always, may not lead there.
    /// </remarks>
    public Uri Endpoint { get; init; } = PublicEndpoint;

    /// <summary>An access token, for gated and private repositories. It is sent to the scheme, host and port of <see cref="Endpoint"/> alone, never to where that redirects, and over http only if all addresses of the server are private. Default none.</summary>
    public string? Token { get; init; }

    /// <summary>Connections at once, over all files. Default 8; 1 to 64.</summary>
    public int Connections { get; init; } = 8;

    /// <summary>The longest part of a file that one request asks for, in bytes. Default 32 MiB; at least 1 KiB.</summary>
    public long RangeBytes { get; init; } = 32 << 20;

    /// <summary>Whether files that are there are read and their hashes computed. Default <c>false</c>: their sizes, and the hashes noted when they were pulled, are enough.</summary>
    public bool Verify { get; init; }

    /// <summary>Whether files that differ from the published ones, and that no earlier pull wrote, are replaced. Default <c>false</c>: they are an error.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Time limits, retries, redirects. <see cref="TransportOptions.AllowPrivateAddresses"/> follows from <see cref="Endpoint"/>, and may be set besides.</summary>
    public TransportOptions Transport { get; init; } = new();

    /// <exception cref="PullException">A value is out of its range.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value of <see cref="Transport"/> is out of its range.</exception>
    internal void Validate()
    {
        Require(RepositoryPattern().IsMatch(Repository), $"'{Repository}' is not the name of a repository, such as microsoft/Phi-3-vision-128k-instruct.");
        Require(!string.IsNullOrWhiteSpace(Revision), "The revision is empty; it must be a branch, a tag or a commit, such as main.");
        Require(Endpoint is { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" } && WebAddress.HasValidHost(Endpoint), $"The endpoint '{(Endpoint is null ? "" : WebAddress.Shown(Endpoint))}' is not an address such as {PublicEndpoint}, without a user name or a query.");
        Require(Connections is >= 1 and <= 64, $"The number of connections is {Connections}; it must be from 1 to 64.");
        Require(RangeBytes >= 1024, $"The length of a range is {RangeBytes} bytes; it must be at least 1024.");
        Require(Token is null || TokenPattern().IsMatch(Token), "The token is empty or has characters other than letters, digits and signs of ASCII; look at where it is taken from.");
        Transport.Validate();
    }

    private static void Require(bool holds, string message)
    {
        if (!holds) throw new PullException(message);
    }

    [GeneratedRegex(@"^(?!\.)[\w.\-]{1,96}/(?!\.)[\w.\-]{1,96}\z", RegexOptions.ECMAScript)]
    private static partial Regex RepositoryPattern();

    [GeneratedRegex(@"^[!-~]+\z")]
    private static partial Regex TokenPattern();
}
