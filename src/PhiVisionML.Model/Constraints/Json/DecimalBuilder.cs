using System.Globalization;

namespace PhiVisionML.Model.Constraints.Json;

/// <summary>Builds the numbers of a range exactly: digits are compared with those of the bounds as they are written.</summary>
/// <param name="builder">Where to build.</param>
internal sealed class DecimalBuilder(GrammarBuilder builder)
{
    public Fragment Build(DecimalRange range)
    {
        List<Fragment> parts = [];
        if (range.High is not < 0)
            parts.Add(Magnitudes(range, Positive(range.Low), range.Low >= 0 && range.WithoutLow, range.High, range.WithoutHigh));
        if (range.Low is not >= 0)
        {
            decimal least = -Math.Min(range.High ?? 0, 0);
            bool withoutLeast = range.High is < 0 ? range.WithoutHigh : true;   // zero is written without a sign
            parts.Add(builder.Sequence(builder.Literal("-"), Magnitudes(range, least, withoutLeast, -range.Low, range.WithoutLow)));
        }

        return builder.Either(parts);
    }

    private static decimal Positive(decimal? bound) => Math.Max(bound ?? 0, 0);

    /// <summary>Numbers without a sign between two bounds.</summary>
    private Fragment Magnitudes(DecimalRange range, decimal low, bool withoutLow, decimal? high, bool withoutHigh)
    {
        if (high > range.Limit) high = null;
        decimal first = decimal.Floor(low);
        decimal last = decimal.Floor(high ?? range.Limit);
        var from = new Bound(Fraction(low), withoutLow);
        Bound? to = high is { } bound ? new Bound(Fraction(bound), withoutHigh) : null;
        if (first == last) return builder.Sequence(builder.Literal(Digits(first)), Fractions(range, from, to));

        List<Fragment> parts = [];
        if (from.Digits.Length > 0 || withoutLow)
        {
            parts.Add(builder.Sequence(builder.Literal(Digits(first)), Fractions(range, from, null)));
            first++;
        }

        if (to is not null)
        {
            parts.Add(builder.Sequence(builder.Literal(Digits(last)), Fractions(range, null, to)));
            last--;
        }

        if (first <= last) parts.Add(builder.Sequence(Integers(Digits(first), Digits(last)), Fractions(range, null, null)));
        return builder.Either(parts);
    }

    /// <summary>The whole numbers from one to another.</summary>
    private Fragment Integers(string low, string high)
    {
        List<Fragment> parts = [];
        if (low == "0") parts.Add(builder.Literal("0"));
        (int Shortest, int Longest)? whole = null;   // lengths of which every number is in it
        for (int length = low.Length; length <= high.Length; length++)
        {
            string smallest = "1" + new string('0', length - 1), largest = new('9', length);
            string first = length == low.Length && low != "0" ? low : smallest;
            string last = length == high.Length ? high : largest;
            if (first == smallest && last == largest) whole = (whole?.Shortest ?? length, length);
            else if (string.CompareOrdinal(first, last) <= 0) parts.Add(Between(first, last, length, (count, _, _) => count == length));
        }

        if (whole is var (from, to)) parts.Add(builder.Sequence(Range('1', '9'), builder.Repeat(() => Range('0', '9'), from - 1, to - 1)));
        return builder.Either(parts);
    }

    /// <summary>A point and digits, or nothing, that keep a number whose whole part is that of a bound within that bound.</summary>
    private Fragment Fractions(DecimalRange range, Bound? low, Bound? high)
    {
        bool bare = MayEnd(0, low is not null, high is not null);
        if (range.FractionDigits == 0) return bare ? builder.Nothing() : builder.Either([]);
        Fragment digits = Between(low?.Digits, high?.Digits, range.FractionDigits, (count, atLow, atHigh) => count > 0 && MayEnd(count, atLow, atHigh));
        Fragment fraction = builder.Sequence(builder.Literal("."), digits);
        return bare ? builder.Optional(fraction) : fraction;

        bool MayEnd(int count, bool atLow, bool atHigh)
        {
            if (atLow && (low!.Digits.Length > count || low.IsLeftOut)) return false;
            return !atHigh || high!.Digits.Length > count || !high.IsLeftOut;
        }
    }

    /// <summary>Up to so many digits that, with zeros behind the shorter one, are not below one row of digits and not above another.</summary>
    /// <param name="low">The lower row; null is without bound.</param>
    /// <param name="high">The upper row; null is without bound.</param>
    /// <param name="most">The most digits.</param>
    /// <param name="mayEnd">Whether they may end after so many, all of them equal to those of the lower row, of the upper row.</param>
    private Fragment Between(string? low, string? high, int most, Func<int, bool, bool, bool> mayEnd)
    {
        int end = builder.State();
        var states = new Dictionary<(int Count, bool AtLow, bool AtHigh), int>();
        return new Fragment(StateOf(0, low is not null, high is not null), end);

        int StateOf(int count, bool atLow, bool atHigh)
        {
            if (states.TryGetValue((count, atLow, atHigh), out int known)) return known;
            int state = states[(count, atLow, atHigh)] = builder.State();
            if (mayEnd(count, atLow, atHigh)) builder.Free(state, end);
            if (count == most) return state;

            char first = atLow ? DigitAt(low!, count) : '0', last = atHigh ? DigitAt(high!, count) : '9';
            for (char digit = first; digit <= last; digit++)
                builder.Step(state, (byte)digit, (byte)digit, StateOf(count + 1, atLow && digit == first, atHigh && digit == last));
            return state;
        }
    }

    private Fragment Range(char low, char high) => builder.Range((byte)low, (byte)high);

    private static char DigitAt(string digits, int index) => index < digits.Length ? digits[index] : '0';

    private static string Digits(decimal whole) => whole.ToString("0", CultureInfo.InvariantCulture);

    /// <summary>The digits behind the point, without zeros at the end.</summary>
    private static string Fraction(decimal number) => (number - decimal.Floor(number)).ToString(".############################", CultureInfo.InvariantCulture).TrimStart('.');

    /// <summary>The digits behind the point of a bound.</summary>
    private sealed record Bound(string Digits, bool IsLeftOut);
}
