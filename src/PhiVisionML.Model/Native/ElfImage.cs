using System.Buffers.Binary;

namespace PhiVisionML.Model.Native;

/// <summary>The dynamic symbols and symbol versions of a 64-bit x86 ELF file.</summary>
/// <remarks>
/// Whatever lies outside the file reads as zero, so a cut-off or damaged file ends a search instead of the process.
/// Layout: <c>elf.h</c> of the System V ABI and the LSB's chapter on symbol versioning.
/// </remarks>
internal readonly ref struct ElfImage
{
    public const int SymbolSize = 24, VersionSize = 2, NeedSize = 16;

    private const uint DynamicSymbols = 11, VersionNeeds = 0x6ffffffe, SymbolVersions = 0x6fffffff;
    private const ushort X64 = 62;

    private readonly ReadOnlySpan<byte> _bytes;

    public ElfImage(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        if (!IsX64Elf())
            return;
        long table = Int64(0x28);
        int size = UInt16(0x3A), count = UInt16(0x3C);
        for (int i = 0; i < count; i++)
        {
            long header = table + i * size;
            switch (UInt32(header + 4))
            {
                case DynamicSymbols:
                    Symbols = Int64(header + 0x18);
                    SymbolCount = Fitting(Symbols, Int64(header + 0x20), SymbolSize);
                    Strings = Int64(table + UInt32(header + 0x28) * (long)size + 0x18);
                    break;
                case SymbolVersions:
                    Versions = Int64(header + 0x18);
                    VersionCount = Fitting(Versions, Int64(header + 0x20), VersionSize);
                    break;
                case VersionNeeds:
                    Needs = Int64(header + 0x18);
                    NeedCount = Fitting(Needs, Int64(header + 0x20), NeedSize);
                    break;
            }
        }
    }

    /// <summary>Offset of the first symbol record.</summary>
    public long Symbols { get; }

    /// <summary>How many whole symbol records the file holds.</summary>
    public int SymbolCount { get; }

    /// <summary>Offset of the text that symbols and versions take their names from.</summary>
    public long Strings { get; }

    /// <summary>Offset of the version numbers, one per symbol.</summary>
    public long Versions { get; }

    /// <summary>How many version numbers the file holds.</summary>
    public int VersionCount { get; }

    /// <summary>Offset of the first record of the versions asked of other libraries.</summary>
    public long Needs { get; }

    /// <summary>How many such records, of either kind, there is room for.</summary>
    public int NeedCount { get; }

    public long Symbol(int index) => Symbols + (long)SymbolSize * index;

    public long Version(int symbol) => Versions + (long)VersionSize * symbol;

    public ushort UInt16(long offset) => Holds(offset, 2) ? BinaryPrimitives.ReadUInt16LittleEndian(_bytes[(int)offset..]) : (ushort)0;

    public uint UInt32(long offset) => Holds(offset, 4) ? BinaryPrimitives.ReadUInt32LittleEndian(_bytes[(int)offset..]) : 0;

    /// <summary>Whether the zero-terminated name at an offset into <see cref="Strings"/> is the text.</summary>
    public bool NameIs(uint name, ReadOnlySpan<byte> text)
    {
        long offset = Strings + name;
        return Holds(offset, text.Length + 1) && _bytes[(int)offset..].StartsWith(text) && _bytes[(int)offset + text.Length] == 0;
    }

    private long Int64(long offset) => Holds(offset, 8) ? BinaryPrimitives.ReadInt64LittleEndian(_bytes[(int)offset..]) : 0;

    private bool IsX64Elf()
    {
        const byte sixtyFourBits = 2, littleEndian = 1;
        return _bytes.StartsWith("\u007fELF"u8) && _bytes.Length >= 0x40 && _bytes[4] == sixtyFourBits && _bytes[5] == littleEndian && UInt16(0x12) == X64;
    }

    /// <summary>Whether the file has all of these bytes.</summary>
    public bool Holds(long offset, int length) => offset >= 0 && offset <= _bytes.Length - length;

    private int Fitting(long offset, long bytes, int size)
        => offset <= 0 || offset > _bytes.Length ? 0 : (int)(Math.Clamp(bytes, 0, _bytes.Length - offset) / size);
}
