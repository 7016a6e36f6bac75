using PhiVisionML.Enrichment.Jobs;

namespace PhiVisionML.Review;

/// <summary>How the queue is served. Read once, when it is mapped.</summary>
public sealed class EnrichmentQueueOptions
{
    /// <summary>Where the queue lies. Default <c>/enrichment</c>; begins with a slash. Every other path below it is answered with 404.</summary>
    public string Prefix { get; set; } = "/enrichment";

    /// <summary>Keys of which a request must show one (<c>Authorization: Bearer …</c>); none by default: then this machine alone is answered. Visible ASCII characters, no spaces.</summary>
    public IList<string> ApiKeys { get; } = [];

    /// <summary>A file with further keys, one a line; empty lines and those that begin with # do not count. Null by default.</summary>
    public string? ApiKeyFile { get; set; }

    /// <summary>Whether everybody is answered where there is no key, other machines too. Default false. Set it where the application authenticates by itself.</summary>
    public bool AllowAnonymous { get; set; }

    /// <summary>Makes the job of a product: its content's fingerprint and the adapter that is to answer. Must be set. What it refuses by an <see cref="ArgumentException"/> or <see cref="FormatException"/> is told to the sender.</summary>
    public Func<EnrichmentProduct, EnrichmentJob>? CreateJob { get; set; }

    /// <summary>Folders whose pictures products may name, those below them too; symbolic links count where they lead. None by default.</summary>
    public IList<string> PictureFolders { get; } = [];

    /// <summary>Where pictures are stored that come with a product, each as its SHA-256. Null, the default: such pictures are refused. Is made if need be.</summary>
    public string? UploadFolder { get; set; }

    /// <summary>Most bytes of a request, pictures included (a data: URI has four for three of the picture). Default 64 MiB; at least 1.</summary>
    public int MaxBodyBytes { get; set; } = 64 << 20;

    /// <summary>Most bytes of a picture. Default 16 MiB; at least 1.</summary>
    public int MaxPictureBytes { get; set; } = 16 << 20;

    /// <summary>Most products of a request. Default 1,000; at least 1.</summary>
    public int MaxProducts { get; set; } = 1_000;

    /// <summary>Most characters of a cell. Default 20,000; at least 1.</summary>
    public int MaxCellLength { get; set; } = 20_000;

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
        if (!Prefix.StartsWith('/') || Prefix.Length < 2 || Prefix.EndsWith('/'))
            yield return $"{nameof(Prefix)} is '{Prefix}'; it must begin with a slash, go on, and not end with one.";
        if (ApiKeyFile is not null && !File.Exists(ApiKeyFile))
            yield return $"{nameof(ApiKeyFile)} is '{ApiKeyFile}', which is no file.";
        if (CreateJob is null)
            yield return $"{nameof(CreateJob)} is missing; it says which job a product is.";
        if (PictureFolders.FirstOrDefault(folder => !Directory.Exists(folder)) is { } folder)
            yield return $"{nameof(PictureFolders)} has '{folder}', which is no folder.";
        foreach (var (name, value) in new[] { (nameof(MaxBodyBytes), MaxBodyBytes), (nameof(MaxPictureBytes), MaxPictureBytes), (nameof(MaxProducts), MaxProducts), (nameof(MaxCellLength), MaxCellLength) })
            if (value < 1)
                yield return $"{name} is {value}; it must be at least 1.";
    }
}
