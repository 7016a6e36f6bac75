using System.Buffers;
using System.Globalization;

namespace PhiVisionML.Enrichment.Export;

/// <summary>Keeps spreadsheets from computing what catalogs and models say.</summary>
public static class FormulaCell
{
    private static readonly SearchValues<char> MarksOfCodes = SearchValues.Create(" -_+@.#/");
    private static readonly SearchValues<char> Starts = SearchValues.Create("=+-@\t\r＝＋－＠");

    /// <summary>The cell as it may be opened in a spreadsheet: one that begins like a formula gets an apostrophe in front, numbers stay numbers.</summary>
    /// <param name="cell">The cell.</param>
    /// <returns>The cell, or the cell after an apostrophe.</returns>
    /// <remarks>OWASP, "CSV Injection".</remarks>
    public static string? Guard(string? cell)
        => cell is { Length: > 0 } && Starts.Contains(cell.AsSpan().TrimStart(' ') is { Length: > 0 } text ? text[0] : ' ')
            && !decimal.TryParse(cell, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)
            ? "'" + cell : cell;

    /// <summary>The same for a cell that names a thing elsewhere, a shop's SKU say, which an apostrophe would make another one: a plain code stays as it is.</summary>
    /// <param name="cell">The cell.</param>
    /// <returns>The cell, if all of it is letters, digits and marks that make neither a call nor a reference to another program; else what <see cref="Guard"/> gives.</returns>
    public static string? GuardCode(string? cell) => cell is null || cell.All(c => char.IsLetterOrDigit(c) || MarksOfCodes.Contains(c)) ? cell : Guard(cell);
}
