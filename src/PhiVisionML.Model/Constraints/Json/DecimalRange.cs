using System.Globalization;

namespace PhiVisionML.Model.Constraints.Json;

/// <summary>Numbers in a row without gaps, written without exponent.</summary>
/// <param name="IntegerDigits">Most digits before the point.</param>
/// <param name="FractionDigits">Most digits after the point; 0 for whole numbers.</param>
internal sealed record DecimalRange(int IntegerDigits, int FractionDigits)
{
    /// <summary>Whole numbers; each fits 64 bits.</summary>
    public static DecimalRange Integer { get; } = new(18, 0);

    /// <summary>Numbers that fit <see cref="decimal"/>.</summary>
    public static DecimalRange Number { get; } = new(15, 10);

    /// <summary>The smallest number; null is without limit.</summary>
    public decimal? Low { get; private init; }

    /// <summary>Whether <see cref="Low"/> itself is left out.</summary>
    public bool WithoutLow { get; private init; }

    /// <summary>The largest number; null is without limit.</summary>
    public decimal? High { get; private init; }

    /// <summary>Whether <see cref="High"/> itself is left out.</summary>
    public bool WithoutHigh { get; private init; }

    /// <summary>The largest number that the digits can write.</summary>
    public decimal Limit => decimal.Parse(new string('9', IntegerDigits) + "." + new string('9', FractionDigits), CultureInfo.InvariantCulture);

    /// <summary>Whether no number is in it.</summary>
    public bool IsEmpty => Low > Limit || High < -Limit || Low > High || (Low == High && (WithoutLow || WithoutHigh));

    /// <summary>The numbers of this range from a bound on.</summary>
    public DecimalRange From(decimal bound, bool without)
    {
        if (FractionDigits == 0) (bound, without) = (without ? decimal.Floor(bound) + 1 : decimal.Ceiling(bound), false);
        bool isTighter = Low is not { } low || bound > low || (bound == low && without);
        return isTighter ? this with { Low = bound, WithoutLow = without } : this;
    }

    /// <summary>The numbers of this range up to a bound.</summary>
    public DecimalRange To(decimal bound, bool without)
    {
        if (FractionDigits == 0) (bound, without) = (without ? decimal.Ceiling(bound) - 1 : decimal.Floor(bound), false);
        bool isTighter = High is not { } high || bound < high || (bound == high && without);
        return isTighter ? this with { High = bound, WithoutHigh = without } : this;
    }
}
