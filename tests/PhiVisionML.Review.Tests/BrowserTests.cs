using PhiVisionML.Enrichment.Answers;
using PhiVisionML.Enrichment.Policies;
using PhiVisionML.Review.Tests.Browser;
using PhiVisionML.Review.Tests.Fakes;
using Xunit;

namespace PhiVisionML.Review.Tests;

/// <summary>The pages in a real browser.</summary>
public sealed class BrowserTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task The_keyboard_accepts_edits_rejects_and_undoes()
    {
        using var sample = new Sample();
        await using var tab = await chromium.OpenAsync();
        await using var served = await Served.StartAsync(sample);
        await tab.GoAsync(new Uri(served.Address, "/review/products/1"));
        var (title, category, price) = (sample.Enrichment.Proposal(1).Proposed, 2, 3);

        await tab.PressAndLoadAsync("a");
        Assert.Equal([$"reviewer accepts L00001 title {title}"], sample.Enrichment.Ledger);
        await tab.WaitForAsync("document.getElementById('outcome').innerText.includes('Accepted: title of L00001')");   // told anew for screen readers

        await tab.PressAndLoadAsync("r");
        Assert.Equal(ProposalState.Rejected, sample.Enrichment.Proposal(category).State);

        await tab.PressAsync("e");
        await tab.WriteAsync("1.299,5 €");
        await tab.PressAndLoadAsync("Enter");
        Assert.Equal("1299.50", sample.Enrichment.Proposal(price).Value);
        Assert.Contains("L00002", await tab.SeenAsync("h1"), StringComparison.Ordinal);   // on to the next product

        await tab.PressAndLoadAsync("u");
        Assert.Equal(ProposalState.Pending, sample.Enrichment.Proposal(price).State);
        Assert.Contains("L00001", await tab.SeenAsync("h1"), StringComparison.Ordinal);
        Assert.Equal("reviewer reopens L00001 full_price", sample.Enrichment.Ledger[^1]);
        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task The_keyboard_goes_from_product_to_product_and_accepts_all_of_one()
    {
        using var sample = new Sample();
        await using var tab = await chromium.OpenAsync();
        await using var served = await Served.StartAsync(sample);
        await tab.GoAsync(new Uri(served.Address, "/review"));
        await tab.PressAsync("j");
        await tab.PressAsync("j");
        await tab.PressAsync("k");
        await tab.PressAndLoadAsync("Enter");
        Assert.Contains("L00001", await tab.SeenAsync("h1"), StringComparison.Ordinal);
        await tab.PressAndLoadAsync("j");
        await tab.PressAndLoadAsync("j");
        await tab.PressAndLoadAsync("k");
        Assert.Contains("L00002", await tab.SeenAsync("h1"), StringComparison.Ordinal);
        await tab.PressAndLoadAsync("A");
        Assert.Contains("L00003", await tab.SeenAsync("h1"), StringComparison.Ordinal);
        Assert.All(sample.Enrichment.Jobs[1].Proposals, proposal => Assert.Equal(ProposalState.Accepted, proposal.State));
        await tab.PressAsync("?");
        Assert.Contains("undo the last decision", await tab.SeenAsync("#help"), StringComparison.Ordinal);
        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task Letters_written_into_a_box_decide_nothing()
    {
        using var sample = new Sample();
        await using var tab = await chromium.OpenAsync();
        await using var served = await Served.StartAsync(sample);
        await tab.GoAsync(new Uri(served.Address, "/review/products/1"));
        await tab.PressAsync("e");
        foreach (string key in (string[])["a", "r", "u", "j", "A"])
            await tab.PressAsync(key);
        Assert.Equal("arujA", await tab.TextAsync("document.activeElement.value"));
        await tab.PressAsync("Escape");
        Assert.True((await tab.EvaluateAsync("document.activeElement.matches('[data-field]')")).GetBoolean());
        Assert.Empty(sample.Enrichment.Ledger);
    }

    [Fact]
    public async Task What_is_written_into_a_box_is_not_lost_when_other_fields_are_decided()
    {
        using var sample = new Sample();
        await using var tab = await chromium.OpenAsync();
        await using var served = await Served.StartAsync(sample);
        await tab.GoAsync(new Uri(served.Address, "/review/products/1"));
        await tab.PressAsync("e");
        await tab.WriteAsync("My title");
        await tab.ClickAsync("#v3");
        await tab.PressAsync("Escape");
        await tab.PressAndLoadAsync("r");
        Assert.Equal(ProposalState.Rejected, sample.Enrichment.Proposal(3).State);   // the field that had the focus
        Assert.Equal("My title", await tab.TextAsync("document.getElementById('v1').value"));
        await tab.PressAndLoadAsync("A");
        Assert.Equal("My title", sample.Enrichment.Proposal(1).Value);
        Assert.Equal(sample.Enrichment.Proposal(2).Proposed, sample.Enrichment.Proposal(2).Value);
    }

    [Fact]
    public async Task Everything_works_without_scripts()
    {
        using var sample = new Sample();
        await using var tab = await chromium.OpenAsync();
        await using var served = await Served.StartAsync(sample);
        await tab.DisableScriptsAsync();
        await tab.GoAsync(new Uri(served.Address, "/review"));
        await tab.LoadAsync(() => tab.ClickAsync(".head .primary"));
        Assert.Contains("L00001", await tab.SeenAsync("h1"), StringComparison.Ordinal);
        await tab.LoadAsync(() => tab.ClickAsync("[value=accept]"));
        await tab.LoadAsync(() => tab.ClickAsync("[value=reject]"));
        await tab.ClickAsync("input[name=value]");
        await tab.WriteAsync("0");
        await tab.LoadAsync(() => tab.PressAsync("Enter"));
        Assert.Equal(3, sample.Enrichment.Ledger.Count);
        Assert.Contains("L00002", await tab.SeenAsync("h1"), StringComparison.Ordinal);
        await tab.LoadAsync(() => tab.ClickAsync("[data-key=u]"));
        Assert.Contains("Reopened: full_price of L00001", await tab.SeenAsync("#outcome"), StringComparison.Ordinal);
        await tab.GoAsync(new Uri(served.Address, "/review?field=title&state=accepted"));
        Assert.Equal(1, (await tab.EvaluateAsync("document.querySelectorAll('.product').length")).GetInt32());
    }

    [Fact]
    public async Task Filters_choose_what_is_shown_and_stay_while_one_reviews()
    {
        using var sample = new Sample();
        await using var tab = await chromium.OpenAsync();
        await using var served = await Served.StartAsync(sample);
        await tab.GoAsync(new Uri(served.Address, "/review"));
        await tab.EvaluateAsync("document.getElementById('field').value = 'title'");
        await tab.EvaluateAsync("document.getElementById('max').value = '90'");
        await tab.LoadAsync(() => tab.ClickAsync(".filter button"));
        Assert.DoesNotContain("L00001", await tab.SeenAsync(".products"), StringComparison.Ordinal);   // its title is 97 % sure
        await tab.LoadAsync(() => tab.ClickAsync(".head .primary"));
        await tab.PressAndLoadAsync("a");
        Assert.Contains("L00003", await tab.SeenAsync("h1"), StringComparison.Ordinal);   // category and price of L00002 do not fit, and wait
        Assert.Equal(1, sample.Enrichment.Jobs[1].Proposals.Count(proposal => proposal.State == ProposalState.Accepted));
    }

    [Theory]
    [InlineData("<script>document.title='pwned';alert(1)</script>")]
    [InlineData("\"><img src=x onerror=\"document.title='pwned';alert(1)\">")]
    [InlineData("javascript:alert(1)")]
    [InlineData("</textarea></title></option><svg onload=alert(1)>' onfocus=alert(1) autofocus '")]
    public async Task A_hostile_catalog_executes_nothing(string text)
    {
        using var sample = new Sample(products: 1);
        var run = await sample.Enrichment.StartRunAsync(sample.Run.Settings with { Catalog = text });
        var answer = Sample.AnswerOf(text, new AnsweredField(text, text, 0.5) { RunnerUp = text, RunnerUpProbability = 0.2 }) with { Tokens = [new(text, 0.4)], Model = text, Adapter = text, PromptVersion = text, PictureHash = text };
        sample.Enrichment.Answer(run.Id, new() { Sku = text, Fields = new Dictionary<string, string?> { [text + " "] = text, ["category3_code"] = text }, Pictures = [text] }, answer,
            Sample.Waits(text, text, text, 0.5), Sample.Waits("category3_code", text, text + " " + new string('x', 80), 0.4), Sample.Waits("title", null, text, null));
        await using var tab = await chromium.OpenAsync();
        await using var served = await Served.StartAsync(sample, options => options.Choices = (_, _) => [text]);
        foreach (string page in (string[])["/review", "/review?state=all&sku=" + Uri.EscapeDataString(text), "/review?field=" + Uri.EscapeDataString(text) + "&catalog=" + Uri.EscapeDataString(text), "/review/products/2"])
        {
            await tab.GoAsync(new Uri(served.Address, page));
            Assert.Contains("Catalog review", await tab.TextAsync("document.title"), StringComparison.Ordinal);
            Assert.Equal(0, (await tab.EvaluateAsync("document.querySelectorAll('script:not([src$=\".js\"]):not([src*=\"review.js\"]), [onerror], [onload], [onfocus], a[href^=\"javascript\"]').length")).GetInt32());
        }

        Assert.Contains(text, await tab.SeenAsync("h1"), StringComparison.Ordinal);
        await tab.PressAndLoadAsync("a");
        Assert.Equal(text, sample.Enrichment.Proposal(4).Value);
        await tab.WaitForAsync("document.getElementById('outcome').innerText.startsWith('Accepted: ')");
        Assert.Contains(text, await tab.SeenAsync("#outcome"), StringComparison.Ordinal);
        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task A_form_of_another_site_changes_nothing()
    {
        using var sample = new Sample();
        await using var tab = await chromium.OpenAsync();
        await using var served = await Served.StartAsync(sample);
        await using var other = await Served.StartAsync(sample);   // another origin: its port is another
        await tab.GoAsync(new Uri(served.Address, "/review/products/1"));
        string token = await tab.TextAsync("document.querySelector('[name=__RequestVerificationToken]').value");
        await tab.GoAsync(new UriBuilder(other.Address) { Host = "localhost", Path = "/favicon.ico" }.Uri);
        await tab.LoadAsync(() => tab.EvaluateAsync($$"""
            (() => {
              const form = document.body.appendChild(document.createElement('form'));
              form.method = 'post'; form.action = '{{new Uri(served.Address, "/review/products/1/decide")}}';
              for (const [name, value] of Object.entries({ do: 'accept-all', __RequestVerificationToken: '{{token}}' })) {
                const field = form.appendChild(document.createElement('input')); field.name = name; field.value = value;
              }
              form.submit.call(form);
            })()
            """));
        Assert.Contains("another site", await tab.SeenAsync(), StringComparison.Ordinal);
        Assert.Empty(sample.Enrichment.Ledger);
    }

    [Fact]
    public async Task A_browser_logs_in_with_a_key_and_out_again()
    {
        const string isTyping = "document.activeElement.tagName === 'INPUT'";
        using var sample = new Sample();
        await using var tab = await chromium.OpenAsync();
        await using var served = await Served.StartAsync(sample, options => options.ApiKeys.Add("secret-key"));
        await tab.GoAsync(new Uri(served.Address, "/review/products/2"));
        await tab.WaitForAsync(isTyping);
        await tab.WriteAsync("wrong");
        await tab.PressAndLoadAsync("Enter");
        Assert.Contains("not one of this server's", await tab.SeenAsync(".fault"), StringComparison.Ordinal);
        await tab.WaitForAsync(isTyping);
        await tab.WriteAsync("secret-key");
        await tab.PressAsync("Tab");
        await tab.WriteAsync("Zoë");
        await tab.PressAndLoadAsync("Enter");
        Assert.Contains("L00002", await tab.SeenAsync("h1"), StringComparison.Ordinal);   // where the browser wanted to go
        await tab.PressAndLoadAsync("a");
        Assert.StartsWith("Zoë accepts L00002 title", sample.Enrichment.Ledger[0], StringComparison.Ordinal);
        Assert.Equal("", await tab.TextAsync("document.cookie"));
        await tab.LoadAsync(() => tab.ClickAsync(".who button"));
        await tab.GoAsync(new Uri(served.Address, "/review"));
        Assert.Contains("Log in", await tab.SeenAsync("h1"), StringComparison.Ordinal);
        Assert.Empty(tab.Complaints);
    }
}
