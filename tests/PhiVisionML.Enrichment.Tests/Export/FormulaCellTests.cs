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
}
