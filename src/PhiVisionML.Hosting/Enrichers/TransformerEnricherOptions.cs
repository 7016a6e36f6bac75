namespace PhiVisionML.Hosting.Enrichers;

/// <summary>How a <see cref="TransformerEnricher"/> works.</summary>
public sealed record TransformerEnricherOptions
{
    /// <summary>Most products of a batch. Default 8; from 1. Large pictures make smaller ones, as the model was saved.</summary>
    public int BatchSize { get; init; } = 8;

    /// <summary>How large pictures may be; the model may have been saved with a lower number of pixels.</summary>
    public PictureLimits Pictures { get; init; } = new();

    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchSize, 1);
        Pictures.Validate();
    }
}
