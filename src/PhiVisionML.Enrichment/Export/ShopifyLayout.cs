using System.Text;
using PhiVisionML.Catalog.Answers;

namespace PhiVisionML.Enrichment.Export;

/// <summary>
/// Products that were written to, as Shopify imports them: the handle, the options that say which variant it is, and the fields that the template has.
/// Columns that are not there stay as they are in the shop. The first text is the title, the first choice the type, the first price the variant's price.
/// Cells are made safe for spreadsheets, but for plain codes, by which the shop finds its products.
/// </summary>
internal sealed class ShopifyLayout : IExportLayout
{
    private static readonly string[] Options = ["Option1 Name", "Option1 Value", "Option2 Name", "Option2 Value", "Option3 Name", "Option3 Value"];

    private readonly List<(string Name, Func<ExportedRow, string?> Cell)> _columns = [];

    public ShopifyLayout(IReadOnlyList<string> source, AnswerTemplate template)
    {
        string? handle = Named(source, "Handle", "URL handle"), sku = Named(source, "Variant SKU", "SKU");
        _columns.Add(Code("Handle", row => handle is null ? Handle(row.Sku!) : row.Row.Fields.GetValueOrDefault(handle)));
        Add("Title", template, AnswerFieldKind.Text);
        Add("Type", template, AnswerFieldKind.Choice);
        if (handle is null)
            _columns.AddRange([(Options[0], _ => "Title"), (Options[1], _ => "Default Title")]);   // what Shopify calls a product without variants
        else
            _columns.AddRange(Options.Where(option => Named(source, option) is not null).Select(option => Code(option, row => row.Row.Fields.GetValueOrDefault(option))));
        _columns.Add(Code("Variant SKU", row => sku is null ? row.Sku : row.Row.Fields.GetValueOrDefault(sku)));
        Add("Variant Price", template, AnswerFieldKind.Price);
    }

    public IReadOnlyList<string> Columns => [.. _columns.Select(column => column.Name)];

    public bool Includes(ExportedRow row) => row.Written.Count > 0;

    public IReadOnlyList<string?> Cells(ExportedRow row) => [.. _columns.Select(column => column.Cell(row))];

    private void Add(string name, AnswerTemplate template, AnswerFieldKind kind)
    {
        if (template.Fields.FirstOrDefault(field => field.Kind == kind) is { } field)
            _columns.Add((name, row => FormulaCell.Guard(row.Value(field.Name))));
    }

    private static (string, Func<ExportedRow, string?>) Code(string name, Func<ExportedRow, string?> cell) => (name, row => FormulaCell.GuardCode(cell(row)));

    private static string? Named(IReadOnlyList<string> columns, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (columns.FirstOrDefault(column => column.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found)
                return found;
        }

        return null;
    }

    /// <summary>Lower-case letters, digits and single hyphens, as in the address of a product's page.</summary>
    private static string Handle(string sku)
    {
        var handle = new StringBuilder();
        foreach (char c in sku)
        {
            if (char.IsLetterOrDigit(c))
                handle.Append(char.ToLowerInvariant(c));
            else if (handle.Length > 0 && handle[^1] != '-')
                handle.Append('-');
        }

        return handle.ToString().TrimEnd('-');
    }
}
