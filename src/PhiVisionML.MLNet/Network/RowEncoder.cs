using PhiVisionML.MLNet.Images;
using PhiVisionML.MLNet.Scoring;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Text;

namespace PhiVisionML.MLNet.Network;

/// <summary>Decodes a row's pictures, scales them for the tower, and writes the prompt's ids around their places. Thread-safe.</summary>
internal sealed class RowEncoder(ImageProcessor processor, PromptEncoder prompts, PictureSettings settings)
{
    private readonly PictureDecoderOptions _decoding = new()
    {
        ApplyExifOrientation = settings.ApplyExifOrientation,
        BlendAlphaOntoWhite = settings.BlendAlphaOntoWhite,
        MaxPixels = settings.MaxPixels,
    };

    /// <param name="sources">One or more pictures.</param>
    /// <param name="prompt">Plain text.</param>
    /// <exception cref="PictureRefusedException">A picture cannot be decoded, or is too large or too thin.</exception>
    /// <exception cref="IOException">A picture's file is missing or cannot be read.</exception>
    public EncodedRow Encode(IReadOnlyList<PictureSource> sources, string prompt)
    {
        HdPicture[] pictures = [.. sources.Select(source => processor.Process(Decode(source)))];
        int[] ids = prompts.Encode(Prompt.ForPictures(pictures.Length, prompt), [.. pictures.Select(picture => picture.Layout.Tokens)]);
        return new(ids, pictures);
    }

    private RgbPicture Decode(PictureSource source) => source switch
    {
        PictureSource.Encoded encoded => PictureDecoder.Decode(encoded.Bytes.Span, _decoding),
        PictureSource.InFile file => PictureDecoder.DecodeFile(file.Path, _decoding),
        PictureSource.Decoded { IsRgba: true } pixels => RgbPicture.FromRgba(pixels.Bytes.Span, pixels.Width, pixels.Height, pixels.Width * 4, settings.BlendAlphaOntoWhite),
        PictureSource.Decoded pixels => RgbPicture.FromBgra(pixels.Bytes.Span, pixels.Width, pixels.Height, pixels.Width * 4, settings.BlendAlphaOntoWhite),
        _ => throw new NotSupportedException($"A {source.GetType().Name} is no source of a picture."),
    };
}
