using System.Buffers;
using PhiVisionML.Downloads.Transport;

namespace PhiVisionML.Downloads.Checkpoints;

/// <summary>Reads the body of an answer as it comes, in a buffer of fixed size.</summary>
internal static class BodyReader
{
    private const int BufferBytes = 256 << 10;

    /// <summary>Hands on each part until the end, or until <paramref name="take"/> wants no more.</summary>
    /// <exception cref="HttpIOException">The connection broke.</exception>
    /// <exception cref="TimeoutException">Nothing came for too long.</exception>
    public static async Task ReadAsync(HttpResponseMessage response, TimeSpan patience, Func<ReadOnlyMemory<byte>, bool> take, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                while (await StallGuard.ReadAsync(body, buffer, patience, cancellation).ConfigureAwait(false) is var read and > 0 && take(buffer.AsMemory(0, read)))
                {
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
