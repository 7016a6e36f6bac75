namespace PhiVisionML.Chat.Answers;

/// <summary>The bounded line in front of the model. A place is taken before pictures are read, and is free again when the model takes the request or its sender leaves.</summary>
/// <param name="capacity">Most places.</param>
/// <param name="limits">How many leave the line together.</param>
internal sealed class AnswerQueue(int capacity, BatchLimits limits)
{
    private readonly object _lock = new();
    private readonly List<QueuePlace> _waiting = [];
    private int _taken;
    private bool _isClosed;

    /// <summary>Places that are taken.</summary>
    public int Taken
    {
        get
        {
            lock (_lock)
                return _taken;
        }
    }

    /// <summary>Takes a place; dispose it to leave.</summary>
    /// <exception cref="QueueFullException">No place is free.</exception>
    public QueuePlace Enter()
    {
        lock (_lock)
        {
            if (_taken >= capacity)
                throw new QueueFullException($"{_taken} requests wait for the model, as many as may ({nameof(PhiVisionChatOptions.MaxQueuedRequests)}); try again later.");
            _taken++;
            return new QueuePlace(this, isAtHead: false);
        }
    }

    /// <summary>
    /// Takes a place at the head of the line for the next round of a request that the model has taken; dispose it to leave. It is there
    /// even where the line is full: a request that was let in is not refused half-way, and never waits for others to make room.
    /// </summary>
    public QueuePlace EnterAgain()
    {
        lock (_lock)
        {
            _taken++;
            return new QueuePlace(this, isAtHead: true);
        }
    }

    /// <summary>Waits for requests and takes the next batch out of the line.</summary>
    /// <returns>The batch; null once the queue is closed.</returns>
    public IReadOnlyList<PendingAnswer>? Take()
    {
        lock (_lock)
        {
            while (!_isClosed && _waiting.Count == 0)
                Monitor.Wait(_lock);
            if (_isClosed)
                return null;
            var batch = _waiting[..limits.Count(_waiting.Select(place => place.Answer!.Tokens))];
            foreach (var place in batch)
                Free(place);
            return [.. batch.Select(place => place.Answer!)];
        }
    }

    /// <summary>Lets nobody wait any longer: those who do get an <see cref="ObjectDisposedException"/>.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            foreach (var place in _waiting.ToArray())
            {
                Free(place);
                place.Answer!.Complete(new ObjectDisposedException(nameof(PhiVisionChatClient)));
            }

            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Puts a request at the end of the line, or behind the others at its head.</summary>
    /// <exception cref="ObjectDisposedException">The queue is closed.</exception>
    internal void Wait(QueuePlace place)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(PhiVisionChatClient));
            _waiting.Insert(place.IsAtHead ? _waiting.TakeWhile(other => other.IsAtHead).Count() : _waiting.Count, place);
            Monitor.Pulse(_lock);
        }
    }

    internal void Leave(QueuePlace place)
    {
        lock (_lock)
            Free(place);
    }

    private void Free(QueuePlace place)
    {
        if (!place.TryFree())
            return;
        _taken--;
        _waiting.Remove(place);
    }
}
