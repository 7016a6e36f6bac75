using System.Diagnostics.CodeAnalysis;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Pictures;
using PhiVisionML.Catalog.Prices;
using PhiVisionML.Catalog.Sources;

namespace PhiVisionML.Catalog.Examination;

/// <summary>A catalog as the checks see it: every row that can be read, and what is known of its picture files.</summary>
public sealed class ExaminedCatalog
{
    /// <summary>What stands between the parts of a description.</summary>
    internal const string Separator = " · ";

    private readonly HashSet<string> _columns;

    /// <summary>Puts a catalog on the table.</summary>
    /// <param name="table">The rows, those without a usable picture included, so that their texts are examined, too.</param>
    /// <param name="rejected">The rows that training would not get from the reader, and why.</param>
    /// <param name="pictures">The facts of each picture file, by its full path.</param>
    /// <param name="options">What is taken for granted.</param>
    public ExaminedCatalog(ProductTable table, IReadOnlyList<RejectedRow> rejected, IReadOnlyDictionary<string, PictureFacts> pictures, ExaminationOptions options)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(rejected);
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(options);
        (Columns, Products, Rejected, Pictures, Options) = (table.Columns, table.Products, rejected, pictures, options);
        _columns = new HashSet<string>(Columns, StringComparer.OrdinalIgnoreCase);
        RowCount = Products.Select(product => product.RowNumber).Concat(rejected.Select(row => row.RowNumber)).Distinct().Count();
        Title = First(AnswerFieldKind.Text);
        Category = First(AnswerFieldKind.Choice);
        Price = First(AnswerFieldKind.Price);
    }

    /// <summary>The columns in the order of the header.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Every row that can be read.</summary>
    public IReadOnlyList<Product> Products { get; }

    /// <summary>Rows that training would not get, and why.</summary>
    public IReadOnlyList<RejectedRow> Rejected { get; }

    /// <summary>The facts of each picture file, by its full path.</summary>
    public IReadOnlyDictionary<string, PictureFacts> Pictures { get; }

    /// <summary>What is taken for granted.</summary>
    public ExaminationOptions Options { get; }

    /// <summary>Rows in all, whether or not they can be read.</summary>
    public int RowCount { get; }

    /// <summary>The column of titles; <c>null</c> if the template has no text.</summary>
    public string? Title { get; }

    /// <summary>The column of categories; <c>null</c> if the template has no choice.</summary>
    public string? Category { get; }

    /// <summary>The column of prices; <c>null</c> if the template has no price.</summary>
    public string? Price { get; }

    /// <summary>Whether the catalog has a column, whatever the letter case.</summary>
    /// <param name="column">A column's name.</param>
    public bool Has([NotNullWhen(true)] string? column) => column is not null && _columns.Contains(column);

    /// <summary>A cell with its white space folded; <c>null</c> where there is no such column or the cell is empty.</summary>
    /// <param name="product">A row.</param>
    /// <param name="column">A column's name; <c>null</c> has no cells.</param>
    public static string? Cell(Product product, string? column)
    {
        ArgumentNullException.ThrowIfNull(product);
        return column is not null && product.Fields.GetValueOrDefault(column) is { } cell && WhiteSpace.Fold(cell) is { Length: > 0 } folded ? folded : null;
    }

    /// <summary>The row's price as an amount; <c>null</c> where it is missing or cannot be read.</summary>
    /// <param name="product">A row.</param>
    public decimal? Amount(Product product) => PriceParser.TryParse(Cell(product, Price), out var amount, out _) ? amount : null;

    /// <summary>The facts of the row's first picture; <c>null</c> where it has none.</summary>
    /// <param name="product">A row.</param>
    public PictureFacts? Picture(Product product)
    {
        ArgumentNullException.ThrowIfNull(product);
        return product.ImagePaths.Count == 0 ? null : Pictures.GetValueOrDefault(product.ImagePaths[0]);
    }

    /// <summary>The row's title, category and price in a few words; empty where it has none of them.</summary>
    /// <param name="product">A row.</param>
    public string Describe(Product product) => string.Join(Separator, new[] { Cell(product, Title), Cell(product, Category), Cell(product, Price) }.OfType<string>());

    /// <summary>A row as a part of a finding.</summary>
    /// <param name="product">The row.</param>
    /// <param name="detail">What is the matter with it.</param>
    /// <param name="group">What it belongs together with.</param>
    public static FindingRow Row(Product product, string? detail = null, string? group = null)
    {
        ArgumentNullException.ThrowIfNull(product);
        return new FindingRow(product.RowNumber, product.ProductCode, detail, group, product.ImagePaths.Count > 0 ? product.ImagePaths[0] : null);
    }

    /// <summary>Every row of some groups as a part of a finding, each described.</summary>
    /// <param name="groups">Rows that belong together.</param>
    /// <param name="name">What to call a group.</param>
    internal FindingRow[] Rows<TGroup>(IEnumerable<TGroup> groups, Func<TGroup, string> name)
        where TGroup : IEnumerable<Product> =>
    [
        .. from rows in groups
           let called = name(rows)
           from product in rows
           select Row(product, Describe(product), called),
    ];

    private string? First(AnswerFieldKind kind) => Options.Template.Fields.FirstOrDefault(field => field.Kind == kind && Has(field.Name))?.Name;
}
