using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Serialization;
using PhiVisionML.Catalog.Drawing;
using PhiVisionML.Cli.Output;

namespace PhiVisionML.Cli.Commands;

/// <summary><c>phivision sample draw</c>: a catalog of any size whose truth is known, with faults on request.</summary>
internal sealed class SampleDrawCommand
{
    private static readonly DrawnCatalogOptions Defaults = new();

    private readonly Option<DirectoryInfo> _output = new("--out") { Description = "Folder for catalog.csv and images.", Required = true };
    private readonly Option<int> _products = Knob.Create("--products", "Rows in all, 1 to 1,000,000.", Defaults.Products);
    private readonly Option<int> _variants = Knob.Create("--variants", "Colour variants of each design, 1 to 8; above 1 the table has the column family.", Defaults.Variants);
    private readonly Option<int> _categories = Knob.Create("--categories", "Kinds of products, 1 to 10.", Defaults.Categories);
    private readonly Option<double> _priceNoise = Knob.Create("--price-noise", "How far prices are from the shop's rule, as a share of the price, 0 to 0.5.", Defaults.PriceNoise);
    private readonly Option<double> _missing = Knob.Create("--missing", "Share of rows with an empty field. The truth is in the columns true_….", Defaults.MissingShare);
    private readonly Option<double> _wrong = Knob.Create("--wrong", "Share of rows with another product's value in a field. The truth is in the columns true_….", Defaults.WrongShare);
    private readonly Option<double> _broken = Knob.Create("--broken", "Share of rows whose picture is cut off, empty or text, as the column picture_state says.", Defaults.BrokenShare);
    private readonly Option<double> _duplicates = Knob.Create("--duplicates", "Share of rows with another row's picture, as the column duplicate_of says.", Defaults.DuplicateShare);
    private readonly Option<string> _languages = Knob.Create("--languages", "Languages of titles, in turns: en, ur, zh.", string.Join(',', Defaults.Languages.Select(TitleLanguages.Code)));
    private readonly Option<double> _test = Knob.Create("--test-share", "Share of rows with split test, 0 to 0.9.", Defaults.TestShare);
    private readonly Option<double> _validation = Knob.Create("--validation-share", "Share of rows with split validation, 0 to 0.8.", Defaults.ValidationShare);
    private readonly Option<bool> _shared = new("--shared-combinations") { Description = "Let splits share combinations of kind, colour, pattern and stars, in other pictures." };
    private readonly Option<int> _size = Knob.Create("--image-size", "Pixels of a picture's side, 56 to 4,096.", Defaults.ImageSize);
    private readonly Option<int> _quality = Knob.Create("--jpeg-quality", "Quality of the pictures, 1 to 100.", Defaults.JpegQuality);
    private readonly Option<long> _seed = Knob.Create("--seed", "Decides everything; the same seed draws the same bytes.", Defaults.Seed);
    private readonly Option<int> _workers = Knob.Create("--workers", "Pictures drawn at once, 1 to 256; what is drawn does not depend on it.", Defaults.Workers);
    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace the catalog.csv of the folder, and pictures of the same names." };

    public static Command Create() => new SampleDrawCommand().Build();

    private Command Build()
    {
        var command = new Command("draw", """
            Draw a catalog of an imaginary shop: pictures, and a table with titles, categories and prices that follow from them.

            phivision sample draw --out sample --products 5000 --variants 4 --missing 0.05 --broken 0.02 --languages en,ur,zh
            """)
        {
            _output, _products, _variants, _categories, _priceNoise, _missing, _wrong, _broken, _duplicates,
            _languages, _test, _validation, _shared, _size, _quality, _seed, _workers, _overwrite,
        };
        command.SetWork(CommandRunner.JsonOption(), Run, (result, reporter) => reporter.Line(string.Create(CultureInfo.InvariantCulture,
            $"Wrote {result.File}: {result.Rows} rows ({result.Broken} broken and {result.Duplicates} duplicate pictures, {result.Missing} missing and {result.Wrong} wrong fields), {result.Seconds:F1} s ({result.RowsPerSecond:F1} rows a second).")));
        return command;
    }

    private Result Run(ParseResult parsed, Reporter reporter, CancellationToken cancellation)
    {
        string folder = parsed.GetRequiredValue(_output).FullName;
        string table = Path.Combine(folder, DrawnCatalog.TableName);
        DrawnCatalogOptions options = Options(parsed);
        options.Validate();
        if (File.Exists(table) && !parsed.GetValue(_overwrite))
            throw new IOException($"There is a catalog already: '{table}'. Name another folder, or replace it with --overwrite.");
        var clock = Stopwatch.StartNew();
        var summary = reporter.Track("Drawing", report => DrawnCatalog.Write(folder, options, new SynchronousProgress<int>(rows => report((double)rows / options.Products, string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows"))), cancellation));
        double seconds = clock.Elapsed.TotalSeconds;
        return new Result(table, summary.Rows, summary.Broken, summary.Duplicates, summary.Missing, summary.Wrong, Math.Round(seconds, 3), Math.Round(summary.Rows / seconds, 1));
    }

    private DrawnCatalogOptions Options(ParseResult parsed) => new()
    {
        Products = parsed.GetValue(_products),
        Variants = parsed.GetValue(_variants),
        Categories = parsed.GetValue(_categories),
        PriceNoise = parsed.GetValue(_priceNoise),
        MissingShare = parsed.GetValue(_missing),
        WrongShare = parsed.GetValue(_wrong),
        BrokenShare = parsed.GetValue(_broken),
        DuplicateShare = parsed.GetValue(_duplicates),
        Languages = TitleLanguages.Parse(parsed.GetRequiredValue(_languages)),
        TestShare = parsed.GetValue(_test),
        ValidationShare = parsed.GetValue(_validation),
        DisjointCombinations = !parsed.GetValue(_shared),
        ImageSize = parsed.GetValue(_size),
        JpegQuality = parsed.GetValue(_quality),
        Seed = parsed.GetValue(_seed),
        Workers = parsed.GetValue(_workers),
    };

    // The file is for people: standard output holds the figures.
    private sealed record Result([property: JsonIgnore] string File, int Rows, int Broken, int Duplicates, int Missing, int Wrong, double Seconds, double RowsPerSecond);
}
