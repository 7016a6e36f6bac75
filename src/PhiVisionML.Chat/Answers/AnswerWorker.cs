using PhiVisionML.Chat.Telemetry;

namespace PhiVisionML.Chat.Answers;

/// <summary>
/// The one thread that works with the model: loads it, then answers what waits, batch after batch. TorchSharp's calls stay on one
/// thread, and requests never wait for a thread of the pool.
/// </summary>
/// <param name="model">The model; this worker's to dispose.</param>
/// <param name="queue">Where requests wait.</param>
/// <param name="metrics">Hears of each batch.</param>
/// <param name="modelId">The client's own model.</param>
/// <param name="time">The clock.</param>
internal sealed class AnswerWorker(IAnswerModel model, AnswerQueue queue, ChatMetrics metrics, string modelId, TimeProvider time) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private TaskCompletionSource<ModelParts>? _loading;
    private Thread? _thread;

    /// <summary>Loads the model, or waits for whoever does. After a failure the next call tries again.</summary>
    /// <exception cref="ObjectDisposedException">The worker was disposed.</exception>
    public Task<ModelParts> LoadAsync()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, typeof(PhiVisionChatClient));
            if (_loading is null or { Task.IsFaulted: true })
            {
                var loading = _loading = new(TaskCreationOptions.RunContinuationsAsynchronously);
                _thread = new Thread(() => Run(loading)) { IsBackground = true, Name = "PhiVision chat" };
                _thread.Start();
            }

            return _loading.Task;
        }
    }

    /// <summary>Ends the answers under way within a token and waits for that; then lets go of the model.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_stop.IsCancellationRequested)
                return;
            _stop.Cancel();
        }

        queue.Close();
        _thread?.Join();
        model.Dispose();
        _stop.Dispose();
    }

    private void Run(TaskCompletionSource<ModelParts> loading)
    {
        try
        {
            loading.SetResult(model.Load());
        }
        catch (Exception e)
        {
            loading.SetException(e);
            return;
        }

        while (queue.Take() is { } batch)
            Answer(batch);
    }

    private void Answer(IReadOnlyList<PendingAnswer> batch)
    {
        Exception? failure = null;
        string? adapter = batch[0].Adapter;
        var listener = new BatchListener(batch, time, _stop.Token);
        try
        {
            model.Answer([.. batch.Select(answer => answer.Request)], adapter, listener, _stop.Token);
            listener.Record(metrics, adapter ?? modelId);
        }
        catch (Exception e)
        {
            failure = e;   // the thread goes on: the next batch may be fine
        }

        if (failure is null || _stop.IsCancellationRequested)
            failure = new ObjectDisposedException(nameof(PhiVisionChatClient));
        foreach (var answer in batch)   // without effect on those that ended
            answer.Complete(failure);
    }
}
