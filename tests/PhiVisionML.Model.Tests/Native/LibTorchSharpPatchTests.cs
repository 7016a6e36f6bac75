using PhiVisionML.Model.Native;
using Xunit;

namespace PhiVisionML.Model.Tests.Native;

public class LibTorchSharpPatchTests
{
    private const int LargestChange = 4 + 2 + 1;   // a symbol's name, its version, a flag

    private static readonly byte[] Original = File.ReadAllBytes(Beside("libLibTorchSharp.so"));

    [Fact]
    public void The_library_of_the_package_is_patched_once_and_in_few_bytes()
    {
        byte[] image = [.. Original];
        Assert.True(LibTorchSharpPatch.TryApply(image));
        Assert.InRange(Differences(Original, image), 1, LargestChange);

        byte[] again = [.. image];
        Assert.False(LibTorchSharpPatch.TryApply(again));
        Assert.Equal(0, Differences(image, again));
    }

    [Theory]
    [InlineData("libc10.so")]
    [InlineData("libtorch.so")]
    [InlineData("libSkiaSharp.so")]
    [InlineData("TorchSharp.dll")]
    public void Another_file_is_left_alone(string file) => AssertRefused(File.ReadAllBytes(Beside(file)));

    [Fact]
    public void Nothing_and_garbage_are_left_alone()
    {
        AssertRefused([]);
        AssertRefused("\u007fELF"u8.ToArray());
        byte[] garbage = new byte[10_000];
        new Random(1).NextBytes(garbage);
        AssertRefused(garbage);
        Original.AsSpan(0, 0x40).CopyTo(garbage);
        AssertRefused(garbage);
    }

    [Fact]
    public void A_library_for_another_processor_is_left_alone()
    {
        byte[] arm = [.. Original];
        arm[0x12] = 0xB7;
        AssertRefused(arm);
    }

    [Fact]
    public void A_truncated_library_is_left_alone()
    {
        for (int length = 0; length < Original.Length; length += 50_021)
            AssertRefused(Original[..length]);
    }

    [Fact]
    public void A_second_symbol_that_needs_the_new_version_forbids_the_patch()
    {
        byte[] image = [.. Original];
        var elf = new ElfImage(image);
        int needy = Enumerable.Range(0, elf.VersionCount).First(i => new ElfImage(Original).UInt16(new ElfImage(Original).Version(i)) == 18);
        image[(int)elf.Version(needy + 1)] = 18;
        AssertRefused(image);
    }

    [Fact]
    public void Damaged_headers_and_tables_neither_throw_nor_spread()
    {
        var random = new Random(20240521);
        var elf = new ElfImage(Original);
        (long Start, int Length)[] tables =
        [
            (0, 0x40),
            (BitConverter.ToInt64(Original, 0x28), 64 * BitConverter.ToUInt16(Original, 0x3C)),
            (elf.Needs, elf.NeedCount * ElfImage.NeedSize),
            (elf.Symbols, elf.SymbolCount * ElfImage.SymbolSize),
            (elf.Versions, elf.VersionCount * ElfImage.VersionSize),
        ];

        byte[] damaged = [.. Original], patched = [.. Original];
        int refused = 0;
        for (int round = 0; round < 1000; round++)
        {
            Original.CopyTo(damaged, 0);
            for (int bytes = random.Next(1, 40); bytes > 0; bytes--)
            {
                var (start, length) = tables[random.Next(tables.Length)];
                damaged[start + random.Next(length)] = random.Next(4) == 0 ? (byte)0xFF : (byte)random.Next(256);
            }

            damaged.CopyTo(patched, 0);
            bool applied = LibTorchSharpPatch.TryApply(patched);
            Assert.InRange(Differences(damaged, patched), 0, applied ? LargestChange : 0);
            refused += applied ? 0 : 1;
        }

        Assert.InRange(refused, 100, 999);   // the damage does hit what is read
    }

    private static void AssertRefused(byte[] file)
    {
        byte[] image = [.. file];
        Assert.False(LibTorchSharpPatch.TryApply(image));
        Assert.Equal(0, Differences(file, image));
    }

    private static int Differences(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        Assert.Equal(a.Length, b.Length);
        int count = 0;
        for (int at = 0; ;)
        {
            int same = a[at..].CommonPrefixLength(b[at..]);
            at += same + 1;
            if (at > a.Length)
                return count;
            count++;
        }
    }

    private static string Beside(string file) => Path.Combine(AppContext.BaseDirectory, file);
}
