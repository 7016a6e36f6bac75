using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using PhiVisionML.Catalog;
using PhiVisionML.Catalog.Files;
using PhiVisionML.Catalog.Pictures;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.Catalog.Splits;
using PhiVisionML.Catalog.Splits.Page;
using PhiVisionML.Cli.Output;
using PhiVisionML.Cli.Pipelines;

namespace PhiVisionML.Cli.Commands;

/// <summary><c>phivision sample split</c>: divides a product table into training, validation and test, and proves that nothing leaks.</summary>
internal sealed class SampleSplitCommand
{
    private static readonly ProductSplitOptions Defaults = new();

    private readonly CatalogOptions _catalog = new();
    private readonly Option<FileInfo> _output = new("--out") { Description = "CSV to write: all rows of the table, with the columns split, family and split_reason. The report goes beside it, as .html and .json.", Required = true };
    private readonly Option<double> _validation = new("--validation-share") { Description = "Share of the product families to validate with.", DefaultValueFactory = _ => Defaults.ValidationFraction };
    private readonly Option<double> _test = new("--test-share") { Description = "Share of the product families to hold out.", DefaultValueFactory = _ => Defaults.TestFraction };
    private readonly Option<int> _seed = new("--seed") { Description = "Seed of the draw; the order of the rows does not matter." };
    private readonly Option<string?> _family = new("--family-column") { Description = "Column that says which rows are variants of one product. Default: family, where the table has it; \"\" for none. Rows in which it is empty go by title and pictures." };
    private readonly Option<string?> _category = new("--category-column") { Description = "Column whose values are spread evenly over the parts. Default: category3_code, where the table has it; \"\" for none." };
    private readonly Option<string> _title = new("--title-column") { Description = "Column with the titles; \"\" for none.", DefaultValueFactory = _ => "title" };
    private readonly Option<string> _rule = new("--join-titles") { Description = "When titles that differ in colour, size and numbers alone make a family: alike (if the pictures look alike, too), always or never.", DefaultValueFactory = _ => "alike" };
    private readonly Option<string> _split = new("--split-column") { Description = "Column to write train, validation or test into; one that is there is replaced.", DefaultValueFactory = _ => "split" };

    public static Command Create() => new SampleSplitCommand().Build();

    private Command Build()
    {
        _rule.AcceptOnlyFromAmong("alike", "always", "never");
        var command = new Command("split", """
            Divide a product table into training, validation and test so that no product is in two of them: colour variants
            and copies of one photo stay together, categories are spread evenly. The report proves it from the written table.

            phivision sample split --data catalog.csv --images pictures --out catalog-split.csv
            phivision train --data catalog-split.csv --images pictures --split-column split --out catalog.zip

            Rows whose (first) picture cannot be used are in no part: their split is empty, and split_reason says why.
            Exit codes: 0 divided; 1 could not; 2 divided, and something crosses; 130 cancelled.
            """) { _output, _validation, _test, _seed, _family, _category, _title, _rule, _split };
        foreach (var option in _catalog.All)
            command.Options.Add(option);
        command.SetWork(CommandRunner.JsonOption(), Run, Print, (_, result) => result.Leaks ? ExitCodes.Found : ExitCodes.Success);
        return command;
    }

    private SplitResult Run(ParseResult parsed, Reporter reporter, CancellationToken cancellation)
    {
        string path = parsed.GetRequiredValue(_output).FullName;
        string page = Path.ChangeExtension(path, ".html"), json = Path.ChangeExtension(path, ".json");
        if (page == path || json == path)
            throw new ArgumentException($"--out is '{path}'; the report takes the names ending in .html and .json: let the table end in .csv.");
        _catalog.RequireOthers(parsed, path, page, json);
        var (file, source, rows) = _catalog.ReadAllRows(parsed, cancellation);
        var table = new SplitTable(source, rows, parsed.GetRequiredValue(_split));
        string? family = Column(table, source, parsed.GetValue(_family), "family"), category = Column(table, source, parsed.GetValue(_category), "category3_code");
        string title = parsed.GetResult(_title) is { Implicit: false } ? Column(table, source, parsed.GetValue(_title), "title") ?? "" : "title";

        var pictures = CatalogPictures.Read(source, reporter, cancellation);
        var options = new ProductSplitOptions { Seed = parsed.GetValue(_seed), ValidationFraction = parsed.GetValue(_validation), TestFraction = parsed.GetValue(_test), CategoryColumn = category };
        var rule = parsed.GetRequiredValue(_rule) switch { "always" => TitleRule.Always, "never" => TitleRule.Never, _ => TitleRule.WithPictures };
        Divide(path, table, source.Products, pictures, options, new ProductFamilyOptions { FamilyColumn = family, TitleColumn = title, TitleRule = rule }, cancellation);

        var written = table.Reread(path);
        var report = reporter.Track("Looking for what crosses", _ => SplitReport.Of(written, [.. written.Select(row => row.Fields[table.SplitColumn])], pictures, table.FamilyColumn, category, title, cancellation));
        var shares = new Dictionary<string, double> { ["train"] = 1 - options.ValidationFraction - options.TestFraction, ["validation"] = options.ValidationFraction, ["test"] = options.TestFraction };
        SplitPage.Write(page, $"Split of {file.Name}", written, report, shares, Notes(file, path, options, family, rule));
        var result = SplitResult.Of(path, page, table.ReasonColumn, written, report, shares);
        AtomicFile.Write(json, stream => JsonSerializer.Serialize(stream, result, CommandRunner.Json));
        return result;
    }

