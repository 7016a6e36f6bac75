using PhiVisionML.Catalog.Pictures;

namespace PhiVisionML.Review;

/// <summary>What the reviewer's page and the queue over HTTP have in common: where they lie, who is let in, and which pictures are read.</summary>
public abstract class EnrichmentEndpointOptions
{
    private protected EnrichmentEndpointOptions(string prefix, int maxPictureBytes, int maxPicturePixels)
        => (Prefix, MaxPictureBytes, MaxPicturePixels) = (prefix, maxPictureBytes, maxPicturePixels);

    /// <summary>Where it lies. Default <c>/review</c> or <c>/enrichment</c>; begins with a slash. Every other path below it is answered with 404.</summary>
    public string Prefix { get; set; }

    /// <summary>
    /// Keys of which a request must show one (<c>Authorization: Bearer …</c>; a reviewer types one into a form). None by default: then this machine alone
    /// is answered. Visible ASCII characters, no spaces; long and drawn at random, since a key that is sent as a header may be guessed at as fast as the server answers.
    /// </summary>
    public IList<string> ApiKeys { get; } = [];

    /// <summary>A file with further keys, one a line; empty lines and those that begin with # do not count. Null by default.</summary>
    public string? ApiKeyFile { get; set; }

    /// <summary>Whether everybody is answered where there is no key, other machines too. Default false. Set it where the application authenticates by itself.</summary>
    public bool AllowAnonymous { get; set; }

    /// <summary>Folders whose pictures the page shows, or products may name, those below them too; symbolic links count where they lead. None by default: then no picture is shown, and none may be named.</summary>
    public IList<string> PictureFolders { get; } = [];

    /// <summary>Pictures with more bytes are refused. Default 64 MiB for the page, 16 MiB for the queue; at least 1.</summary>
    public int MaxPictureBytes { get; set; }

    /// <summary>
    /// Pictures with more pixels (width x height) are refused; each takes 4 bytes while it is decoded, and few are decoded at once. Default for the page, and most,
    /// <see cref="EncodedPicture.MostPixels"/>; for the queue <see cref="EncodedPicture.UsualMostPixels"/>, which is what workers take; at least 1.
    /// </summary>
    public int MaxPicturePixels { get; set; }

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentException">Values are out of range; the message lists all of them.</exception>
    public void Validate()
    {
        string[] faults = [.. SharedFaults(), .. Faults()];
        if (faults.Length > 0)
            throw new ArgumentException(string.Join(" ", faults));
    }

    /// <summary>All keys, those of the file too.</summary>
    internal IReadOnlyList<string> ReadKeys() => AspNetCore.Access.ApiKeys.Read(ApiKeys, ApiKeyFile);

    private protected abstract IEnumerable<string> Faults();

    private protected static IEnumerable<string> BelowOne(params (string Name, long Value)[] options)
        => options.Where(option => option.Value < 1).Select(option => $"{option.Name} is {option.Value}; it must be at least 1.");

    private IEnumerable<string> SharedFaults()
    {
        if (!Prefix.StartsWith('/') || Prefix.Length < 2 || Prefix.EndsWith('/'))
            yield return $"{nameof(Prefix)} is '{Prefix}'; it must begin with a slash, go on, and not end with one.";
        if (ApiKeyFile is not null && !File.Exists(ApiKeyFile))
            yield return $"{nameof(ApiKeyFile)} is '{ApiKeyFile}', which is no file.";
        if (PictureFolders.FirstOrDefault(folder => !Directory.Exists(folder)) is { } folder)
            yield return $"{nameof(PictureFolders)} has '{folder}', which is no folder.";
        foreach (string fault in BelowOne((nameof(MaxPictureBytes), MaxPictureBytes)))
            yield return fault;
        if (MaxPicturePixels is < 1 or > EncodedPicture.MostPixels)
            yield return $"{nameof(MaxPicturePixels)} is {MaxPicturePixels}; it must be 1 to {EncodedPicture.MostPixels}.";
    }
}
