using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace PhiVisionML.AspNetCore;

/// <summary>How a chat client is served. Read once, when the endpoints are mapped.</summary>
public sealed class PhiVisionOpenAIOptions
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Where the endpoints lie. Default <c>/v1</c>; begins with a slash. Every other path below it is answered with 404.</summary>
    public string Prefix { get; set; } = "/v1";

    /// <summary>
    /// Which models there are, asked once a request with its services. Default: the container's <see cref="IChatClient"/>, under its own
    /// name and those of its adapters (<see cref="ServedModel.AllOf"/>). Of several models with one id the first counts.
    /// </summary>
    public Func<IServiceProvider, IEnumerable<ServedModel>> Models { get; set; } = services => ServedModel.AllOf(services.GetRequiredService<IChatClient>());

    /// <summary>Keys of which a request must show one (<c>Authorization: Bearer …</c>); none by default. Visible ASCII characters, no spaces.</summary>
    public IList<string> ApiKeys { get; } = [];

    /// <summary>A file with further keys, one a line; empty lines and those that begin with # do not count. Null by default.</summary>
    public string? ApiKeyFile { get; set; }

    /// <summary>
    /// Whether requests from other machines are answered where there is no key, and requests that were sent to a name other than this
    /// machine's own (<c>localhost</c>, a loopback address). Default false. Set it where the application authenticates by itself.
    /// </summary>
    public bool AllowAnonymous { get; set; }

    /// <summary>Most bytes of a request, pictures included (a data: URI has four for three of the picture). Default 64 MiB; at least 1.</summary>
    public int MaxBodyBytes { get; set; } = 64 << 20;

    /// <summary>How long answers under way may go on when the application stops; then they get an error. Default 10 s; must be shorter than the host's ShutdownTimeout, which is 30 s by default.</summary>
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>After so long without a piece a stream gets a comment, so that nobody on the way takes it for dead. Default 15 s.</summary>
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentException">Values are out of range; the message lists all of them.</exception>
    public void Validate()
    {
        string[] faults = [.. Faults()];
        if (faults.Length > 0)
            throw new ArgumentException(string.Join(" ", faults));
    }

    private IEnumerable<string> Faults()
    {
        if (!Prefix.StartsWith('/'))
            yield return $"{nameof(Prefix)} is '{Prefix}'; it must begin with a slash.";
        if (ApiKeyFile is not null && !File.Exists(ApiKeyFile))
            yield return $"{nameof(ApiKeyFile)} is '{ApiKeyFile}', which is no file.";
        if (MaxBodyBytes < 1)
            yield return $"{nameof(MaxBodyBytes)} is {MaxBodyBytes}; it must be at least 1.";
        if (DrainTime < TimeSpan.Zero || DrainTime > Day)
            yield return $"{nameof(DrainTime)} is {DrainTime}; it must be 0 to {Day}.";
        if (KeepAliveInterval <= TimeSpan.Zero || KeepAliveInterval > Day)
            yield return $"{nameof(KeepAliveInterval)} is {KeepAliveInterval}; it must be above 0 and at most {Day}.";
    }
}
