using Microsoft.AspNetCore.Http;

namespace PhiVisionML.AspNetCore.Endpoints;

/// <summary>How long a request is worked on: until its sender leaves, or the time is over that a stopping application leaves it.</summary>
internal sealed class RequestLife : IDisposable
{
    private readonly CancellationTokenSource _ends;
    private readonly CancellationTokenRegistration _stopping;
    private readonly CancellationToken _left;

    /// <param name="context">The request.</param>
    /// <param name="drainTime">How long it may go on when the application stops.</param>
    /// <param name="stopping">The application stops.</param>
    public RequestLife(HttpContext context, TimeSpan drainTime, CancellationToken stopping)
    {
        _left = context.RequestAborted;
        _ends = CancellationTokenSource.CreateLinkedTokenSource(_left);
        _stopping = stopping.Register(() => _ends.CancelAfter(drainTime));
    }

    /// <summary>Ends the work.</summary>
    public CancellationToken Token => _ends.Token;

    /// <summary>Whether nobody waits for the answer any more.</summary>
    public bool HasLeft => _left.IsCancellationRequested;

    /// <summary>Whether the application ended it.</summary>
    public bool IsStopped => !HasLeft && _ends.IsCancellationRequested;

    public void Dispose()
    {
        _stopping.Dispose();
        _ends.Dispose();
    }
}
