using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using PhiVisionML.Model.Images;

namespace PhiVisionML.Training.Samples;

/// <summary>One row as bytes: name, ids, labels, and for each picture the numbers of its layout and its pixels.</summary>
internal static class SampleRecord
{
    public static byte[] Write(TrainingSample sample)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(sample.Id);
        WriteNumbers(writer, sample.Ids);
        WriteNumbers(writer, sample.Labels);
        writer.Write(sample.Pictures.Count);
        foreach (var picture in sample.Pictures)
        {
            var layout = picture.Layout;
            WriteNumbers(writer, [layout.SourceWidth, layout.SourceHeight, layout.NumCrops, layout.CropSize, layout.TokensPerSide]);
            writer.Write(picture.Pixels.Span);
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>CRC-32C of a record, eight bytes at a time; the rest is filled up with zeros.</summary>
    public static uint Checksum(ReadOnlySpan<byte> record)
    {
        uint sum = uint.MaxValue;
        int whole = record.Length / sizeof(ulong) * sizeof(ulong);
        foreach (ulong eight in MemoryMarshal.Cast<byte, ulong>(record[..whole]))
            sum = BitOperations.Crc32C(sum, eight);
        Span<byte> rest = stackalloc byte[sizeof(ulong)];
        record[whole..].CopyTo(rest);
        return ~BitOperations.Crc32C(sum, BitConverter.ToUInt64(rest));
    }

    public static TrainingSample Read(byte[] record)
    {
        using var stream = new MemoryStream(record);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        string id = reader.ReadString();
        int[] ids = ReadNumbers(reader), labels = ReadNumbers(reader);
        var pictures = new HdPicture[reader.ReadInt32()];
        for (int i = 0; i < pictures.Length; i++)
        {
            int[] n = ReadNumbers(reader);
            var layout = HdLayout.For(n[0], n[1], n[2], n[3], n[4]);
            pictures[i] = HdPicture.FromPixels(layout, record.AsMemory((int)stream.Position, layout.ByteCount));
            stream.Position += layout.ByteCount;
        }

        return new TrainingSample { Id = id, Ids = ids, Labels = labels, Pictures = pictures };
    }

    private static void WriteNumbers(BinaryWriter writer, ReadOnlySpan<int> numbers)
    {
        writer.Write(numbers.Length);
        writer.Write(MemoryMarshal.AsBytes(numbers));
    }

    private static int[] ReadNumbers(BinaryReader reader)
    {
        int[] numbers = new int[reader.ReadInt32()];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(numbers.AsSpan()));
        return numbers;
    }
}
