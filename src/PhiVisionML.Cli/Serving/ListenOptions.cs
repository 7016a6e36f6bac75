using System.CommandLine;
using PhiVisionML.Cli.Output;

namespace PhiVisionML.Cli.Serving;

/// <summary>The options of commands that listen: where, and to whom.</summary>
internal sealed class ListenOptions
{
    private const string KeysVariable = "PHIVISION_API_KEYS";

    private readonly Option<string> _url;
    private readonly Option<FileInfo?> _keys = new("--api-key-file") { Description = $"File with API keys, one a line. Further ones come from {KeysVariable}, separated by commas." };
    private readonly Option<bool> _anonymous = new("--allow-anonymous") { Description = "Serve other machines without a key." };

    /// <param name="url">Where, if nothing else is said.</param>
    public ListenOptions(string url) => _url = Knob.Create("--url", "Where to listen. Without a key, an address of this machine alone.", url);

    public IEnumerable<Option> All => [_url, .. Access];

    /// <summary>Those that say who is let in.</summary>
    public IEnumerable<Option> Access => [_keys, _anonymous];

    private IEnumerable<IdleOptions> Idle =>
    [
        new([_anonymous], parsed => parsed.GetValue(_keys) is not null, $"serves without a key, and {_keys.Name} asks for one; leave one of them out."),
        new([_anonymous], _ => KeysOfVariable().Length > 0, $"serves without a key, and {KeysVariable} has some; leave one of them out."),
    ];

    /// <summary>Whether an address is named.</summary>
    public bool IsGiven(ParseResult parsed) => IdleOptions.IsGiven(parsed, _url);

    /// <summary>Reads them.</summary>
    /// <exception cref="ArgumentException">One does nothing beside another.</exception>
    /// <exception cref="InvalidOperationException">Other machines could come in without a key.</exception>
    public Listening Read(ParseResult parsed)
    {
        IdleOptions.Refuse(parsed, Idle);
        var address = ListenAddress.Parse(parsed.GetRequiredValue(_url));
        string[] keys = KeysOfVariable();
        var keyFile = parsed.GetValue(_keys);
        bool allowAnonymous = parsed.GetValue(_anonymous);
        if (address.IsOpen && keys.Length == 0 && keyFile is null && !allowAnonymous)
            throw new InvalidOperationException($"Other machines can reach {address.Url}, and there is no API key. Give --api-key-file or {KeysVariable}, or listen at 127.0.0.1; --allow-anonymous serves everybody.");
        return new Listening(address, keys, keyFile?.FullName, allowAnonymous);
    }

    private static string[] KeysOfVariable() => (Environment.GetEnvironmentVariable(KeysVariable) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
