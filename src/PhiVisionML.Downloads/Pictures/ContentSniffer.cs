using System.Text;

namespace PhiVisionML.Downloads.Pictures;

/// <summary>Says by their first bytes what servers send in the place of a picture.</summary>
internal static class ContentSniffer
{
    private const int Looked = 512;

    /// <summary>Whether a picture of a format that can be decoded begins so.</summary>
    public static bool BeginsAsPicture(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) || bytes.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G'])
        || bytes.StartsWith("GIF8"u8) || bytes.StartsWith("BM"u8) || (bytes.StartsWith("RIFF"u8) && (bytes.Length < 12 || bytes[8..].StartsWith("WEBP"u8)));

    /// <summary>A noun with its article.</summary>
    public static string Describe(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 12 && bytes[4..].StartsWith("ftyp"u8))
            return bytes[8..].StartsWith("avi"u8) ? "an AVIF picture" : bytes[8..].StartsWith("he"u8) || bytes[8..].StartsWith("mif1"u8) ? "a HEIF picture" : "a film";
        if (bytes.StartsWith("%PDF"u8)) return "a PDF document";
        if (bytes.StartsWith("II*\0"u8) || bytes.StartsWith("MM\0*"u8)) return "a TIFF picture";
        if (bytes.StartsWith("PK\x3\x4"u8)) return "a zip file";
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B])) return "a gzip file";
        return DescribeText(Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, Looked)]).TrimStart('\uFEFF', ' ', '\t', '\r', '\n'));
    }

    private static string DescribeText(string start) => start switch
    {
        _ when start.Contains("<svg", StringComparison.OrdinalIgnoreCase) => "an SVG drawing",
        _ when start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || start.Contains("<html", StringComparison.OrdinalIgnoreCase)
            || start.Contains("<head", StringComparison.OrdinalIgnoreCase) || start.Contains("<body", StringComparison.OrdinalIgnoreCase) => "a web page",
        _ when start.StartsWith('<') => "XML",
        _ when start.StartsWith('{') || start.StartsWith('[') => "JSON",
        _ when start.Length > 0 && start.All(character => character is '\r' or '\n' or '\t' || (!char.IsControl(character) && character != '\uFFFD')) => "text",
        _ => "bytes of an unknown kind",
    };
}
