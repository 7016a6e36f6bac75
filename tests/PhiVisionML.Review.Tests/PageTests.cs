using System.Net;
using System.Text.RegularExpressions;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Policies;
using PhiVisionML.Review.Tests.Fakes;
using Xunit;

namespace PhiVisionML.Review.Tests;

public partial class PageTests
{
    [Theory]
    [InlineData("12 €", "12.00")]
    [InlineData("  1,299.5 ", "1299.50")]
    public async Task A_price_that_is_written_becomes_a_price(string written, string stored)
    {
        using var sample = new Sample(1);
        await using var served = await Served.StartAsync(sample);
        await served.SendAsync("/review/products/1", "/review/products/1/decide", ("do", "accept"), ("proposal", "3"), ("value", written));
        Assert.Equal(stored, sample.Enrichment.Proposal(3).Value);
        Assert.Equal(stored, sample.Enrichment.Written("luma", "L00001", "full_price"));
    }

    [Theory]
    [InlineData("3", "cheap", "does not read as a price")]
    [InlineData("1", "   ", "The value is empty")]
    [InlineData("1", "a\u0007b", "control character U+0007")]
    [InlineData("2", "more than twenty characters", "at most 20 are taken")]
    public async Task A_value_that_does_not_fit_is_refused_and_not_lost(string proposal, string written, string fault)
    {
        using var sample = new Sample(1);
        await using var served = await Served.StartAsync(sample, options => options.MaxValueLength = 20);
        var response = await served.SendAsync("/review/products/1", "/review/products/1/decide", ("do", "accept"), ("proposal", proposal), ("value", written));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        string html = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
        Assert.Contains(fault, html, StringComparison.Ordinal);
        if (written.Trim() == written && !written.Any(char.IsControl))
            Assert.Contains($"value=\"{written}\"", html, StringComparison.Ordinal);
        Assert.Empty(sample.Enrichment.Ledger);
    }

