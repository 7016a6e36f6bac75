using PhiVisionML.Review.Tests.Browser;
using PhiVisionML.Review.Tests.Fakes;
using Xunit;

namespace PhiVisionML.Review.Tests;

/// <summary>The pages as assistive technology and bad eyes have them.</summary>
public sealed class AccessibilityTests(Chromium chromium) : IClassFixture<Chromium>
{
    // Texts whose contrast with the ground behind them is below 4.5 (WCAG 2.2, 1.4.3).
    private const string Faint = """
        (() => {
          const parse = (c) => { const [r, g, b, a = 1] = c.match(/[\d.]+/g).map(Number); return { rgb: [r, g, b], a }; };
          const light = ([r, g, b]) => { const f = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; return 0.2126 * f(r) + 0.7152 * f(g) + 0.0722 * f(b); };
          const ground = (e) => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c.a === 1) return c.rgb; } return [255, 255, 255]; };
          return [...document.body.querySelectorAll('*')]
            .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) && e.checkVisibility() && !e.closest('.unseen, option'))
            .map((e) => {
              const back = ground(e), style = getComputedStyle(e), share = Number(style.opacity);
              const ink = parse(style.color).rgb.map((v, i) => share * v + (1 - share) * back[i]);
              const [a, b] = [light(ink), light(back)].sort((x, y) => y - x);
              return { text: e.innerText, contrast: (a + 0.05) / (b + 0.05) };
            })
            .filter((found) => found.contrast < 4.5).map((found) => `${found.contrast.toFixed(2)} ${found.text}`).join('\n');
        })()
        """;

    private static readonly string[] NamedRoles = ["button", "link", "textbox", "searchbox", "combobox", "spinbutton", "listbox", "image", "navigation", "search", "region"];

    [Theory]
    [InlineData("/review")]
    [InlineData("/review?state=all&sku=zzz")]
    [InlineData("/review/products/1?trail=2&did=rejected&job=2&ids=4")]
    [InlineData("/review/products/2")]
    [InlineData("/review/nothing")]
    public async Task Everything_has_a_name_enough_contrast_and_its_place_in_the_page(string page)
    {
        using var sample = new Sample();
        await sample.Enrichment.DecideAsync([new(4, false), new(5, true, "Other")], "Ann");
        await using var tab = await chromium.OpenAsync();
        await using var served = await Served.StartAsync(sample);
        foreach (string scheme in (string[])["light", "dark"])
        {
            await tab.PreferAsync(scheme);
            await tab.GoAsync(new Uri(served.Address, page));
            await tab.WaitForAsync("[...document.images].every(image => image.complete || image.loading === 'lazy')");
            await tab.EvaluateAsync("document.querySelectorAll('details').forEach(details => details.open = true)");
            Assert.Equal("", await tab.TextAsync(Faint));
        }

        var tree = (await tab.CallAsync("Accessibility.getFullAXTree")).GetProperty("nodes").EnumerateArray().Where(node => !node.GetProperty("ignored").GetBoolean());
        var nameless = tree.Where(node => NamedRoles.Contains(node.GetProperty("role").GetProperty("value").GetString()) && string.IsNullOrWhiteSpace(node.GetProperty("name").GetProperty("value").GetString()));
        Assert.Empty(nameless.Select(node => node.ToString()));
        Assert.Equal("en 1 1", await tab.TextAsync("[document.documentElement.lang, document.querySelectorAll('h1').length, document.querySelectorAll('main').length].join(' ')"));
        Assert.Equal("", await tab.TextAsync("[...document.querySelectorAll('[id]')].map(e => e.id).filter((id, i, all) => all.indexOf(id) !== i).join(' ')"));
        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task The_first_stop_of_the_keyboard_skips_to_the_content_and_each_stop_is_seen()
    {
        using var sample = new Sample();
        await using var tab = await chromium.OpenAsync();
        await using var served = await Served.StartAsync(sample);
        await tab.GoAsync(new Uri(served.Address, "/review"));
        await tab.PressAsync("Tab");
        Assert.Equal("Skip to the content", await tab.TextAsync("document.activeElement.innerText"));
        for (int stop = 0; stop < 12; stop++)
        {
            Assert.NotEqual("none", await tab.TextAsync("getComputedStyle(document.activeElement).outlineStyle === 'none' ? getComputedStyle(document.activeElement, '::after').outlineStyle : 'seen'"));
            await tab.PressAsync("Tab");
        }
    }
}
