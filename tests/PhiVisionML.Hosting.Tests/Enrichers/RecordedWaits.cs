namespace PhiVisionML.Hosting.Tests.Enrichers;

/// <summary>A clock on which waits are over at once, and remembered.</summary>
/// <param name="longest">Longer ones are somebody's patience, and last.</param>
internal sealed class RecordedWaits(TimeSpan longest) : TimeProvider
{
    public List<TimeSpan> Waits { get; } = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime < TimeSpan.Zero || dueTime > longest)
            return base.CreateTimer(callback, state, dueTime, period);
        Waits.Add(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
