using PhiVisionML.Catalog.Sources.Layouts;
using PhiVisionML.Catalog.Sources.Rows;

namespace PhiVisionML.Catalog.Sources;

/// <summary>A file of products that <see cref="ProductSource.Open"/> looked into: its columns are known, its rows are read when they are asked for.</summary>
public sealed class ProductRows
{
    private readonly IRowSource _source;
    private readonly ICatalogLayout _layout;
    private readonly ProductAssembler _assembler;

    /// <summary>Reads what the columns are, so that faults of the file show before the first row is asked for.</summary>
    /// <param name="path">The file.</param>
    /// <param name="source">Its rows.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="layoutOf">Chooses the layout by the source's columns.</param>
    internal ProductRows(string path, IRowSource source, ProductSourceOptions options, Func<IReadOnlyList<string>, ICatalogLayout> layoutOf)
    {
        _source = source;
        var folder = options.ImageFolder ?? Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"The image folder '{folder}' does not exist.");
        var columns = source.ReadColumns();
        _layout = layoutOf(columns);
        _assembler = new ProductAssembler(path, columns, _layout, new ImageResolver(folder), options);
    }

    /// <summary>The columns that each product has, in the order of the source, then those that the layout and the column map add.</summary>
    public IReadOnlyList<string> Columns => _assembler.Columns;

    internal static void RequireFile(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"The table '{path}' does not exist.", path);
    }

    /// <summary>Reads row by row; the file is never held in memory.</summary>
    /// <param name="onRejected">Is told of each row that gives no product, while the products are enumerated.</param>
    /// <returns>The products, read while they are enumerated; each enumeration opens the file anew.</returns>
    /// <exception cref="InvalidDataException">The file is damaged further on.</exception>
    public IEnumerable<Product> Read(Action<RejectedRow> onRejected)
    {
        foreach (var row in _layout.Apply(_source.ReadRows()))
        {
            var (product, rejected) = _assembler.Assemble(row);
            if (rejected is not null) onRejected(rejected);
            if (product is not null) yield return product;
        }
    }

    /// <summary>Reads the whole file.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    public ProductTable ReadAll()
    {
        var rejected = new List<RejectedRow>();
        return new ProductTable(_assembler.Columns, [.. Read(rejected.Add)], rejected);
    }
}
