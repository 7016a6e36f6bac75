using System.Globalization;

namespace PhiVisionML.Cli.Output;

/// <summary>Bytes, rate and time left of a transfer, in words. The rate is that of the last seconds.</summary>
internal sealed class TransferText(TimeProvider clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Queue<(long Time, long Bytes)> _samples = new();

    /// <summary>Describes the transfer.</summary>
    /// <param name="transferred">Bytes that came so far, which the rate is made of.</param>
    /// <param name="done">Bytes that are there, earlier ones included.</param>
    /// <param name="total">Bytes in all.</param>
    public string Describe(long transferred, long done, long total)
    {
        long now = clock.GetTimestamp();
        _samples.Enqueue((now, transferred));
        while (clock.GetElapsedTime(_samples.Peek().Time, now) > Window) _samples.Dequeue();
        var (first, bytes) = _samples.Peek();
        double rate = clock.GetElapsedTime(first, now).TotalSeconds is > 0 and var seconds ? (transferred - bytes) / seconds : 0;
        string text = $"{Size(done)} of {Size(total)}";
        return rate <= 0 ? text : $"{text}, {Size((long)rate)}/s, {Time(TimeSpan.FromSeconds((total - done) / rate))} left";
    }

    /// <summary>A number of bytes with a decimal unit.</summary>
    public static string Size(long bytes) => bytes switch
    {
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:F2} GB"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F1} MB"),
        >= 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:F1} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
    };

    private static string Time(TimeSpan time) => time switch
    {
        { TotalHours: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours} h {time.Minutes} min"),
        { TotalMinutes: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} min {time.Seconds} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds)} s"),
    };
}
