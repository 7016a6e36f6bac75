namespace PhiVisionML.Chat.Answers;

/// <summary>A place in the line; guarded by the queue's lock.</summary>
internal sealed class QueuePlace : IDisposable
{
    private readonly AnswerQueue _queue;
    private bool _isFree;

    internal QueuePlace(AnswerQueue queue, bool isAtHead) => (_queue, IsAtHead) = (queue, isAtHead);

    /// <summary>Whether the request waits before those that the model has not begun to answer.</summary>
    public bool IsAtHead { get; }

    /// <summary>What waits here; null while it is being prepared.</summary>
    public PendingAnswer? Answer { get; private set; }

    /// <summary>Waits with a prepared request for the model.</summary>
    public void Wait(PendingAnswer answer)
    {
        Answer = answer;
        _queue.Wait(this);
    }

    /// <summary>Leaves the line; without effect where the model has taken the request.</summary>
    public void Dispose() => _queue.Leave(this);

    internal bool TryFree()
    {
        bool wasTaken = !_isFree;
        _isFree = true;
        return wasTaken;
    }
}
