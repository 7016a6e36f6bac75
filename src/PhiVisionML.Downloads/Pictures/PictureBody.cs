using System.IO.Compression;
using PhiVisionML.Downloads.Transport;

namespace PhiVisionML.Downloads.Pictures;

/// <summary>Reads the body of an answer into memory, up to a limit that the answer's own claims do not move.</summary>
internal static class PictureBody
{
    private const int Step = 1 << 16;
    private const int MostAtFirst = 1 << 20; // whatever the answer claims

    /// <param name="response">The answer; compressed ones are unpacked, and the limit is for what comes out.</param>
    /// <param name="maxBytes">The most bytes.</param>
    /// <param name="patience">The longest wait for the next bytes.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="PictureException">The body is too large or is not compressed as its head says.</exception>
    /// <exception cref="TimeoutException">Nothing came for too long.</exception>
    /// <exception cref="HttpIOException">The connection broke before the end.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage response, int maxBytes, TimeSpan patience, CancellationToken cancellation)
    {
        if (response.Content.Headers.ContentLength > maxBytes) throw TooLarge(maxBytes);
        var raw = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using var body = Unpacked(raw, response.Content.Headers.ContentEncoding);
        var bytes = new byte[Math.Min((int)Math.Min(response.Content.Headers.ContentLength + 1 ?? Step, MostAtFirst), maxBytes)];
        var length = 0;
        while (true)
        {
            // A byte more than allowed has to fit, to be noticed.
            if (length == bytes.Length) Array.Resize(ref bytes, (int)Math.Min(2L * length + Step, maxBytes + 1L));
            var read = await ReadAsync(body, bytes.AsMemory(length), patience, cancellation).ConfigureAwait(false);
            if (read == 0) return bytes.AsMemory(0, length);
            length += read;
            if (length > maxBytes) throw TooLarge(maxBytes);
        }
    }

    private static async ValueTask<int> ReadAsync(Stream body, Memory<byte> buffer, TimeSpan patience, CancellationToken cancellation)
    {
        try
        {
            return await StallGuard.ReadAsync(body, buffer, patience, cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is InvalidDataException or InvalidOperationException) // of gzip and deflate, and of br
        {
            throw new PictureException(PictureReason.Damaged, $"The answer is not compressed as its head says: {error.Message}", mayPass: true);
        }
    }

    private static Stream Unpacked(Stream raw, ICollection<string> encodings) => encodings.LastOrDefault(encoding => encoding.Length > 0)?.ToUpperInvariant() switch
    {
        null or "IDENTITY" => raw,
        "GZIP" or "X-GZIP" => new GZipStream(raw, CompressionMode.Decompress),
        "DEFLATE" => new ZLibStream(raw, CompressionMode.Decompress),
        "BR" => new BrotliStream(raw, CompressionMode.Decompress),
        var other => throw new PictureException(PictureReason.Damaged, $"The answer is compressed as '{other}'; gzip, deflate and br are read."),
    };

    private static PictureException TooLarge(int maxBytes) => new(PictureReason.TooLarge, $"The picture has more than {maxBytes} bytes, the limit.");
}
