using System.Buffers;
using System.Globalization;

namespace PhiVisionML.Enrichment.Export;

/// <summary>Keeps spreadsheets from computing what catalogs and models say.</summary>
public static class FormulaCell
{
    private static readonly SearchValues<char> Starts = SearchValues.Create("=+-@\t\r＝＋－＠");

    /// <summary>The cell as it may be opened in a spreadsheet: one that begins like a formula gets an apostrophe in front, numbers stay numbers.</summary>
    /// <param name="cell">The cell.</param>
    /// <returns>The cell, or the cell after an apostrophe.</returns>
    /// <remarks>OWASP, "CSV Injection".</remarks>
    public static string? Guard(string? cell)
        => cell is { Length: > 0 } && Starts.Contains(cell.AsSpan().TrimStart(' ') is { Length: > 0 } text ? text[0] : ' ')
            && !decimal.TryParse(cell, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)
            ? "'" + cell : cell;
}
