using System.Net;

namespace PhiVisionML.Downloads.Checkpoints;

/// <summary>Fetches one part of a file into its place, over as many answers as it takes.</summary>
internal sealed class RangeFetch(HubClient hub, string commit, RepositoryFile file, TimeSpan patience, PartialFile target, PullMeter meter)
{
    // An answer that broke off after this many bytes was worth its while: the rest is asked for at once, and no attempt is counted.
    private const long GoodProgress = 1 << 20;

    /// <summary>Fetches a part. Whatever came is kept, also when this fails or is cancelled.</summary>
    /// <exception cref="PullException">The server sends another part, or another file.</exception>
    public async Task RunAsync(ByteRange part, CancellationToken cancellation)
    {
        long position = part.Start;
        try
        {
            await hub.Attempts.ExecuteAsync(async token =>
            {
                while (position < part.End)
                {
                    long before = position;
                    try
                    {
                        await ReceiveAsync(token).ConfigureAwait(false);
                    }
                    catch (Exception error) when (Failures.IsBroken(error) && position - before >= GoodProgress)
                    {
                    }
                }
            }, cancellation).ConfigureAwait(false);
        }
        finally
        {
            target.Keep(new ByteRange(part.Start, position));
        }

        async Task ReceiveAsync(CancellationToken token)
        {
            using var response = await hub.OpenAsync(commit, file.Path, new ByteRange(position, part.End), token).ConfigureAwait(false);
            RequireSameFile(response);
            if (response.StatusCode != HttpStatusCode.PartialContent) StartOver();
            else if (response.Content.Headers.ContentRange?.From != position)
                throw new PullException($"'{file.Path}': the server was asked for bytes from {position} and sent '{response.Content.Headers.ContentRange}'.");
            await BodyReader.ReadAsync(response, patience, bytes =>
            {
                int wanted = (int)Math.Min(bytes.Length, part.End - position);
                target.Write(bytes.Span[..wanted], position);
                position += wanted;
                meter.Fetch(file.Path, wanted);
                return position < part.End;
            }, token).ConfigureAwait(false);
            if (position < part.End) throw new HttpRequestException($"the answer ended {part.End - position} bytes early.");
        }

        // The whole file comes, from its beginning. Where that is not wanted, another of a site's servers may do better.
        void StartOver()
        {
            if (part != new ByteRange(0, file.Size)) throw new HttpRequestException("the server sent the whole file where a part was asked for, though it sent parts before.");
            meter.TakeBack(position);
            position = 0;
        }
    }

    private void RequireSameFile(HttpResponseMessage response)
    {
        var headers = response.Content.Headers;
        long? size = response.StatusCode == HttpStatusCode.PartialContent ? headers.ContentRange?.Length : headers.ContentLength;
        if (size is { } other && other != file.Size)
            throw new PullException($"'{file.Path}' has {file.Size} bytes in the list of commit {commit}, but the server sends {other}. It changed while it was fetched; try again.");
    }
}
