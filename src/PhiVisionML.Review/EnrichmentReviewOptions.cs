using Microsoft.AspNetCore.Http;
using PhiVisionML.Catalog.Pictures;
using PhiVisionML.Enrichment.Runs;

namespace PhiVisionML.Review;

/// <summary>How the reviewer's page is served. Read once, when it is mapped.</summary>
public sealed class EnrichmentReviewOptions : EnrichmentEndpointOptions
{
    /// <summary>The defaults.</summary>
    public EnrichmentReviewOptions() : base("/review", 64 << 20, EncodedPicture.MostPixels)
    {
    }

    /// <summary>How long a browser that has shown a key is let in without it. Default 12 hours; one minute to a year.</summary>
    public TimeSpan SessionTime { get; set; } = TimeSpan.FromHours(12);

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

    private protected override IEnumerable<string> Faults()
    {
        if (SessionTime < TimeSpan.FromMinutes(1) || SessionTime > TimeSpan.FromDays(365))
            yield return $"{nameof(SessionTime)} is {SessionTime}; it must be one minute to 365 days.";
        foreach (string fault in BelowOne((nameof(MaxValueLength), MaxValueLength)))
            yield return fault;
        if (PageSize is < 1 or > 200)
            yield return $"{nameof(PageSize)} is {PageSize}; it must be 1 to 200.";
        if (CountAge < TimeSpan.Zero || CountAge > TimeSpan.FromHours(1))
            yield return $"{nameof(CountAge)} is {CountAge}; it must be 0 to one hour.";
    }
}
