using System.Text.Json.Serialization;

namespace PhiVisionML.Downloads.Pictures;

/// <summary>A line of <c>manifest.jsonl</c>: what became of one address, of whose lines the last counts.</summary>
public sealed record ManifestEntry
{
    /// <summary>The address that was asked.</summary>
    public required string Url { get; init; }

    /// <summary>The address that answered, if redirects led elsewhere; without user name, password and query.</summary>
    public string? FinalUrl { get; init; }

    /// <summary>The last answer's HTTP status; 304 for a picture that had not changed.</summary>
    public int? Status { get; init; }

    /// <summary>The picture's file, relative to the folder; <c>null</c> if there is none.</summary>
    public string? File { get; init; }

    /// <summary>The SHA-256 of the picture's bytes, 64 lower-case hexadecimal digits.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The picture's length in bytes.</summary>
    public int? Bytes { get; init; }

    /// <summary>Width in pixels, as stored.</summary>
    public int? Width { get; init; }

    /// <summary>Height in pixels, as stored.</summary>
    public int? Height { get; init; }

    /// <summary>The server's tag of this version of the picture.</summary>
    [JsonPropertyName("etag")]
    public string? ETag { get; init; }

    /// <summary>When the server says that the picture changed last, as it wrote it.</summary>
    public string? LastModified { get; init; }

    /// <summary>When the answer came, UTC.</summary>
    public required DateTimeOffset FetchedAt { get; init; }

    /// <summary>
    /// Why there is no picture, or no newer one: <c>refused_address</c>, <c>status_404</c> and other answers, <c>connection</c>, <c>timeout</c>, <c>host_busy</c>, <c>host_down</c>,
    /// <c>too_large</c>, <c>too_many_pixels</c>, <c>not_a_picture</c>, <c>cut_off</c>, <c>damaged</c>, <c>unexpected</c>; <c>null</c> if nothing failed.
    /// </summary>
    public string? Reason { get; init; }

    /// <summary>The reason as a sentence.</summary>
    public string? Error { get; init; }

    /// <summary>Whether the failure may pass, so that the next run asks again; <c>null</c> if nothing failed.</summary>
    public bool? MayPass { get; init; }
}
