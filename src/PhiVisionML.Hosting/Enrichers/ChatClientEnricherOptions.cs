using PhiVisionML.Catalog.Asking;
using PhiVisionML.Catalog.Prices;

namespace PhiVisionML.Hosting.Enrichers;

/// <summary>How a <see cref="ChatClientEnricher"/> asks.</summary>
public sealed record ChatClientEnricherOptions
{
    /// <summary>What is asked about each product.</summary>
    public required ProductQuestion Question { get; init; }

    /// <summary>What prices are in, as a three-letter code; <c>null</c> (default) if unknown. Told to models that are asked for JSON.</summary>
    public string? Currency { get; init; }

    /// <summary>Most pictures of a product that are shown, the first ones. Default 1; from 1.</summary>
    public int MaxPictures { get; init; } = 1;

    /// <summary>How large pictures may be.</summary>
    public PictureLimits Pictures { get; init; } = new();

    /// <summary>Most requests at once. Default 4; from 1.</summary>
    public int MaxConcurrency { get; init; } = 4;

    /// <summary>How long a request may take. Default two minutes; above zero.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How often a request is tried again after a failure that may pass. Default 4; from 0. Turn off the client's own retries: they would multiply.</summary>
    public int MaxRetries { get; init; } = 4;

    /// <summary>About the wait before the first retry; each further one waits twice as long, give or take by chance, or as long as the server asks. Default one second; above zero.</summary>
    public TimeSpan FirstBackOff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait before a retry. If the server asks for a longer one, the enricher is unavailable for so long. Default 30 seconds; at least <see cref="FirstBackOff"/>.</summary>
    public TimeSpan LongestBackOff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Most requests a minute, evenly spread, retries included; <c>null</c> (default) for no limit; from 1.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>
    /// Answers that are drawn for each product. Default 1: the likeliest one, without a probability. With more, a value's probability is the share of the draws
    /// that have it, and every draw is a request. From 1.
    /// </summary>
    public int Samples { get; init; } = 1;

    /// <summary>The temperature of draws. Default 1, the model's own distribution; above 0. No effect with one sample.</summary>
    public float Temperature { get; init; } = 1;

    /// <exception cref="ArgumentException">A value is out of range; the message says which.</exception>
    internal void Validate()
    {
        Question.Validate();
        Pictures.Validate();
        Require(Currency is null || CurrencyMeaning.IsCode(Currency), nameof(Currency), Currency, "a three-letter code such as EUR");
        Require(MaxPictures >= 1, nameof(MaxPictures), MaxPictures, "at least 1");
        Require(MaxConcurrency >= 1, nameof(MaxConcurrency), MaxConcurrency, "at least 1");
        Require(Timeout > TimeSpan.Zero, nameof(Timeout), Timeout, "above zero");
        Require(MaxRetries >= 0, nameof(MaxRetries), MaxRetries, "at least 0");
        Require(FirstBackOff > TimeSpan.Zero, nameof(FirstBackOff), FirstBackOff, "above zero");
        Require(LongestBackOff >= FirstBackOff, nameof(LongestBackOff), LongestBackOff, $"at least {nameof(FirstBackOff)}, {FirstBackOff}");
        Require(RequestsPerMinute is null or >= 1, nameof(RequestsPerMinute), RequestsPerMinute, "at least 1, or null for no limit");
        Require(Samples >= 1, nameof(Samples), Samples, "at least 1");
        Require(Temperature > 0 && float.IsFinite(Temperature), nameof(Temperature), Temperature, "a positive number");
    }

    private static void Require(bool holds, string name, object? value, string range)
    {
        if (!holds)
            throw new ArgumentException(FormattableString.Invariant($"{name} is {value}; it must be {range}."));
    }
}
