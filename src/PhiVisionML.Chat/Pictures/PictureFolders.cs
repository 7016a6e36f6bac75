using PhiVisionML.Model.Images;

namespace PhiVisionML.Chat.Pictures;

/// <summary>The folders from which pictures may be read. A path counts where it really leads, symbolic links followed. Thread-safe.</summary>
/// <param name="folders">The folders; those below them count too.</param>
public sealed class PictureFolders(IEnumerable<string> folders)
{
    private readonly RealFolders _folders = new(folders);

    /// <summary>Reads a file, if it really lies in one of the folders.</summary>
    /// <param name="uri">A <c>file:</c> URI of this machine.</param>
    /// <param name="maxBytes">Most bytes of the file.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="PictureRefusedException">The file lies elsewhere, is too large, or cannot be read.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(Uri uri, int maxBytes, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(uri);
        try
        {
            string path = (uri.IsUnc ? null : _folders.Find(uri.LocalPath))   // another machine is not even looked at
                ?? throw new PictureRefusedException($"'{uri.LocalPath}' is not in a folder from which pictures may be read ({nameof(PhiVisionChatOptions.PictureFolders)}).");
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);
            await using (file.ConfigureAwait(false))
            {
                PictureSizes.Check(file.Length, maxBytes);
                byte[] bytes = new byte[file.Length];
                await file.ReadExactlyAsync(bytes, cancellation).ConfigureAwait(false);
                return bytes;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new PictureRefusedException($"'{uri.LocalPath}' cannot be read: {e.Message}", e);
        }
    }
}
