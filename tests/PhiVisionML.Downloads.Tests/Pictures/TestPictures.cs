using System.Buffers.Binary;
using System.IO.Compression;
using SkiaSharp;

namespace PhiVisionML.Downloads.Tests.Pictures;

/// <summary>Small pictures, each number another one.</summary>
internal static class TestPictures
{
    private const int Size = 20;

    /// <summary>A PNG with a header that promises 100 million pixels, all of which are there, in a few thousand bytes.</summary>
    public static byte[] Bomb { get; } = BlackPng(10_000, 10_000);

    /// <summary>400 pixels of noise, so that there are bytes to cut off.</summary>
    public static byte[] Png(int number) => Encode(number, SKEncodedImageFormat.Png);

    public static byte[] Encode(int number, SKEncodedImageFormat format)
    {
        var random = new Random(number);
        using var bitmap = new SKBitmap(Size, Size);
        bitmap.Pixels = [.. Enumerable.Range(0, Size * Size).Select(_ => new SKColor((uint)random.Next(1 << 24) | 0xFF000000))];
        using var data = bitmap.Encode(format, 90);
        return data.ToArray();
    }

    /// <summary>An uncompressed BMP of 2 x 2 pixels.</summary>
    public static byte[] Bmp()
    {
        var bytes = new byte[54 + 16];
        "BM"u8.CopyTo(bytes);
        foreach (var (offset, value) in new[] { (2, bytes.Length), (10, 54), (14, 40), (18, 2), (22, 2), (26, 1 | (24 << 16)), (34, 16) })
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(offset), value);
        return bytes;
    }

    /// <summary>A GIF of 1 x 1 pixel.</summary>
    public static byte[] Gif() => Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==");

    private static byte[] BlackPng(int width, int height)
    {
        var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 1; // bit a pixel, grey
        WriteChunk(png, "IHDR"u8, header);
        var rows = new MemoryStream();
        using (var packed = new ZLibStream(rows, CompressionLevel.SmallestSize, leaveOpen: true))
            packed.Write(new byte[(1 + (width + 7) / 8) * height]);
        WriteChunk(png, "IDAT"u8, rows.ToArray());
        WriteChunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static void WriteChunk(MemoryStream png, ReadOnlySpan<byte> name, byte[] content)
    {
        byte[] named = [.. name, .. content];
        var number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        png.Write(number);
        png.Write(named);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32(named));
        png.Write(number);
    }

    private static uint Crc32(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }
        return ~crc;
    }
}
