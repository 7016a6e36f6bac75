using PhiVisionML.Catalog.Sources.Layouts;
using PhiVisionML.Catalog.Sources.Rows;

namespace PhiVisionML.Catalog.Sources;

/// <summary>The way from the rows of a file to products, the same for every format.</summary>
internal sealed class ProductRows
{
    private readonly IRowSource _source;
    private readonly ICatalogLayout _layout;
    private readonly ProductAssembler _assembler;

    /// <summary>Reads what the columns are, so that faults of the file show before the first row is asked for.</summary>
    /// <param name="path">The file.</param>
    /// <param name="source">Its rows.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="layoutOf">Chooses the layout by the source's columns.</param>
    public ProductRows(string path, IRowSource source, ProductSourceOptions options, Func<IReadOnlyList<string>, ICatalogLayout> layoutOf)
    {
        _source = source;
        var folder = options.ImageFolder ?? Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"The image folder '{folder}' does not exist.");
        var columns = source.ReadColumns();
        _layout = layoutOf(columns);
        _assembler = new ProductAssembler(path, columns, _layout, new ImageResolver(folder), options);
    }

    public static void RequireFile(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"The table '{path}' does not exist.", path);
    }

    public IEnumerable<Product> Read(Action<RejectedRow> onRejected)
    {
        foreach (var row in _layout.Apply(_source.ReadRows()))
        {
            var (product, rejected) = _assembler.Assemble(row);
            if (rejected is not null) onRejected(rejected);
            if (product is not null) yield return product;
        }
    }

    public ProductTable ReadAll()
    {
        var rejected = new List<RejectedRow>();
        return new ProductTable(_assembler.Columns, [.. Read(rejected.Add)], rejected);
    }
}
