using System.Text.Json;
using PhiVisionML.AspNetCore.Errors;
using PhiVisionML.AspNetCore.Requests;
using PhiVisionML.Catalog;

namespace PhiVisionML.Review.Queue;

/// <summary>A product as a request has it.</summary>
internal sealed record SentProduct(string Sku, int RowNumber, int Priority, IReadOnlyDictionary<string, string?> Fields, IReadOnlyList<string> Pictures)
{
    private const int LongestSku = 200, MostFields = 500, LongestName = 200, MostPictures = 16;

    private static readonly string[] Members = ["sku", "rowNumber", "priority", "fields", "pictures"];

    /// <summary>One product, or a list of them under <c>products</c>.</summary>
    /// <exception cref="ApiException">It is neither, has members that nobody knows, or too many products (400).</exception>
    public static IReadOnlyList<SentProduct> ReadAll(RequestValue request, int maxProducts)
    {
        if (request.Optional("products") is not { } list)
            return [Read(request)];
        RequireKnown(request, ["products"]);
        return list.Kind == JsonValueKind.Array && list.Json.GetArrayLength() > maxProducts
            ? throw ApiException.Invalid("products", $"'products' has {list.Json.GetArrayLength()} products; at most {maxProducts} are taken at once. Send them in parts.")
            : [.. list.Items().Select(Read)];
    }

    /// <summary>Looks at what only this product can be refused for.</summary>
    /// <exception cref="RefusedProductException">It is.</exception>
    public void Check(int maxCellLength)
    {
        if (Sku.Length is 0 or > LongestSku)
            throw new RefusedProductException($"The SKU has {Sku.Length} characters; it must have 1 to {LongestSku}.");
        if (Sku.Where(char.IsControl).Select(c => (int?)c).FirstOrDefault() is { } control)
            throw new RefusedProductException($"The SKU has the control character U+{control:X4}; write it without.");
        if (Sku.Trim() != Sku)
            throw new RefusedProductException($"The SKU '{Sku}' begins or ends with a space; write it without.");
        if (Fields.Count > MostFields)
            throw new RefusedProductException($"The product has {Fields.Count} fields; at most {MostFields} are taken.");
        if (Fields.Keys.FirstOrDefault(name => name.Length is 0 or > LongestName) is { } name)
            throw new RefusedProductException($"The name of a field has {name.Length} characters; it must have 1 to {LongestName}.");
        if (Fields.FirstOrDefault(field => field.Value?.Length > maxCellLength) is { Value: { } value } field)
            throw new RefusedProductException($"Field '{field.Key}' has {value.Length} characters; at most {maxCellLength} are taken.");
        if (Fields.FirstOrDefault(field => field.Key.Contains('\0') || field.Value?.Contains('\0') == true) is { Key: not null } zero)
            throw new RefusedProductException($"Field '{zero.Key.Replace('\0', '?')}' has a NUL character; write it without.");
        if (Pictures.Count is 0 or > MostPictures)
            throw new RefusedProductException($"The product has {Pictures.Count} pictures; it must have 1 to {MostPictures}.");
    }

    /// <summary>The cells, with each of the columns by its own name: one that was sent in another case, or not at all, as of a table that lacks it. The SKU need not be sent twice.</summary>
    public IReadOnlyDictionary<string, string?> CellsWith(IEnumerable<string> columns)
    {
        var cells = new Dictionary<string, string?>(Fields);
        foreach (string column in columns.Where(column => !Fields.ContainsKey(column)))
            cells.Add(column, Fields.Keys.FirstOrDefault(name => name.Equals(column, StringComparison.OrdinalIgnoreCase)) is { } sent ? Fields[sent] : column == Product.CodeColumn ? Sku : null);
        return cells;
    }

    private static SentProduct Read(RequestValue product)
    {
        RequireKnown(product, Members);
        return new SentProduct(
            product.Required("sku").Text(),
            product.Optional("rowNumber") is { } row ? row.Count() is >= 0 and var number ? number : throw row.Wrong("0 or more") : 0,
            product.Optional("priority")?.Count() ?? 0,
            product.Optional("fields") is { } fields ? Cells(fields) : new Dictionary<string, string?>(),
            [.. product.Optional("pictures")?.Items().Select(picture => picture.Text()) ?? []]);
    }

    private static Dictionary<string, string?> Cells(RequestValue fields)
        => fields.RequireObject().Json.EnumerateObject().ToDictionary(cell => cell.Name, cell => Cell(new RequestValue(cell.Value, $"{fields.Path}.{cell.Name}")), StringComparer.Ordinal);

    // As tables have it: empty is no value, and a number is its digits.
    private static string? Cell(RequestValue cell) => cell.Kind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Number => cell.Json.GetRawText(),
        JsonValueKind.String => cell.Text() is { Length: > 0 } text ? text : null,
        _ => throw cell.Wrong("a text, a number or null"),
    };

    private static void RequireKnown(RequestValue value, string[] known)
    {
        if (value.Members().FirstOrDefault(member => !known.Contains(member.Name)) is { Name: { } name } member)
            throw ApiException.Invalid(member.Value.Path, $"'{(name.Length > 40 ? name[..40] + "…" : member.Value.Path)}' is not known; there are {string.Join(", ", known)}.");
    }
}