    [Fact]
    public async Task Accepting_all_takes_the_values_of_the_boxes_or_none_if_one_does_not_fit()
    {
        using var sample = new Sample(1);
        await using var served = await Served.StartAsync(sample);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await served.SendAsync("/review/products/1", "/review/products/1/decide", ("do", "accept-all"), ("v1", "Mine"), ("v3", "cheap"))).StatusCode);
        Assert.Empty(sample.Enrichment.Ledger);
        await served.SendAsync("/review/products/1", "/review/products/1/decide", ("do", "accept-all"), ("v1", "Mine"), ("v3", "5"));
        Assert.Equal(["Mine", sample.Enrichment.Proposal(2).Proposed, "5.00"], sample.Enrichment.Jobs[0].Proposals.Select(proposal => proposal.Value));
    }

    [Fact]
    public async Task A_value_that_a_browser_merely_folded_is_no_edit()
    {
        using var sample = new Sample(1);
        var proposal = sample.Add("two-lines", "none.jpg", Sample.Waits("title", null, "One\nTwo", 0.5)).Proposals[0];
        await using var served = await Served.StartAsync(sample);
        await served.SendAsync("/review/products/2", "/review/products/2/decide", ("do", "accept"), ("proposal", $"{proposal.Id}"), ("value", "One\r\nTwo"));
        Assert.Equal("One\nTwo", sample.Enrichment.Proposal(proposal.Id).Value);
    }

    [Fact]
    public async Task What_somebody_else_decided_stays_so()
    {
        using var sample = new Sample(2);
        await using var served = await Served.StartAsync(sample);
        await sample.Enrichment.DecideAsync([new ProposalDecision(1, false)], "Ann");
        var response = await served.SendAsync("/review/products/1", "/review/products/1/decide", ("do", "accept"), ("proposal", "1"), ("value", "Mine"));
        Assert.Equal(ProposalState.Rejected, sample.Enrichment.Proposal(1).State);
        Assert.Contains("Nothing was changed", await served.GetAsync(response.Headers.Location!.ToString()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_else_decided_is_told_of_even_where_the_value_does_not_fit()
    {
        using var sample = new Sample(1);
        await using var served = await Served.StartAsync(sample);
        string token = await served.TokenOfAsync("/review/products/1");
        await sample.Enrichment.DecideAsync([new(3, true, "5.00")], "Ann");
        var response = await served.Http.PostAsync("/review/products/1/decide", Served.Form(("__RequestVerificationToken", token), ("do", "accept"), ("proposal", "3"), ("value", "cheap")));
        Assert.Contains("did=nothing", response.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal("5.00", sample.Enrichment.Proposal(3).Value);
    }

    [Fact]
    public async Task A_picture_of_the_list_is_called_by_its_product()
    {
        using var sample = new Sample(1);
        await using var served = await Served.StartAsync(sample);
        string page = await served.GetAsync("/review");
        Assert.Contains("alt=\"Picture of L00001\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("No picture", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<ul class=\"products\">", await served.GetAsync("/review?sku=zzz"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decision_on_another_product_or_of_another_kind_is_refused()
    {
        using var sample = new Sample(2);
        await using var served = await Served.StartAsync(sample);
        Assert.Equal(HttpStatusCode.BadRequest, (await served.SendAsync("/review/products/1", "/review/products/1/decide", ("do", "accept"), ("proposal", "4"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await served.SendAsync("/review/products/1", "/review/products/1/decide", ("do", "destroy"), ("proposal", "1"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await served.SendAsync("/review/products/1", "/review/products/9/decide", ("do", "accept-all"))).StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await served.SendAsync("/review/products/1", "/review/products/1/decide", ("do", "accept"), ("value", new string('x', 300_000)))).StatusCode);
        Assert.Empty(sample.Enrichment.Ledger);
    }

    [Fact]
    public async Task Undoing_takes_back_all_that_was_accepted_at_once_but_not_what_was_written_over_since()
    {
        using var sample = new Sample(1);
        await using var served = await Served.StartAsync(sample);
        await served.SendAsync("/review/products/1", "/review/products/1/decide", ("do", "accept-all"));
        var later = sample.Add("L00001", "none.jpg", Sample.Waits("title", null, "Newer", 0.9)).Proposals[0];
        await sample.Enrichment.DecideAsync([new ProposalDecision(later.Id, true)], "Ann");
        await served.SendAsync("/review/products/1", "/review/products/1/undo", ("ids", "1,2,3,4"));
        Assert.Equal([ProposalState.Accepted, ProposalState.Pending, ProposalState.Pending], sample.Enrichment.Jobs[0].Proposals.Select(proposal => proposal.State));
        Assert.Equal("Newer", sample.Enrichment.Written("luma", "L00001", "title"));
    }

    [Fact]
    public async Task The_list_goes_through_all_products_page_by_page_and_back()
    {
        using var sample = new Sample(7);
        await using var served = await Served.StartAsync(sample, options => options.PageSize = 3);
        var seen = new List<string>();
        string page = await served.GetAsync("/review");
        while (true)
        {
            seen.AddRange(Skus(page));
            if (Link(page, "Next page") is not { } next)
                break;
            page = await served.GetAsync(next);
        }

        Assert.Equal(Enumerable.Range(1, 7).Select(i => $"L0000{i}"), seen);
        Assert.Equal(["L00004", "L00005", "L00006"], Skus(await served.GetAsync(Link(page, "Previous page")!)));
    }

    [Theory]
    [InlineData("run=1", 4)]
    [InlineData("run=2", 0)]
    [InlineData("sku=l00002", 1)]
    [InlineData("field=title&min=85", 1)]
    [InlineData("field=title&max=80", 2)]
    [InlineData("state=accepted", 1)]
    [InlineData("state=all", 4)]
    public async Task Filters_choose(string query, int products)
    {
        using var sample = new Sample(4);
        await sample.Enrichment.DecideAsync([new ProposalDecision(1, true)], "Ann");
        await using var served = await Served.StartAsync(sample);
        Assert.Equal(products, Skus(await served.GetAsync("/review?" + query)).Length);
    }

    [Theory]
    [InlineData("run=x")]
    [InlineData("state=perhaps")]
    [InlineData("min=101")]
    [InlineData("max=NaN")]
    [InlineData("after=-1")]
    [InlineData("trail=1,b")]
    public async Task An_address_that_cannot_be_read_is_refused_in_a_sentence(string query)
    {
        using var sample = new Sample(1);
        await using var served = await Served.StartAsync(sample);
        var response = await served.Http.GetAsync("/review?" + query);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("The address says", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counts_are_not_asked_for_at_each_page()
    {
        using var sample = new Sample(2);
        await using var served = await Served.StartAsync(sample, options => options.CountAge = TimeSpan.FromHours(1));
        for (int i = 0; i < 5; i++)
            await served.GetAsync("/review");
        Assert.Equal(1, sample.Enrichment.Counts);
        Assert.Contains("<b>2</b> waiting, 0 accepted, 0 rejected", await served.GetAsync("/review"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failing_store_is_a_page_that_says_so_without_its_inside()
    {
        using var sample = new Sample(1);
        sample.Enrichment.Failure = new InvalidOperationException("password=hunter2");
        await using var served = await Served.StartAsync(sample);
        var response = await served.Http.GetAsync("/review");
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        string html = await response.Content.ReadAsStringAsync();
        Assert.Contains("its log says why", html, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_choice_offers_the_values_that_were_seen_and_the_applications()
    {
        using var sample = new Sample(3);
        await using var served = await Served.StartAsync(sample, options => options.Choices = (run, field) => run.Id == 1 && field == "category3_code" ? ["LU-XXX"] : []);
        await served.GetAsync("/review/products/2");
        string page = await served.GetAsync("/review/products/1");
        string[] offers = [.. Offer().Matches(page).Select(match => match.Groups[1].Value)];
        Assert.Contains("LU-XXX", offers);
        Assert.Contains("LU-SCA", offers);   // the runner-up
        Assert.Contains(sample.Enrichment.Proposal(5).Proposed, offers);   // of the page before
    }

    [Theory]
    [InlineData("decide")]
    [InlineData("undo")]
    public async Task The_address_of_what_a_form_answered_leads_to_the_product_when_it_is_loaded_anew(string form)
    {
        using var sample = new Sample(1, 64);
        await using var served = await Served.StartAsync(sample);
        var response = await served.Http.GetAsync($"/review/products/1/{form}?field=title");
        Assert.Equal((HttpStatusCode.SeeOther, "/review/products/1?field=title"), (response.StatusCode, response.Headers.Location!.ToString()));
    }

    [Fact]
    public void Options_out_of_range_are_listed_in_one_message()
    {
        var options = new EnrichmentReviewOptions { Prefix = "review", SessionTime = TimeSpan.Zero, MaxPictureBytes = 0, MaxPicturePixels = 0, MaxValueLength = 0, PageSize = 0, CountAge = TimeSpan.FromDays(1), ApiKeyFile = "/no/file", PictureFolders = { "/no/folder" } };
        string message = Assert.Throws<ArgumentException>(options.Validate).Message;
        Assert.All([nameof(options.Prefix), nameof(options.SessionTime), nameof(options.MaxPictureBytes), nameof(options.MaxPicturePixels), nameof(options.MaxValueLength), nameof(options.PageSize), nameof(options.CountAge), nameof(options.ApiKeyFile), nameof(options.PictureFolders)],
            name => Assert.Contains(name, message, StringComparison.Ordinal));

        var queue = new EnrichmentQueueOptions { Prefix = "/", MaxPictureBytes = 0, MaxPicturePixels = int.MaxValue, MaxUploadBytes = 0, MaxBodyBytes = 0, MaxProducts = 0, MaxCellLength = 0, ApiKeyFile = "/no/file", PictureFolders = { "/no/folder" }, UploadFolder = typeof(PageTests).Assembly.Location };
        message = Assert.Throws<ArgumentException>(queue.Validate).Message;
        Assert.All([nameof(queue.Prefix), nameof(queue.Question), nameof(queue.MaxPictureBytes), nameof(queue.MaxPicturePixels), nameof(queue.MaxUploadBytes), nameof(queue.MaxBodyBytes), nameof(queue.MaxProducts), nameof(queue.MaxCellLength), nameof(queue.ApiKeyFile), nameof(queue.PictureFolders), nameof(queue.UploadFolder)],
            name => Assert.Contains(name, message, StringComparison.Ordinal));
    }

    private static string[] Skus(string page) => [.. Sku().Matches(page).Select(match => match.Groups[1].Value)];

    private static string? Link(string page, string text)
        => Regex.Match(page, $"href=\"([^\"]+)\">{text}") is { Success: true } match ? WebUtility.HtmlDecode(match.Groups[1].Value) : null;

    [GeneratedRegex("<h2><a[^>]*><bdi>([^<]+)")]
    private static partial Regex Sku();

    [GeneratedRegex("<option value=\"([^\"]+)\"></option>")]
    private static partial Regex Offer();
}
