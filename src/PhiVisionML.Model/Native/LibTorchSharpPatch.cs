using System.Buffers.Binary;
using System.Text;

namespace PhiVisionML.Model.Native;

/// <summary>
/// Lets TorchSharp 0.107's <c>libLibTorchSharp.so</c> load where libstdc++ is older than GCC 13's (Debian 12, Ubuntu 22.04).
/// </summary>
/// <remarks>
/// The library was linked on a newer system. One symbol, <c>std::ios_base_library_initv</c> (a marker of <c>&lt;iostream&gt;</c>
/// that is never called), asks for version GLIBCXX_3.4.32; everything else stops at 3.4.30. The patch lets that symbol
/// point at <c>floor</c>, which the library imports anyway, and marks the version as weak. Only bytes in memory change.
/// </remarks>
internal static class LibTorchSharpPatch
{
    private const string Marker = "_ZSt21ios_base_library_initv";
    private const string Substitute = "floor";
    private const string TooNewVersion = "GLIBCXX_3.4.32";

    private const uint DynamicSymbols = 11;
    private const uint VersionNeeds = 0x6ffffffe;
    private const uint SymbolVersions = 0x6fffffff;
    private const int SymbolSize = 24;
    private const byte WeakFlag = 2;

    /// <summary>Patches the ELF image in place.</summary>
    /// <param name="elf">The whole file.</param>
    /// <returns>False, with nothing changed, when the image isn't the one that needs it.</returns>
    public static bool TryApply(Span<byte> elf)
    {
        if (elf.Length < 0x40 || elf[0] != 0x7f || elf[1] != 'E' || elf[2] != 'L' || elf[3] != 'F' || elf[4] != 2)
            return false;
        var sections = Sections.Find(elf);
        if (sections is not { Symbols: > 0, Versions: > 0, Needs: > 0 })
            return false;

        int marker = -1, substitute = -1;
        for (int i = 0; i < sections.SymbolCount; i++)
        {
            int name = sections.Strings + ReadInt32(elf, sections.Symbols + SymbolSize * i);
            if (TextIs(elf, name, Marker))
                marker = i;
            else if (TextIs(elf, name, Substitute))
                substitute = i;
        }

        int need = FindVersion(elf, sections);
        if (marker < 0 || substitute < 0 || need < 0)
            return false;

        elf.Slice(sections.Symbols + SymbolSize * substitute, 4).CopyTo(elf[(sections.Symbols + SymbolSize * marker)..]);
        elf.Slice(sections.Versions + 2 * substitute, 2).CopyTo(elf[(sections.Versions + 2 * marker)..]);
        elf[need + 4] |= WeakFlag;
        return true;
    }

    // The offset of the "vernaux" record that asks for the too-new version, or -1.
    private static int FindVersion(ReadOnlySpan<byte> elf, Sections sections)
    {
        for (int file = sections.Needs; ;)
        {
            int record = file + ReadInt32(elf, file + 8);
            for (int i = BinaryPrimitives.ReadUInt16LittleEndian(elf[(file + 2)..]); i > 0; i--)
            {
                if (TextIs(elf, sections.Strings + ReadInt32(elf, record + 8), TooNewVersion))
                    return record;
                record += ReadInt32(elf, record + 12);
            }

            int next = ReadInt32(elf, file + 12);
            if (next == 0)
                return -1;
            file += next;
        }
    }

    private static int ReadInt32(ReadOnlySpan<byte> elf, int offset) => BinaryPrimitives.ReadInt32LittleEndian(elf[offset..]);

    private static int ReadOffset(ReadOnlySpan<byte> elf, int offset) => checked((int)BinaryPrimitives.ReadInt64LittleEndian(elf[offset..]));

    private static bool TextIs(ReadOnlySpan<byte> elf, int offset, string text)
        => elf[offset..].StartsWith(Encoding.ASCII.GetBytes(text)) && elf[offset + text.Length] == 0;

    private readonly record struct Sections(int Symbols, int SymbolCount, int Strings, int Versions, int Needs)
    {
        public static Sections Find(ReadOnlySpan<byte> elf)
        {
            int table = ReadOffset(elf, 0x28);
            int size = BinaryPrimitives.ReadUInt16LittleEndian(elf[0x3A..]);
            int count = BinaryPrimitives.ReadUInt16LittleEndian(elf[0x3C..]);
            var found = default(Sections);
            for (int i = 0; i < count; i++)
            {
                int header = table + i * size;
                int offset = ReadOffset(elf, header + 0x18);
                switch ((uint)ReadInt32(elf, header + 4))
                {
                    case DynamicSymbols:
                        int strings = table + ReadInt32(elf, header + 0x28) * size;
                        found = found with { Symbols = offset, SymbolCount = ReadOffset(elf, header + 0x20) / SymbolSize, Strings = ReadOffset(elf, strings + 0x18) };
                        break;
                    case SymbolVersions:
                        found = found with { Versions = offset };
                        break;
                    case VersionNeeds:
                        found = found with { Needs = offset };
                        break;
                }
            }

            return found;
        }
    }
}
