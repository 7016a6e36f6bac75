using System.Text;

namespace PhiVisionML.Catalog.Sources.Rows;

/// <summary>Text files in UTF-8, or in UTF-16 or UTF-32 with a byte order mark; bytes that are no text of that encoding throw <see cref="DecoderFallbackException"/>.</summary>
internal static class TextFile
{
    /// <exception cref="InvalidDataException">The file begins like UTF-16 without a byte order mark.</exception>
    public static StreamReader Open(string path)
    {
        var start = new byte[4];
        using (var stream = File.OpenRead(path))
            start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        return new StreamReader(path, EncodingOf(path, start), detectEncodingFromByteOrderMarks: false);
    }

    /// <summary>The sentence for bytes that cannot be decoded.</summary>
    public static InvalidDataException NotText(string path, int afterLine, DecoderFallbackException error) =>
        new($"'{path}' is not UTF-8 text after line {afterLine}; save it as UTF-8.", error);

    private static Encoding EncodingOf(string path, byte[] start) => start switch
    {
        [0xFF, 0xFE, 0, 0] => new UTF32Encoding(bigEndian: false, byteOrderMark: true, throwOnInvalidCharacters: true),
        [0, 0, 0xFE, 0xFF] => new UTF32Encoding(bigEndian: true, byteOrderMark: true, throwOnInvalidCharacters: true),
        [0xFF, 0xFE, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
        [0xFE, 0xFF, ..] => new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
        [0, _, ..] or [_, 0, ..] => throw new InvalidDataException($"'{path}' begins like UTF-16 text but lacks its byte order mark (FF FE or FE FF); save it as UTF-8."),
        _ => new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true),
    };
}
