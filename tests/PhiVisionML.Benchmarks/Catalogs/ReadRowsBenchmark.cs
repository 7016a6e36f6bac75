using System.Globalization;
using PhiVisionML.Benchmarks.Measuring;
using PhiVisionML.Benchmarks.Memory;
using PhiVisionML.Catalog;
using PhiVisionML.Catalog.Sources;
using static TorchSharp.torch;

namespace PhiVisionML.Benchmarks.Catalogs;

/// <summary>Products of a table of a million rows, beside its lines; and whether memory stays flat.</summary>
internal sealed class ReadRowsBenchmark : IBenchmark
{
    private const double LeastRowsPerSecond = 200_000;
    private const string Header = "product_code,imageurl,title,category3_code,full_price,currency_code,brand,family";

    public string Name => "read-rows";

    public string What => "products/s from 1,000,000 CSV rows, beside their lines; memory (flat?)";

    public void Run(Settings settings, Report report)
    {
        int rows = settings.Quick ? 50_000 : 1_000_000;
        var folder = Directory.CreateTempSubdirectory("phivision-rows");
        string path = Path.Combine(folder.FullName, "catalog.csv");
        try
        {
            File.WriteAllLines(path, Enumerable.Range(1, rows).Select(Line).Prepend(Header));
            var (products, lines) = Rounds.InTurns(settings.Rounds, CPU, () => Count(Products(path), rows), () => Count(File.ReadLines(path), rows + 1));
            var speed = new SpeedResult(Name, FormattableString.Invariant($"{rows} rows, {new FileInfo(path).Length / 1e6:F0} MB"), ScalarType.Byte, CPU, "row", rows, "reading the lines", products, lines);
            double fastest = rows / products.Min();
            report.Add(speed.ToJson(), speed.ToString(), settings.Quick || fastest >= LeastRowsPerSecond);

            var memory = new MemorySamples(Name, "row", rows);
            int read = 0;
            foreach (var _ in Products(path))
                memory.Take(++read);
            memory.Write(report, FormattableString.Invariant($"{rows} rows"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Cells as catalogs have them: quoted titles with commas and quotes among plain ones.
    private static string Line(int row) => string.Create(CultureInfo.InvariantCulture,
        $"SKU-{row:D7},https://cdn.example/products/{row % 997}/{row:D7}.jpg,{(row % 3 == 0 ? $"\"Cotton tee, \"\"No. {row % 100}\"\"\"" : $"Cotton tee {row % 100}")},T-shirts,{row % 90000 / 100.0:F2},EUR,Luma,F-{row / 4}");

    private static IEnumerable<Product> Products(string path) =>
        ProductSource.Read(path, new ProductSourceOptions { RequireImages = false }, row => throw new InvalidDataException(row.Reason));

    private static void Count<T>(IEnumerable<T> items, int expected)
    {
        int count = items.Count();
        if (count != expected)
            throw new InvalidDataException($"{count} items were read; {expected} were written.");
    }
}
