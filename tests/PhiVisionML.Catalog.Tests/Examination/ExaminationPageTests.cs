using System.Text.RegularExpressions;
using PhiVisionML.Catalog.Examination;
using PhiVisionML.Catalog.Examination.Page;
using PhiVisionML.Catalog.Tests.Reports;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Examination;

public sealed class ExaminationPageTests : IDisposable
{
    private readonly ExaminedShop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public void The_verdict_comes_first_and_every_finding_has_its_line_remedy_and_pictures()
    {
        _shop.Picture(30, _shop.Picture(1));
        _shop[3, "title"] = null;
        _shop[5, "full_price"] = "0";
        var result = _shop.Examine();
        var page = Page(result);
        Assert.Equal(3, result.Findings.Count);
        Assert.True(page.IndexOf("Put the errors right first", StringComparison.Ordinal) < page.IndexOf("<table", StringComparison.Ordinal));
        for (var i = 0; i < result.Findings.Count; i++)
        {
            Assert.Contains($"href=\"#finding-{i + 1}\"", page, StringComparison.Ordinal);
            Assert.Contains($"id=\"finding-{i + 1}\"", page, StringComparison.Ordinal);
            Assert.Contains(result.Findings[i].Remedy, page, StringComparison.Ordinal);
        }

        Assert.Equal(4, Regex.Count(page, "<img "));
    }

    [Fact]
    public void A_clean_catalog_is_ready_to_train_on() => Assert.Contains("Ready to train on.", Page(_shop.Examine()), StringComparison.Ordinal);

    [Fact]
    public void Hostile_texts_stay_text_wherever_they_stand()
    {
        var hostile = SampleReport.Hostile;
        var page = ExaminationPage.Render(hostile, new ExaminationResult
        {
            Rows = 2,
            UsableRows = 1,
            Findings =
            [
                new() { Id = hostile, Topic = FindingTopic.Table, Severity = FindingSeverity.Error, Sentence = hostile, Remedy = hostile, Command = hostile, Rows = [new(1, hostile, hostile, hostile), new(2, hostile, hostile, hostile, "no.jpg")] },
                new() { Id = hostile, Topic = FindingTopic.Split, Severity = FindingSeverity.Note, Sentence = hostile, Remedy = hostile, Rows = [new(1, hostile, hostile)] },
            ],
            Figures = [new(hostile, FindingTopic.Prices, hostile, 1, hostile, hostile)],
            Charts = [new(hostile, FindingTopic.Categories, hostile, [new(hostile, 1)], hostile)],
        }, [hostile]);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.DoesNotContain("&amp;lt;", page, StringComparison.Ordinal);
        Assert.True(Regex.Count(page, "&lt;script&gt;") >= 20);
    }

    [Fact]
    public void The_page_fetches_nothing_and_closes_what_it_opens()
    {
        _shop.Fill("full_price", row => row < 30 ? null : "12.00");
        _shop.Picture(40, []);
        var page = Page(_shop.Examine());
        Assert.All(Regex.Matches(page, "(?:src|href)=\"([^\"]{0,22})"), source => Assert.True(source.Groups[1].Value == "data:image/jpeg;base64" || source.Groups[1].Value.StartsWith("#finding-", StringComparison.Ordinal), source.Value));
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        var open = new Stack<string>();
        foreach (Match tag in Regex.Matches(page, "<(/?)([a-z0-9]+)[^>]*>").Where(tag => tag.Groups[2].Value is not ("meta" or "img")))
        {
            if (tag.Groups[1].Length == 0) open.Push(tag.Groups[2].Value);
            else Assert.Equal(open.Pop(), tag.Groups[2].Value);
        }

        Assert.Empty(open);
    }

    [Fact]
    public void Of_many_rows_the_first_are_shown_and_all_are_named()
    {
        _shop.Fill("full_price", row => row <= 40 ? "0" : "12.00");
        var page = Page(_shop.Examine());
        Assert.Equal(12, Regex.Count(page, "<img "));
        Assert.Contains("All 40 rows", page, StringComparison.Ordinal);
        Assert.Contains(_shop[40, "product_code"]!, page, StringComparison.Ordinal);
    }

    private static string Page(ExaminationResult result) => ExaminationPage.Render("Examination", result, ["A note."]);
}
