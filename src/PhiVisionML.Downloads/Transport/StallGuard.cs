namespace PhiVisionML.Downloads.Transport;

/// <summary>Reads a body and gives up when nothing comes for too long.</summary>
internal static class StallGuard
{
    /// <summary>Reads what is there, at most the buffer's length.</summary>
    /// <returns>The number of bytes; 0 at the end.</returns>
    /// <exception cref="TimeoutException">Nothing came within <paramref name="patience"/>.</exception>
    /// <exception cref="HttpIOException">The connection broke, or ended before the body did.</exception>
    public static async ValueTask<int> ReadAsync(Stream body, Memory<byte> buffer, TimeSpan patience, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        try
        {
            return await body.ReadAsync(buffer, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"The server sent nothing for {patience.TotalSeconds} s.");
        }
        catch (IOException error) when (error is not HttpIOException)
        {
            // Sockets and TLS have errors of their own, which must not be taken for those of a disk.
            throw new HttpIOException(HttpRequestError.ResponseEnded, error.Message, error);
        }
    }
}
