using System.Buffers.Binary;
using PhiVisionML.Catalog.Sources.Rows;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Sources;

public class ParquetFooterTests
{
    [Theory]
    [InlineData("15 04 00")]                               // field 1: the number 2
    [InlineData("19 2C 15 02 00 15 04 00 00")]             // field 1: a list of two structures
    [InlineData("18 03 61 62 63 11 12 00")]                // three bytes, true, false
    [InlineData("1B 01 85 01 61 02 00")]                   // a map from bytes to a number
    [InlineData("05 02 02 00")]                            // a field whose number is written out
    public void Sound_footers_pass(string footer) => ParquetFooter.Check(File(footer));

    [Theory]
    [InlineData("15 04", "ends inside a value")]
    [InlineData("15 04 00 00", "ends 1 bytes early")]
    [InlineData("19 FC FF FF FF FF 0F 00", "ends inside a value")]   // a list of four thousand million structures
    [InlineData("18 FF FF FF FF 0F 00", "a value of 4294967295 bytes")]
    [InlineData("1E 00", "the unknown kind 14")]
    [InlineData("15 FF FF FF FF FF FF FF FF FF FF 01 00", "more than 64 bits")]
    public void Damaged_footers_are_refused_with_a_sentence(string footer, string why) =>
        Assert.Contains(why, Assert.Throws<InvalidDataException>(() => ParquetFooter.Check(File(footer))).Message, StringComparison.Ordinal);

    [Fact]
    public void Nesting_without_end_and_lengths_beyond_the_file_are_refused()
    {
        Assert.Contains("nested", Assert.Throws<InvalidDataException>(() => ParquetFooter.Check(File(string.Join(' ', Enumerable.Repeat("1C", 100))))).Message, StringComparison.Ordinal);
        Assert.Contains("1000 bytes", Assert.Throws<InvalidDataException>(() => ParquetFooter.Check(File("00", said: 1000))).Message, StringComparison.Ordinal);
        Assert.Contains("PAR1", Assert.Throws<InvalidDataException>(() => ParquetFooter.Check(new MemoryStream(new byte[40]))).Message, StringComparison.Ordinal);
        Assert.Contains("3 bytes", Assert.Throws<InvalidDataException>(() => ParquetFooter.Check(new MemoryStream(new byte[3]))).Message, StringComparison.Ordinal);
    }

    private static MemoryStream File(string footer, int? said = null)
    {
        byte[] bytes = Convert.FromHexString(footer.Replace(" ", "", StringComparison.Ordinal)), length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, said ?? bytes.Length);
        return new MemoryStream([.. "PAR1"u8, .. bytes, .. length, .. "PAR1"u8]);
    }
}
