namespace PhiVisionML.Downloads.Transport;

/// <summary>Refuses values of options that are out of their range.</summary>
internal static class OptionRange
{
    /// <exception cref="ArgumentOutOfRangeException">It does not hold.</exception>
    public static void Require(bool holds, string name, object value, string range)
    {
        if (!holds) throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; it must be {range}.");
    }
}
