using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using PhiVisionML.Model.Images;
using SkiaSharp;

namespace PhiVisionML.Model.Tests.Images;

/// <summary>Writes picture files for tests, down to the details that picture libraries do not let one choose.</summary>
internal static class PictureFiles
{
    /// <summary>A PNG from rows of samples as the format packs them; extra chunks come before the pixels.</summary>
    public static byte[] Png(int width, int height, byte bitDepth, byte colourType, byte[] samples, params (string Name, byte[] Data)[] chunks)
    {
        using MemoryStream file = new();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (bitDepth, colourType);
        WriteChunk(file, "IHDR", header);
        foreach ((string name, byte[] data) in chunks)
            WriteChunk(file, name, data);

        int stride = samples.Length / height;
        using MemoryStream packed = new();
        using (ZLibStream zlib = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (int y = 0; y < height; y++)
            {
                zlib.WriteByte(0);
                zlib.Write(samples, y * stride, stride);
            }
        }

        WriteChunk(file, "IDAT", packed.ToArray());
        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    /// <summary>A GIF of one or more frames as large as the picture, not compressed (a clear code before the table would grow).</summary>
    public static byte[] Gif(int width, int height, byte[] palette, int? transparent, params byte[][] frames)
    {
        using MemoryStream file = new();
        file.Write("GIF89a"u8);
        WriteInt16(file, width, height);
        file.Write([0xF6, 0, 0]);
        file.Write(palette);
        file.Write(new byte[128 * 3 - palette.Length]);
        foreach (byte[] frame in frames)
        {
            file.Write([0x21, 0xF9, 4, (byte)(transparent is null ? 0 : 1), 0, 0, (byte)(transparent ?? 0), 0]);
            file.WriteByte(0x2C);
            WriteInt16(file, 0, 0, width, height);
            file.Write([0, 7]);
            WriteGifCodes(file, frame);
        }

        file.WriteByte(0x3B);
        return file.ToArray();
    }

    /// <summary>A BMP with 24 bits a pixel.</summary>
    public static byte[] Bmp(RgbPicture picture)
    {
        int stride = (picture.Width * 3 + 3) / 4 * 4;
        byte[] file = new byte[54 + stride * picture.Height];
        (file[0], file[1]) = ((byte)'B', (byte)'M');
        int[] fields = [file.Length, 0, 54, 40, picture.Width, picture.Height, 1 | 24 << 16];
        for (int i = 0; i < fields.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2 + 4 * i), fields[i]);
        ReadOnlySpan<byte> pixels = picture.Pixels.Span;
        for (int y = 0; y < picture.Height; y++)
        {
            for (int x = 0; x < picture.Width * 3; x++)
                file[54 + (picture.Height - 1 - y) * stride + x] = pixels[(y * picture.Width + x / 3) * 3 + 2 - x % 3];
        }

        return file;
    }

    /// <summary>JPEG or WebP through the picture library; quality 100 makes WebP lossless.</summary>
    public static byte[] Encode(RgbPicture picture, SKEncodedImageFormat format, int quality)
    {
        using SKBitmap bitmap = new(new SKImageInfo(picture.Width, picture.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        ReadOnlySpan<byte> rgb = picture.Pixels.Span;
        for (int i = 0; i < picture.Width * picture.Height; i++)
            bitmap.SetPixel(i % picture.Width, i / picture.Width, new SKColor(rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2]));
        using SKData data = bitmap.Encode(format, quality);
        return data.ToArray();
    }

    /// <summary>The JPEG with an EXIF block that says how it is turned.</summary>
    public static byte[] WithExifOrientation(byte[] jpeg, byte orientation)
    {
        byte[] exif =
        [
            0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "MM\0*"u8, 0, 0, 0, 8,
            0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0,
        ];
        return [.. jpeg[..2], .. exif, .. jpeg[2..]];
    }

    private static void WriteChunk(Stream file, string name, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(name), .. data];
        byte[] number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32(body));
        file.Write(number);
    }

    private static uint Crc32(byte[] bytes)
    {
        uint rest = uint.MaxValue;
        foreach (byte value in bytes)
        {
            rest ^= value;
            for (int bit = 0; bit < 8; bit++)
                rest = rest >> 1 ^ ((rest & 1) * 0xEDB88320);
        }

        return ~rest;
    }

    private static void WriteGifCodes(Stream file, byte[] frame)
    {
        // Codes stay eight bits wide: 128 clears the table, which then never reaches 256 entries; 129 ends.
        List<byte> codes = [];
        for (int i = 0; i < frame.Length; i++)
        {
            if (i % 100 == 0)
                codes.Add(128);
            codes.Add(frame[i]);
        }

        codes.Add(129);
        foreach (byte[] block in codes.Chunk(255))
        {
            file.WriteByte((byte)block.Length);
            file.Write(block);
        }

        file.WriteByte(0);
    }

    private static void WriteInt16(Stream file, params int[] numbers)
    {
        foreach (int number in numbers)
            file.Write([(byte)number, (byte)(number >> 8)]);
    }
}
