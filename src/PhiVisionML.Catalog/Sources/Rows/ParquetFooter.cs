using System.Buffers.Binary;

namespace PhiVisionML.Catalog.Sources.Rows;

/// <summary>
/// Walks a Parquet file's footer before the library decodes it: on some damaged footers the library's decoder never comes back.
/// Every value must lie inside the footer and be of a kind that the format knows, and the footer must end where its length says.
/// </summary>
/// <remarks>Source: the Parquet format's file layout, and the compact protocol of Apache Thrift. Each step takes a byte at least, so the walk ends.</remarks>
internal ref struct ParquetFooter
{
    private const int TailBytes = 8, MostDepth = 32, MostBytes = 256 << 20;

    private ReadOnlySpan<byte> _rest;

    private enum Kind : byte
    {
        Stop, True, False, Byte, Int16, Int32, Int64, Double, Binary, List, Set, Map, Struct, Uuid,
    }

    /// <exception cref="InvalidDataException">The footer is damaged; the message says how.</exception>
    public static void Check(Stream file)
    {
        if (file.Length < TailBytes + 4) throw new InvalidDataException($"the file has {file.Length} bytes");
        Span<byte> tail = stackalloc byte[TailBytes];
        file.Seek(-TailBytes, SeekOrigin.End);
        file.ReadExactly(tail);
        if (!tail[4..].SequenceEqual("PAR1"u8)) throw new InvalidDataException("the file does not end with PAR1");
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        if (length > file.Length - TailBytes - 4 || length > MostBytes) throw new InvalidDataException($"the footer is said to have {length} bytes, and the file has {file.Length}");
        var footer = new byte[length];
        file.Seek(-TailBytes - length, SeekOrigin.End);
        file.ReadExactly(footer);
        file.Seek(0, SeekOrigin.Begin);
        var walk = new ParquetFooter { _rest = footer };
        walk.Struct(MostDepth);
        if (walk._rest.Length > 0) throw new InvalidDataException($"the footer ends {walk._rest.Length} bytes early");
    }

    private void Struct(int depth)
    {
        for (byte head = Byte(); head != 0; head = Byte())
        {
            if (head >> 4 == 0) Varint();
            var kind = (Kind)(head & 0xF);
            if (kind is not (Kind.True or Kind.False)) Value(kind, depth);
        }
    }

    private void Value(Kind kind, int depth)
    {
        if (depth == 0) throw new InvalidDataException($"the footer is nested more than {MostDepth} deep");
        switch (kind)
        {
            case Kind.True or Kind.False or Kind.Byte: Skip(1); break;
            case Kind.Int16 or Kind.Int32 or Kind.Int64: Varint(); break;
            case Kind.Double: Skip(8); break;
            case Kind.Uuid: Skip(16); break;
            case Kind.Binary: Skip(Varint()); break;
            case Kind.Struct: Struct(depth - 1); break;
            case Kind.List or Kind.Set: List(depth - 1); break;
            case Kind.Map: Map(depth - 1); break;
            default: throw new InvalidDataException($"the footer has a value of the unknown kind {(int)kind}");
        }
    }

    private void List(int depth)
    {
        byte head = Byte();
        ulong count = head >> 4 == 15 ? Varint() : (ulong)(head >> 4);
        for (ulong i = 0; i < count; i++) Value((Kind)(head & 0xF), depth);
    }

    private void Map(int depth)
    {
        ulong count = Varint();
        byte kinds = count > 0 ? Byte() : (byte)0;
        for (ulong i = 0; i < count; i++)
        {
            Value((Kind)(kinds >> 4), depth);
            Value((Kind)(kinds & 0xF), depth);
        }
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte part = Byte();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80) return value;
        }
        throw new InvalidDataException("the footer has a number of more than 64 bits");
    }

    private byte Byte()
    {
        byte first = _rest.Length > 0 ? _rest[0] : throw new InvalidDataException("the footer ends inside a value");
        _rest = _rest[1..];
        return first;
    }

    private void Skip(ulong bytes)
    {
        if (bytes > (ulong)_rest.Length) throw new InvalidDataException($"the footer has a value of {bytes} bytes, and {_rest.Length} are left");
        _rest = _rest[(int)bytes..];
    }
}
