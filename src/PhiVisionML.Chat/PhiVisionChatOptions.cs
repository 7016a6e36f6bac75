using PhiVisionML.Model.Images;

namespace PhiVisionML.Chat;

/// <summary>What a chat client takes, and how much of it. Read once, when the client is made.</summary>
public class PhiVisionChatOptions
{
    /// <summary>The name that the client answers to and puts into responses; null (default) means the name of the model's folder. A request for another model is refused.</summary>
    public string? ModelId { get; set; }

    /// <summary>
    /// Folders from which <c>file:</c> pictures may be read, subfolders included; none by default. A path counts where it really leads:
    /// one that leaves the folder by <c>..</c> or by a symbolic link is refused.
    /// </summary>
    public IList<string> PictureFolders { get; } = [];

    /// <summary>
    /// Fetches pictures whose URI is neither <c>data:</c> nor <c>file:</c>; null (default) refuses them. Whoever sends a request chooses
    /// the URI, so this decides which hosts may be asked. The bytes it gives count against <see cref="MaxPictureBytes"/>.
    /// </summary>
    public Func<Uri, CancellationToken, ValueTask<ReadOnlyMemory<byte>>>? PictureResolver { get; set; }

    /// <summary>Most pictures of one request, all turns together. Default 8; 0 takes text alone.</summary>
    public int MaxPictures { get; set; } = 8;

    /// <summary>Most bytes of one picture as it is encoded. Default 20 MiB; at least 1.</summary>
    public int MaxPictureBytes { get; set; } = 20 << 20;

    /// <summary>Most pixels (width x height) of one picture. Default 50 million; 1 to <see cref="PictureDecoderOptions.PixelLimit"/>.</summary>
    public int MaxPicturePixels { get; set; } = 50_000_000;

    /// <summary>Most tokens of an answer where a request says nothing. Default 500; at least 1.</summary>
    public int DefaultMaxOutputTokens { get; set; } = 500;

    /// <summary>Most tokens of an answer that a request may ask for. Default 4096; at least <see cref="DefaultMaxOutputTokens"/>. The room for them is taken before the first one.</summary>
    public int MaxOutputTokens { get; set; } = 4096;

    /// <summary>Most tokens of a prompt, pictures included; null (default) means what the model takes. At least 1.</summary>
    public int? MaxPromptTokens { get; set; }

    /// <summary>Most requests that wait while the model works; further ones get a <see cref="QueueFullException"/>. Requests with tools that wait for their second round are never refused. Default 64; at least 1.</summary>
    public int MaxQueuedRequests { get; set; } = 64;

    /// <summary>Most waiting requests that are answered together. Default 8; at least 1. 1 answers one after the other.</summary>
    public int MaxBatchSize { get; set; } = 8;

    /// <summary>
    /// Most tokens of a batch: its requests times the longest prompt and answer among them. Bounds the memory of the keys and values
    /// (the published model in bfloat16: 0.4 MB a token). Default 32,768; at least 1. A request that is larger by itself is answered alone.
    /// </summary>
    public int MaxBatchTokens { get; set; } = 32_768;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentException">Values are out of range; the message lists all of them.</exception>
    public void Validate()
    {
        string[] faults = [.. Faults()];
        if (faults.Length > 0)
            throw new ArgumentException(string.Join(" ", faults));
    }

    /// <summary>What is wrong with the values, a sentence each.</summary>
    internal virtual IEnumerable<string> Faults()
    {
        if (ModelId is "")
            yield return $"{nameof(ModelId)} is empty; give a name, or null for the folder's.";
        foreach (string folder in PictureFolders.Where(folder => !Directory.Exists(folder)))
            yield return $"{nameof(PictureFolders)} has '{folder}', which is no folder.";
        if (MaxPictures < 0)
            yield return $"{nameof(MaxPictures)} is {MaxPictures}; it must be at least 0.";
        if (MaxPicturePixels is < 1 or > PictureDecoderOptions.PixelLimit)
            yield return $"{nameof(MaxPicturePixels)} is {MaxPicturePixels}; it must be 1 to {PictureDecoderOptions.PixelLimit}.";
        if (MaxOutputTokens < DefaultMaxOutputTokens)
            yield return $"{nameof(MaxOutputTokens)} is {MaxOutputTokens}; it must be at least {nameof(DefaultMaxOutputTokens)}, {DefaultMaxOutputTokens}.";
        (string Name, int Value)[] counts =
        [
            (nameof(MaxPictureBytes), MaxPictureBytes),
            (nameof(DefaultMaxOutputTokens), DefaultMaxOutputTokens),
            (nameof(MaxPromptTokens), MaxPromptTokens ?? 1),
            (nameof(MaxQueuedRequests), MaxQueuedRequests),
            (nameof(MaxBatchSize), MaxBatchSize),
            (nameof(MaxBatchTokens), MaxBatchTokens),
        ];
        foreach (var (name, value) in counts.Where(count => count.Value < 1))
            yield return $"{name} is {value}; it must be at least 1.";
    }
}
