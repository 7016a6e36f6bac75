namespace PhiVisionML.Hosting.Workers;

/// <summary>Waits that grow, give or take half of them by chance.</summary>
/// <param name="first">The first wait.</param>
/// <param name="longest">The longest one, before chance.</param>
internal sealed class Patience(TimeSpan first, TimeSpan longest)
{
    private int _doublings;

    /// <summary>The next wait.</summary>
    public TimeSpan Next()
    {
        var wait = first * Math.Pow(2, _doublings);
        if (wait < longest)
            _doublings++;
        return Vary(wait < longest ? wait : longest);
    }

    /// <summary>Begins anew.</summary>
    public void Reset() => _doublings = 0;

    /// <summary>A wait, give or take half of it, so that workers do not come all at once.</summary>
    public static TimeSpan Vary(TimeSpan wait) => wait * (0.5 + Random.Shared.NextDouble());
}
