using System.Globalization;
using System.Text.RegularExpressions;
using PhiVisionML.Catalog.Metrics;
using PhiVisionML.Catalog.Reports;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Reports;

public sealed partial class HtmlReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [GeneratedRegex("<([a-z0-9]+)")]
    private static partial Regex Elements();

    [GeneratedRegex("(?:src|href)=\"([^\"]{0,22})")]
    private static partial Regex Sources();

    [Fact]
    public void Hostile_texts_stay_text_wherever_they_stand()
    {
        var hostile = SampleReport.Hostile;
        var page = HtmlReport.Render(new ReportModel
        {
            Title = hostile,
            Subtitle = hostile,
            Cards = [new(hostile, hostile, hostile)],
            Metrics = [new(hostile, MetricFormat.Percent, true, new(0.5, 0.4, 0.6))],
            Grounding = new ReportGrounding(false, hostile, [new(hostile, MetricFormat.Number, 1, 2, 3)]),
            Products = [new(hostile, SampleReport.Picture(_folder, 0), [new(hostile, hostile, "x" + hostile, false, 0.5)], hostile)],
            ProductsCaption = hostile,
            Notes = [hostile],
        });

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
        Assert.Single(Elements().Matches(page), element => element.Groups[1].Value == "img");
        Assert.Equal(17, Regex.Count(page, "&lt;script&gt;alert\\(&#x27;x&#x27;\\)"));
        Assert.DoesNotContain("&amp;lt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_fetches_nothing_and_runs_nothing()
    {
        var page = HtmlReport.Render(SampleReport.Create(_folder));
        Assert.All(Sources().Matches(page), source => Assert.Equal("data:image/jpeg;base64", source.Groups[1].Value));
        Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_element_that_is_opened_is_closed()
    {
        string[] withoutEnd = ["meta", "img"];
        var open = new Stack<string>();
        foreach (Match tag in Regex.Matches(HtmlReport.Render(SampleReport.Create(_folder)), "<(/?)([a-z0-9]+)[^>]*?(/?)>"))
        {
            var name = tag.Groups[2].Value;
            if (tag.Groups[1].Value == "/") Assert.Equal(open.Pop(), name);
            else if (tag.Groups[3].Value == "" && !withoutEnd.Contains(name)) open.Push(name);
        }
        Assert.Empty(open);
    }

    [Fact]
    public void A_wrong_field_is_marked_in_words_and_shows_the_truth()
    {
        var page = HtmlReport.Render(new ReportModel { Title = "t", Products = [new("P1", null, [new("category", "BAGS", "SHOES", false, 0.87), new("price", "5.00", null, false), new("title", "Bag", "Bag", true), new("colour", null, "red", false)])] });

        Assert.Matches("aria-label=\"wrong\">✗</b> <bdi>SHOES</bdi><div class=\"truth\">truth: <bdi>BAGS</bdi></div><div class=\"meter\" role=\"img\" aria-label=\"confidence 87 %\"", page);
        Assert.Contains("<em>unreadable</em><div class=\"truth\">truth: <bdi>5.00</bdi>", page, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"right\">✓</b> <bdi>Bag</bdi></dd>", page, StringComparison.Ordinal);
        Assert.Contains("<dd><bdi>red</bdi></dd>", page, StringComparison.Ordinal);
        Assert.Contains("no picture", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Metrics_show_interval_change_and_only_the_columns_there_are()
    {
        ReportMetric metric = new("accuracy", MetricFormat.Percent, true, new MetricInterval(0.5, 0.4, 0.6));
        string Render(ReportMetric shown) => HtmlReport.Render(new ReportModel { Title = "t", Metrics = [shown] });

        var alone = Render(metric);
        Assert.Contains("50.0 %<span class=\"range\">40.0 – 60.0</span>", alone, StringComparison.Ordinal);
        Assert.DoesNotContain("Before", alone, StringComparison.Ordinal);
        Assert.DoesNotContain("Baseline", alone, StringComparison.Ordinal);
        Assert.Contains("▲ better", Render(metric with { Before = new(0.1, 0, 0.2) }), StringComparison.Ordinal);
        Assert.Contains("▼ worse", Render(metric with { Before = new(0.1, 0, 0.2), HigherIsBetter = false }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_or_broken_loss_curve_is_drawn_small_and_finite()
    {
        LossPoint[] losses = [.. Enumerable.Range(0, 30_000).Select(step => new LossPoint(step, step == 7 ? double.NaN : 2, step == 9 ? double.PositiveInfinity : null))];
        var page = HtmlReport.Render(new ReportModel { Title = "t", Losses = losses });
        Assert.InRange(page.Length, 1_000, 20_000);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<h2>Loss", HtmlReport.Render(new ReportModel { Title = "t", Losses = [new(1, null), new(2, double.NaN)] }), StringComparison.Ordinal);
        Assert.Contains("<polyline", HtmlReport.Render(new ReportModel { Title = "t", Losses = [new(1, 0)] }), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_do_not_follow_the_culture_of_the_machine()
    {
        var before = CultureInfo.CurrentCulture;
        var model = SampleReport.Create(_folder);
        var expected = HtmlReport.Render(model);
        try
        {
            var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (culture.NumberFormat.NumberDecimalSeparator, culture.NumberFormat.NegativeSign) = (",", "~");
            CultureInfo.CurrentCulture = culture;
            Assert.Equal(expected, HtmlReport.Render(model));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Writing_replaces_the_page_and_leaves_nothing_else()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "sample-report", "index.html"); // kept, to be looked at
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "old");

        HtmlReport.Write(path, SampleReport.Create(_folder));

        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }
}
