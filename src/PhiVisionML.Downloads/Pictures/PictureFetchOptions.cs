using PhiVisionML.Catalog.Pictures;
using PhiVisionML.Downloads.Transport;

namespace PhiVisionML.Downloads.Pictures;

/// <summary>How <see cref="PictureFetch"/> asks for pictures and which ones it takes.</summary>
public sealed record PictureFetchOptions
{
    /// <summary>Requests at once. Default 16; 1 to 256.</summary>
    public int Parallel { get; init; } = 16;

    /// <summary>Requests at once to one host. Default 6, as browsers do; 1 to 256.</summary>
    public int PerHost { get; init; } = 6;

    /// <summary>The most bytes of a picture, counted while they come; each of the <see cref="Parallel"/> requests may hold as many. Default 32 MiB; 1 to 1 GiB.</summary>
    public int MaxBytes { get; init; } = 32 << 20;

    /// <summary>The most pixels (width x height) that a picture's header may promise. Default 50,000,000; 1 to <see cref="EncodedPicture.MostPixels"/>. Decoding takes 4 bytes a pixel for a moment.</summary>
    public int MaxPixels { get; init; } = EncodedPicture.UsualMostPixels;

    /// <summary>The longest that one picture may take to come, however steadily it drips. Default 2 minutes; above 0, at most a day.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Asks again for every picture. Those that are there come only if the server has them changed. Default <c>false</c>.</summary>
    public bool Refresh { get; init; }

    /// <summary>
    /// Asks again for every picture that failed. Default <c>false</c>: only for those whose failure may pass (no connection, a server that is busy or breaks off),
    /// not for those that are missing, are no pictures or are too large.
    /// </summary>
    public bool RetryFailed { get; init; }

    /// <summary>How servers are asked.</summary>
    public TransportOptions Transport { get; init; } = new();

    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    internal void Validate()
    {
        OptionRange.Require(Parallel is >= 1 and <= 256, nameof(Parallel), Parallel, "from 1 to 256");
        OptionRange.Require(PerHost is >= 1 and <= 256, nameof(PerHost), PerHost, "from 1 to 256");
        OptionRange.Require(MaxBytes is >= 1 and <= 1 << 30, nameof(MaxBytes), MaxBytes, $"from 1 to {1 << 30}");
        OptionRange.Require(MaxPixels is >= 1 and <= EncodedPicture.MostPixels, nameof(MaxPixels), MaxPixels, $"from 1 to {EncodedPicture.MostPixels}");
        OptionRange.Require(TimeLimit > TimeSpan.Zero && TimeLimit <= TimeSpan.FromDays(1), nameof(TimeLimit), TimeLimit, "above 0 and at most a day");
        Transport.Validate();
    }
}
