using System.Globalization;

namespace PhiVisionML.Cli.Doctor;

/// <summary>
/// Memory and time of a LoRA fine-tuning of a large model on a CPU, in proportion to one measured step: the published shape,
/// rank 16, bfloat16, one row of 361 tokens, two cores (docs/LOG.md, "the network at full size, timed again").
/// </summary>
/// <param name="Megabytes">Memory with one row at a time in bfloat16 (10⁶ bytes).</param>
/// <param name="SecondsPerRow">Forward, backward and update of one row.</param>
internal sealed record FineTuneEstimate(double Megabytes, double SecondsPerRow)
{
    public const int PublishedVocabulary = 32064;

    /// <summary>The published weights in bfloat16.</summary>
    public const long PublishedBytes = 8_293_242_880;

    private const double MeasuredTokens = 361, MeasuredMegabytes = 11_076, MeasuredSeconds = 152.8 + 110.3 + 0.24;

    /// <summary>Memory in float32: weights and what the graph keeps take twice the bytes.</summary>
    public double MegabytesInFloat32 => 2 * Megabytes;

    /// <summary>In proportion to tokens (and so leaves out that attention grows faster: little below some thousand tokens) and to the size of the weights.</summary>
    /// <param name="weightBytes">Bytes of the weights in bfloat16.</param>
    /// <param name="tokens">Tokens of a row, pictures included.</param>
    public static FineTuneEstimate For(long weightBytes, double tokens)
    {
        double size = weightBytes / (double)PublishedBytes, length = tokens / MeasuredTokens;
        return new FineTuneEstimate(weightBytes / 1e6 + (MeasuredMegabytes - PublishedBytes / 1e6) * size * length, MeasuredSeconds * size * length);
    }

    /// <summary>A time in the unit that suits it.</summary>
    public static string Duration(double seconds) => seconds switch
    {
        < 90 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s"),
        < 5400 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} min"),
        < 2 * 86400 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 86400:#,##0} days"),
    };
}
