using Microsoft.Extensions.AI;
using PhiVisionML.Model.Images;

namespace PhiVisionML.Chat.Pictures;

/// <summary>From a message's picture, wherever it lies, to what the vision tower takes. Thread-safe.</summary>
/// <param name="options">Folders, resolver and limits.</param>
internal sealed class PictureReader(PhiVisionChatOptions options)
{
    // Decoded pixels are far larger than the file: no more pictures at once than there are processors to decode them.
    private static readonly SemaphoreSlim Decoders = new(Environment.ProcessorCount);

    private readonly PictureFolders _folders = new(options.PictureFolders);
    private readonly PictureDecoderOptions _decoding = new()
    {
        MaxPixels = options.MaxPicturePixels,
        ApplyExifOrientation = options.ApplyExifOrientation,
        BlendAlphaOntoWhite = options.BlendAlphaOntoWhite,
    };
    private readonly Func<Uri, CancellationToken, ValueTask<ReadOnlyMemory<byte>>>? _resolver = options.PictureResolver;
    private readonly int _maxBytes = options.MaxPictureBytes;

    /// <param name="contents">Contents of messages, in the order of their places.</param>
    /// <param name="processor">The model's processor.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="PictureRefusedException">A picture cannot be read or used; the message says which one and why.</exception>
    public async Task<IReadOnlyList<HdPicture>> ReadAsync(IReadOnlyList<AIContent> contents, ImageProcessor processor, CancellationToken cancellation)
    {
        var pictures = new List<HdPicture>(contents.Count);
        foreach (var content in contents)
        {
            try
            {
                var bytes = await BytesAsync(content, cancellation).ConfigureAwait(false);
                PictureSizes.Check(bytes.Length, _maxBytes);
                pictures.Add(await DecodeAsync(bytes, processor, cancellation).ConfigureAwait(false));
            }
            catch (PictureRefusedException refusal)
            {
                throw new PictureRefusedException($"Picture {pictures.Count + 1} of {contents.Count}: {refusal.Message}", refusal);
            }
        }

        return pictures;
    }

    private async Task<HdPicture> DecodeAsync(ReadOnlyMemory<byte> encoded, ImageProcessor processor, CancellationToken cancellation)
    {
        await Decoders.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => processor.Process(PictureDecoder.Decode(encoded.Span, _decoding)), cancellation).ConfigureAwait(false);
        }
        finally
        {
            Decoders.Release();
        }
    }

    private async ValueTask<ReadOnlyMemory<byte>> BytesAsync(AIContent content, CancellationToken cancellation) => content switch
    {
        DataContent data => data.Data,
        UriContent { Uri: { IsAbsoluteUri: true, Scheme: "data" } uri } => BytesOfDataUri(uri),
        UriContent { Uri: { IsAbsoluteUri: true, IsFile: true } uri } => await _folders.ReadAsync(uri, _maxBytes, cancellation).ConfigureAwait(false),
        UriContent { Uri: var uri } => await ResolveAsync(uri, cancellation).ConfigureAwait(false),
        _ => throw new InvalidOperationException($"A {content.GetType().Name} is no source of a picture."),
    };

    private static ReadOnlyMemory<byte> BytesOfDataUri(Uri uri)
    {
        try
        {
            return new DataContent(uri).Data;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or UriFormatException)
        {
            throw new PictureRefusedException($"The data: URI cannot be read: {e.Message}", e);
        }
    }

    private async ValueTask<ReadOnlyMemory<byte>> ResolveAsync(Uri uri, CancellationToken cancellation)
    {
        string shown = uri.IsAbsoluteUri ? uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) : "A relative URI";   // user and query may hold a key
        if (_resolver is null)
            throw new PictureRefusedException($"{shown} is not read: pictures come as bytes, as data: URIs, or as files of the folders that are open to requests. Set {nameof(PhiVisionChatOptions.PictureResolver)} to fetch others.");
        try
        {
            return await _resolver(uri, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not PictureRefusedException && !cancellation.IsCancellationRequested)
        {
            throw new PictureRefusedException($"{shown} could not be fetched: {e.Message}", e);
        }
    }
}
