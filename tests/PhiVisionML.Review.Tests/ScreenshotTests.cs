using PhiVisionML.Enrichment.Policies;
using PhiVisionML.Review.Tests.Browser;
using PhiVisionML.Review.Tests.Fakes;
using Xunit;

namespace PhiVisionML.Review.Tests;

/// <summary>Pictures of the pages, to look at: in the folder that REVIEW_SCREENSHOTS names.</summary>
public sealed class ScreenshotTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact(Explicit = true)]
    public async Task The_pages_are_photographed()
    {
        string? folder = Environment.GetEnvironmentVariable("REVIEW_SCREENSHOTS");
        Assert.SkipWhen(folder is null, "Set REVIEW_SCREENSHOTS to a folder for the pictures.");
        using var sample = new Sample(products: 14, size: 640);
        sample.Add("قميص-٧", "/nowhere.jpg", Sample.Waits("title", "Hemd blau", "قميص أزرق من القطن بياقة عالية مع ثلاث نجوم ذهبية على الملصق الداخلي", 0.61), Sample.Waits("category3_code", null, "LU-SHI", null));
        await using var tab = await chromium.OpenAsync();
        await using var served = await Served.StartAsync(sample, options => (options.CountAge, options.PageSize) = (TimeSpan.Zero, 12));
        foreach (var proposal in sample.Enrichment.Jobs.Skip(5).Take(4).SelectMany(job => job.Proposals.Take(2)).ToArray())
            await sample.Enrichment.DecideAsync([new(proposal.Id, proposal.Field == "title" || proposal.Id % 2 == 0)], "Zoë");
        foreach (var (name, width, height, scheme, isPhone) in ((string, int, int, string, bool)[])[("light", 1280, 860, "light", false), ("dark", 1280, 860, "dark", false), ("phone", 390, 844, "light", true)])
        {
            await tab.ResizeAsync(width, height, isPhone);
            await tab.PreferAsync(scheme);
            await ShootAsync($"list-{name}", "/review");
            await ShootAsync($"product-{name}", "/review/products/4");
            await ShootAsync($"arabic-{name}", "/review/products/15");
            await ShootAsync($"decided-{name}", "/review/products/6?trail=5&did=accepted&job=6&ids=16");
            await tab.EvaluateAsync("document.querySelector('.evidence').open = true; scrollTo(0, 1e6)");
            await File.WriteAllBytesAsync(Path.Combine(folder!, $"evidence-{name}.png"), await tab.ScreenshotAsync());
        }

        await tab.PreferAsync("light");
        await tab.ResizeAsync(1180, 830);
        await ShootAsync("review", "/review/products/6?trail=5&did=accepted&job=6&ids=16");
        Assert.Equal(ProposalState.Pending, sample.Enrichment.Proposal(10).State);

        async Task ShootAsync(string name, string page)
        {
            await tab.GoAsync(new Uri(served.Address, page));
            await tab.WaitForAsync("[...document.images].every(image => image.complete)");
            await Task.Delay(200);
            await File.WriteAllBytesAsync(Path.Combine(folder!, name + ".png"), await tab.ScreenshotAsync());
        }
    }
}
