using System.IO.Enumeration;
using Microsoft.AspNetCore.Http;
using PhiVisionML.AspNetCore.Errors;
using PhiVisionML.Catalog.Files;

namespace PhiVisionML.Review.Queue;

/// <summary>The folder of pictures that came with products, and how full it may be. Thread-safe; other processes may share the folder.</summary>
/// <param name="folder">The folder; is made if need be.</param>
/// <param name="maxBytes">Most bytes of all files in it and below it.</param>
/// <param name="time">The clock.</param>
internal sealed class UploadFolder(string folder, long maxBytes, TimeProvider time)
{
    // A full folder is counted anew sooner: somebody may have made room.
    private static readonly TimeSpan CountAge = TimeSpan.FromMinutes(5), FullCountAge = TimeSpan.FromSeconds(10);

    private static readonly EnumerationOptions Below = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };

    private readonly Lock _gate = new();
    private readonly string _folder = Path.GetFullPath(folder);
    private long _stored, _underWay, _countedAt;
    private bool _isCounted;

    /// <summary>Stores a file that is not there yet.</summary>
    /// <param name="name">Its name, which its bytes give.</param>
    /// <param name="bytes">The file.</param>
    /// <returns>Its full path.</returns>
    /// <exception cref="ApiException">There is no room for it (507), or it cannot be written (500, 507).</exception>
    public string Store(string name, byte[] bytes)
    {
        string path = Path.Combine(_folder, name);
        try
        {
            if (!File.Exists(path))
                Write(path, bytes);
            return path;
        }
        catch (IOException e)
        {
            throw new ApiException(StatusCodes.Status507InsufficientStorage, "The picture could not be stored: the disk refused it. Nothing of the request was queued; send it again later.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ApiException(StatusCodes.Status500InternalServerError, $"The picture could not be stored: the server may not write to its folder for them ({nameof(EnrichmentQueueOptions.UploadFolder)}). Nothing of the request was queued.", e);
        }
    }

    private void Write(string path, byte[] bytes)
    {
        Reserve(bytes.Length);
        bool isStored = false;
        try
        {
            AtomicFile.Write(path, stream => stream.Write(bytes));
            isStored = true;
        }
        finally
        {
            lock (_gate)
            {
                _underWay -= bytes.Length;
                _stored += isStored ? bytes.Length : 0;
            }
        }
    }

    private void Reserve(int bytes)
    {
        lock (_gate)
        {
            CountIfOlder(CountAge);
            if (Held + bytes > maxBytes)
                CountIfOlder(FullCountAge);
            if (Held + bytes > maxBytes)
            {
                throw new ApiException(StatusCodes.Status507InsufficientStorage,
                    $"The upload folder holds {Held} of at most {maxBytes} bytes ({nameof(EnrichmentQueueOptions.MaxUploadBytes)}), and the picture has {bytes}. Nothing of the request was queued: have pictures removed from the folder that no job needs any more, or the limit raised, and send it again.");
            }

            _underWay += bytes;
        }
    }

    private long Held => _stored + _underWay;

    // What is under way may count twice until the next count; it never counts for nothing.
    private void CountIfOlder(TimeSpan age)
    {
        if (_isCounted && time.GetElapsedTime(_countedAt) < age)
            return;
        _stored = Directory.Exists(_folder) ? new FileSystemEnumerable<long>(_folder, (ref entry) => entry.Length, Below) { ShouldIncludePredicate = (ref entry) => !entry.IsDirectory }.Sum() : 0;
        (_countedAt, _isCounted) = (time.GetTimestamp(), true);
    }
}
