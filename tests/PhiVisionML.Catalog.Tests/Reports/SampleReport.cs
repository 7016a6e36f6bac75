using PhiVisionML.Catalog.Reports;
using SkiaSharp;

namespace PhiVisionML.Catalog.Tests.Reports;

/// <summary>A report with every part in it.</summary>
internal static class SampleReport
{
    public static readonly string Hostile = "<script>alert('x')</script><img src=x onerror=\"alert(1)\"> & \" ' \u202E { } <|end|>";

    public static ReportModel Create(TemporaryFolder folder) => new()
    {
        Title = "Fine-tuned on 600 products, tried on 96 it has never seen",
        Subtitle = "phivision-tiny with a rank 16 LoRA, drawn catalog, seed 7. " + Hostile,
        Cards =
        [
            new("Category accuracy", "97.9 %", "before: 0.0 %"),
            new("Titles exactly right", "71.9 %", "before: 0.0 %"),
            new("Prices within 10 %", "68.8 %", "before: 0.0 %"),
            new("Pictures a second", "6.4", "on 2 cores"),
            new("Training time", "1 min 42 s"),
        ],
        Metrics =
        [
            new("title: exactly right", MetricFormat.Percent, true, new(0.719, 0.625, 0.802), new(0, 0, 0)),
            new("title: similarity", MetricFormat.Percent, true, new(0.912, 0.881, 0.941), new(0.213, 0.19, 0.234)),
            new("category3_code: accuracy", MetricFormat.Percent, true, new(0.979, 0.948, 1), new(0, 0, 0), new(0.146, 0.08, 0.22)),
            new("full_price: mean absolute error", MetricFormat.Amount, false, new(9.41, 7.2, 12.1), null, new(1048.333, 900, 1200)),
            new("full_price: calibration error", MetricFormat.Percent, false, new(0.062, 0.04, 0.11), new(0.03, 0.01, 0.05)),
        ],
        Losses = [.. Enumerable.Range(1, 900).Select(step => new LossPoint(step, 0.3 + 3.1 * Math.Exp(-step / 130d) + 0.12 * Math.Sin(step * 12.9898) * Math.Cos(step * 4.1), step % 100 == 0 ? 0.36 + 3.0 * Math.Exp(-step / 140d) : null))],
        Grounding = new ReportGrounding(true, "With the pictures of other rows the category accuracy falls from 97.9 % to 13.5 %.",
        [
            new("validation loss", MetricFormat.Number, 0.3612, 1.9483, 2.4011),
            new("category accuracy", MetricFormat.Percent, 0.979, 0.135, 0.104),
        ]),
        ProductsCaption = "12 of the 96 held-out products.",
        Products = [.. Enumerable.Range(0, 12).Select(i => Product(folder, i))],
        Notes = ["phivision demo --out report", "The prices are drawn; they are no market data."],
    };

    private static ReportProduct Product(TemporaryFolder folder, int i)
    {
        var (title, said) = i switch
        {
            1 => ("سرخ چمڑے کا ہینڈ بیگ", "سرخ چمڑے کا ہینڈ بیگ"),
            2 => ("红色皮革手提包 👜", "红色皮革手提包"),
            3 => (Hostile, Hostile),
            _ => ("Red striped cotton shirt", "Red striped cotton shirt"),
        };
        return new ReportProduct($"LUMA-{1000 + i}", i == 5 ? Path.Combine(folder.Path, "gone.png") : Picture(folder, i),
        [
            new("title", title, said, title == said, 0.42 + i / 30d),
            new("category3_code", "SHIRTS", i == 4 ? "BAGS" : "SHIRTS", i != 4, 0.97),
            new("full_price", "129.00", i == 6 ? null : "126.50", i != 6, i == 6 ? null : 0.31),
        ], i % 4 == 0 ? "A red thing on a grey ground." : null);
    }

    public static string Picture(TemporaryFolder folder, int i, int width = 320, int height = 240)
    {
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Premul);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColor.FromHsl(i * 30, 35, 85));
        using var paint = new SKPaint { Color = SKColor.FromHsl(i * 47, 70, 45), IsAntialias = true };
        canvas.DrawRoundRect(width / 4f, height / 5f, width / 2f, height * 0.6f, 24, 24, paint);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        var path = Path.Combine(folder.Path, $"{i}.png");
        using var file = File.Create(path);
        data.SaveTo(file);
        return path;
    }
}
