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
    private const byte WeakFlag = 2;

    private static ReadOnlySpan<byte> Marker => "_ZSt21ios_base_library_initv"u8;

    private static ReadOnlySpan<byte> Substitute => "floor"u8;

    private static ReadOnlySpan<byte> TooNewVersion => "GLIBCXX_3.4.32"u8;

    /// <summary>Patches the ELF image in place.</summary>
    /// <param name="elf">The whole file, of whatever content.</param>
    /// <returns>False, with nothing changed, when the image isn't the one that needs it.</returns>
    public static bool TryApply(Span<byte> elf)
    {
        var image = new ElfImage(elf);
        int marker = FindSymbol(image, Marker), substitute = FindSymbol(image, Substitute);
        long need = FindNeed(image);
        if (marker < 0 || substitute < 0 || need < 0 || !OnlyMarkerNeeds(image, need, marker))
            return false;

        elf.Slice((int)image.Symbol(substitute), 4).CopyTo(elf[(int)image.Symbol(marker)..]);
        elf.Slice((int)image.Version(substitute), ElfImage.VersionSize).CopyTo(elf[(int)image.Version(marker)..]);
        elf[(int)need + 4] |= WeakFlag;
        return true;
    }

    private static int FindSymbol(in ElfImage image, ReadOnlySpan<byte> name)
    {
        for (int i = 0; i < Math.Min(image.SymbolCount, image.VersionCount); i++)
            if (image.NameIs(image.UInt32(image.Symbol(i)), name))
                return i;
        return -1;
    }

    // The offset of the record ("vernaux") that asks some library for the too-new version, or -1.
    private static long FindNeed(in ElfImage image)
    {
        int left = image.NeedCount;   // a damaged chain may run in circles
        for (long file = image.Needs; left-- > 0;)
        {
            long record = file + image.UInt32(file + 8);
            for (int i = image.UInt16(file + 2); i > 0 && left-- > 0; i--)
            {
                if (image.Holds(record, ElfImage.NeedSize) && image.NameIs(image.UInt32(record + 8), TooNewVersion))
                    return record;
                record += image.UInt32(record + 12);
            }

            uint next = image.UInt32(file + 12);
            if (next == 0)
                return -1;
            file += next;
        }

        return -1;
    }

    private static bool OnlyMarkerNeeds(in ElfImage image, long need, int marker)
    {
        ushort version = image.UInt16(need + 6);
        for (int i = 0; i < image.VersionCount; i++)
            if (image.UInt16(image.Version(i)) == version != (i == marker))
                return false;
        return true;
    }
}