    private static void Divide(
        string path, SplitTable table, IReadOnlyList<Product> products, Dictionary<string, PictureFacts> pictures, ProductSplitOptions options, ProductFamilyOptions familyOptions, CancellationToken cancellation)
    {
        var families = ProductFamilies.Find(products, pictures, familyOptions, cancellation);
        string?[] reasons = [.. products.Select(product => Reason(product, pictures))];
        int[] usable = [.. Enumerable.Range(0, products.Count).Where(i => reasons[i] is null)];
        if (usable.Length == 0)
            throw new InvalidDataException($"None of the {products.Count} rows has a usable picture{(reasons.FirstOrDefault() is { } first ? $"; of the first: {first}" : "")} Name the folder of the pictures with --images.");
        var split = ProductSplit.Create([.. usable.Select(i => products[i])], [.. usable.Select(i => families.Names[i])], options);
        var parts = new SplitPart?[products.Count];
        for (int i = 0; i < usable.Length; i++)
            parts[usable[i]] = split.Parts[i];
        table.Write(path, families.Names, parts, reasons);
    }

    private static string? Reason(Product product, Dictionary<string, PictureFacts> pictures) =>
        product.ImagePaths.Count == 0 ? "There is no picture file."
        : pictures[product.ImagePaths[0]].Fault is { } fault ? $"The picture cannot be used. {fault}"   // training takes the first
        : null;

    private static string? Column(SplitTable table, ProductTable source, string? named, string usual)
    {
        if (named is null) return table.Has(usual) ? usual : null;
        if (named.Length == 0) return null;
        return table.Has(named) ? named : throw new InvalidDataException($"The table lacks the column {named}; its columns are {string.Join(", ", source.Columns)}.");
    }

    private static string[] Notes(FileInfo file, string path, ProductSplitOptions options, string? family, TitleRule rule) =>
    [
        $"Read: {file.FullName}. Written: {path}.",
        string.Create(CultureInfo.InvariantCulture, $"Seed {options.Seed}; validation {options.ValidationFraction:P0} and test {options.TestFraction:P0} of the families; family column: {family ?? "none"}; equal title stems join rows: {rule}."),
        "Distances: the greatest of coarse shape (64 bits, 11 allowed), shape (256 bits, 72 allowed), colour (20 %) and hue (12 levels), each as a multiple of the most by which copies of one photo differ.",
    ];

    private static void Print(SplitResult result, Reporter reporter)
    {
        reporter.Table(["part", "rows", "families", "share", "asked"], result.Parts.Select(part => (IReadOnlyList<string>)
            [part.Part, part.Rows.ToString("N0", CultureInfo.InvariantCulture), part.Families.ToString("N0", CultureInfo.InvariantCulture), part.FamilyShare.ToString("P1", CultureInfo.InvariantCulture), part.AskedShare.ToString("P1", CultureInfo.InvariantCulture)]));
        if (result.RowsWithoutPart > 0)
            reporter.Line(string.Create(CultureInfo.InvariantCulture, $"{result.RowsWithoutPart:N0} rows are in no part; the column {result.ReasonColumn} says why."));
        reporter.Line(string.Create(CultureInfo.InvariantCulture, $"In several parts: {result.FamiliesAcross} families, {result.ProductCodesAcross} product codes, {result.IdenticalPicturesAcross} pairs of equal pictures, {result.SamePhotosAcross} pairs of one photo again (pictures of a single colour aside)."));
        if (result.TitleStemsAcross > 0)
            reporter.Line(string.Create(CultureInfo.InvariantCulture, $"{result.TitleStemsAcross:N0} titles that differ in colour, size and numbers alone are in several parts; if such rows are one design, divide with --join-titles always."));
        if (result.Closest is { } closest)
            reporter.Line(string.Create(CultureInfo.InvariantCulture, $"Closest pictures of different parts: {closest.ProductCode} and {closest.OtherProductCode}, {closest.Distance:F2} (copies of one photo: at most 1)."));
        reporter.Line($"Wrote {result.File} and {result.Page}.");
    }
}
