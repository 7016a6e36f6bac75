using Microsoft.AspNetCore.Http;
using PhiVisionML.Catalog.Pictures;
using PhiVisionML.Enrichment.Runs;

namespace PhiVisionML.Review;

/// <summary>How the reviewer's page is served. Read once, when it is mapped.</summary>
public sealed class EnrichmentReviewOptions
{
    /// <summary>Where the page lies. Default <c>/review</c>; begins with a slash. Every other path below it is answered with 404.</summary>
    public string Prefix { get; set; } = "/review";

    /// <summary>Keys that let a reviewer in, typed into a form or sent as <c>Authorization: Bearer …</c>; none by default: then only this machine's own browsers are answered. Visible ASCII characters, no spaces.</summary>
    public IList<string> ApiKeys { get; } = [];

    /// <summary>A file with further keys, one a line; empty lines and those that begin with # do not count. Null by default.</summary>
    public string? ApiKeyFile { get; set; }

    /// <summary>Whether everybody is answered where there is no key, other machines too. Default false. Set it where the application authenticates by itself.</summary>
    public bool AllowAnonymous { get; set; }

    /// <summary>How long a browser that has shown a key is let in without it. Default 12 hours; one minute to a year.</summary>
    public TimeSpan SessionTime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>Folders whose pictures are shown, those below them too; symbolic links count where they lead. None by default: then no picture is shown.</summary>
    public IList<string> PictureFolders { get; } = [];

    /// <summary>Picture files with more bytes are not shown. Default 64 MiB; at least 1.</summary>
    public int MaxPictureBytes { get; set; } = 64 << 20;

    /// <summary>Pictures with more pixels (width x height) are not shown; each takes 4 bytes while it is decoded, and two are decoded at once. Default and most 100 million; at least 1.</summary>
    public int MaxPicturePixels { get; set; } = EncodedPicture.MostPixels;

    /// <summary>Most characters of a value that a reviewer writes. Default 2,000; at least 1.</summary>
    public int MaxValueLength { get; set; } = 2_000;

    /// <summary>Products on a page of the list. Default 24; 1 to 200.</summary>
    public int PageSize { get; set; } = 24;

    /// <summary>How old counts may be that the page shows; counting a large table takes long. Default 5 s; 0 to one hour.</summary>
    public TimeSpan CountAge { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Values that are offered while a field is edited, by run and field name. Default: none but those that the page has shown.</summary>
    public Func<EnrichmentRun, string, IEnumerable<string>> Choices { get; set; } = (_, _) => [];

    /// <summary>Who decides, as the ledger is told. Default: the name that the application authenticated, or the one given with the key, or <c>reviewer</c>.</summary>
    public Func<HttpContext, string?> Actor { get; set; } = context => context.User.Identity?.Name;

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
        if (PictureFolders.FirstOrDefault(folder => !Directory.Exists(folder)) is { } folder)
            yield return $"{nameof(PictureFolders)} has '{folder}', which is no folder.";
        if (SessionTime < TimeSpan.FromMinutes(1) || SessionTime > TimeSpan.FromDays(365))
            yield return $"{nameof(SessionTime)} is {SessionTime}; it must be one minute to 365 days.";
        if (MaxPictureBytes < 1)
            yield return $"{nameof(MaxPictureBytes)} is {MaxPictureBytes}; it must be at least 1.";
        if (MaxPicturePixels is < 1 or > EncodedPicture.MostPixels)
            yield return $"{nameof(MaxPicturePixels)} is {MaxPicturePixels}; it must be 1 to {EncodedPicture.MostPixels}.";
        if (MaxValueLength < 1)
            yield return $"{nameof(MaxValueLength)} is {MaxValueLength}; it must be at least 1.";
        if (PageSize is < 1 or > 200)
            yield return $"{nameof(PageSize)} is {PageSize}; it must be 1 to 200.";
        if (CountAge < TimeSpan.Zero || CountAge > TimeSpan.FromHours(1))
            yield return $"{nameof(CountAge)} is {CountAge}; it must be 0 to one hour.";
    }
}
