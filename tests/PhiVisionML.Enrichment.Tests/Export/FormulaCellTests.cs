using PhiVisionML.Enrichment.Export;
using Xunit;

namespace PhiVisionML.Enrichment.Tests.Export;

public class FormulaCellTests
{
    [Theory]
    [InlineData("=1+1")]
    [InlineData("=HYPERLINK(\"http://x\",\"y\")")]
    [InlineData("+cmd|' /C calc'!A0")]
    [InlineData("-2+3")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("\r=1")]
    [InlineData("  =1")]
    [InlineData("＝1+1")]
    [InlineData("-1 e 5")]
    public void What_a_spreadsheet_would_compute_becomes_text(string cell) => Assert.Equal("'" + cell, FormulaCell.Guard(cell));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("Mug = cup")]
    [InlineData("-12.50")]
    [InlineData("+3")]
    [InlineData("1299.00")]
    [InlineData("'=1")]
    public void Everything_else_stays_as_it_is(string? cell) => Assert.Equal(cell, FormulaCell.Guard(cell));

    [Theory]
    [InlineData("-17-A", "-17-A")]
    [InlineData("+A_1.2/3 #4", "+A_1.2/3 #4")]
    [InlineData("@mug", "@mug")]
    [InlineData(null, null)]
    [InlineData("A=1", "A=1")]
    [InlineData("=A1", "'=A1")]
    [InlineData("-2+cmd|' /C calc'!A0", "'-2+cmd|' /C calc'!A0")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t-17", "'\t-17")]
    public void Plain_codes_stay_as_they_are_and_calls_do_not(string? cell, string? guarded) => Assert.Equal(guarded, FormulaCell.GuardCode(cell));
}
