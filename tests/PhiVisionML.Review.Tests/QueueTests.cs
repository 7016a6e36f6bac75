using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using PhiVisionML.Catalog.Drawing;
using PhiVisionML.Review.Tests.Fakes;
using Xunit;

namespace PhiVisionML.Review.Tests;

public sealed class QueueTests : IDisposable
{
    private readonly Sample _sample = new(2);
    private readonly string _uploads;

    public QueueTests() => _uploads = Path.Combine(_sample.Folder, "uploads");

    public void Dispose() => _sample.Dispose();

    [Fact]
    public async Task Products_are_queued_once_however_often_they_are_sent()
    {
        await using var served = await StartAsync();
        string body = $$"""{"products":[{"sku":"n1","rowNumber":7,"priority":3,"fields":{"title":"Mug","full_price":12.5,"note":"","more":null},"pictures":["L00001.jpg"]},{"sku":"n2","pictures":["{{Uri(1)}}"]}]}""";
        var answer = await Served.JsonOf(await served.PostJsonAsync("/enrichment/runs/1/products", body));
        Assert.Equal((2, 0, 0), (answer.GetProperty("queued").GetInt32(), answer.GetProperty("known").GetInt32(), answer.GetProperty("refused").GetInt32()));
        Assert.Equal(2, (await Served.JsonOf(await served.PostJsonAsync("/enrichment/runs/1/products", body))).GetProperty("known").GetInt32());

        var first = _sample.Enrichment.Jobs[2].Job;
        Assert.Equal((7, 3), (first.Product.RowNumber, first.Priority));
        Assert.Equal([new("title", "Mug"), new("full_price", "12.5"), new("note", null), new("more", null), new("category3_code", null), new("brand", null), new("ProductCode", "n1")], first.Product.Fields);   // what the question names is there, sent or not
        Assert.Equal(Path.Combine(_sample.Folder, "L00001.jpg"), first.Product.Pictures.Single());
        Assert.Equal(_sample.Enrichment.Jobs[0].Job.Product.PictureHash, first.Product.PictureHash);
        var second = _sample.Enrichment.Jobs[3].Job.Product;
        Assert.Equal(Path.Combine(_uploads, second.PictureHash + ".png"), second.Pictures.Single());
        Assert.Equal(ProductPainter.PaintPng(DrawnProduct.Random(1, 1), 64), await File.ReadAllBytesAsync(second.Pictures.Single()));
        Assert.Single(Directory.GetFiles(_uploads));
    }

    [Fact]
    public async Task A_field_that_is_sent_in_another_case_is_the_columns()
    {
        await using var served = await StartAsync();
        await served.PostJsonAsync("/enrichment/runs/1/products", """{"sku":"n1","fields":{"Brand":"Luma"},"pictures":["L00001.jpg"]}""");
        await served.PostJsonAsync("/enrichment/runs/1/products", """{"sku":"n1","fields":{"Brand":"Lumo"},"pictures":["L00001.jpg"]}""");
        Assert.Equal(["Luma", "Lumo"], _sample.Enrichment.Jobs.Skip(2).Select(job => job.Job.Product.Fields["brand"]));
    }

    [Theory]
    [InlineData("""{"sku":"","pictures":["L00001.jpg"]}""", "The SKU has 0 characters")]
    [InlineData("""{"sku":"a\u0000","pictures":["L00001.jpg"]}""", "The SKU has the control character U+0000; write it without.")]
    [InlineData("""{"sku":"a ","pictures":["L00001.jpg"]}""", "ends with a space")]
    [InlineData("""{"sku":"a"}""", "has 0 pictures")]
    [InlineData("""{"sku":"a","pictures":["../../etc/passwd"]}""", "There is no picture")]
    [InlineData("""{"sku":"a","pictures":["/etc/passwd"]}""", "There is no picture")]
    [InlineData("""{"sku":"a","pictures":["http://127.0.0.1/x.jpg"]}""", "There is no picture")]
    [InlineData("""{"sku":"a","pictures":["note.jpg"]}""", "The picture cannot be used. The 5 bytes are not a picture")]
    [InlineData("""{"sku":"a","pictures":["data:image/png;base64,PHN2Zz4="]}""", "The picture cannot be used.")]
    [InlineData("""{"sku":"a","pictures":["data:image/png;base64,%%%"]}""", "not valid base64")]
    [InlineData("""{"sku":"a","pictures":["data:image/png,x"]}""", "must be data:TYPE;base64,DATA")]
    [InlineData("""{"sku":"a","fields":{"t":"123456789012345678901"},"pictures":["L00001.jpg"]}""", "has 21 characters; at most 20")]
    public async Task A_product_that_cannot_be_queued_is_told_of_beside_those_that_are(string product, string error)
    {
        await File.WriteAllTextAsync(Path.Combine(_sample.Folder, "note.jpg"), "hello");
        await using var served = await StartAsync(options => options.MaxCellLength = 20);
        var answer = await Served.JsonOf(await served.PostJsonAsync("/enrichment/runs/1/products", $$"""{"products":[{{product}},{"sku":"good","pictures":["L00002.jpg"]}]}"""));
        Assert.Equal((1, 1), (answer.GetProperty("queued").GetInt32(), answer.GetProperty("refused").GetInt32()));
        Assert.Equal(0, answer.GetProperty("errors")[0].GetProperty("index").GetInt32());
        Assert.Contains(error, answer.GetProperty("errors")[0].GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"sku":"a","picturez":["L00001.jpg"]}""", 400, "'picturez' is not known")]
    [InlineData("""{"products":[{"sku":"a","fields":{"b":[1]},"pictures":["L00001.jpg"]}]}""", 400, "'products[0].fields.b' is a list")]
    [InlineData("""{"products":[],"run":1}""", 400, "'run' is not known")]
    [InlineData("""{"products":[]}""", 400, "is empty")]
    [InlineData("""{"products":[{},{},{},{}]}""", 400, "has 4 products; at most 3")]
    [InlineData("""[]""", 400, "must be an object")]
    [InlineData("""{"sku":1}""", 400, "must be a text")]
    [InlineData("""{"sku":"a\ud800","pictures":["L00001.jpg"]}""", 400, "half a character")]
    [InlineData("""{"sku":"a\u0000","pictures":["L00001.jpg"]}""", 400, "The SKU has the control character U+0000")]
    [InlineData("""{"products":[{"sku":"a","pictures":["L00001.jpg"],"fields":{"b":"\u0000"}},{"sku":"b"}]}""", 400, "None of the 2 products can be queued. The first: Field 'b' has a NUL")]
    [InlineData("""{""", 400, "no JSON")]
    public async Task A_body_that_is_no_list_of_products_is_refused_as_a_whole(string body, int status, string detail)
    {
        await using var served = await StartAsync(options => options.MaxProducts = 3);
        var response = await served.PostJsonAsync("/enrichment/runs/1/products", body);
        Assert.Equal((status, "application/problem+json"), ((int)response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        var problem = await Served.JsonOf(response);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.Contains(detail, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, _sample.Enrichment.Jobs.Count);
    }

    [Fact]
    public async Task Pictures_that_come_along_need_a_folder_and_fit_the_limit()
    {
        await using var without = await StartAsync(options => options.UploadFolder = null);
        string body = $$"""{"sku":"n","pictures":["{{Uri(1)}}"]}""";
        Assert.Contains("UploadFolder", (await Served.JsonOf(await without.PostJsonAsync("/enrichment/runs/1/products", body))).GetProperty("errors")[0].GetProperty("error").GetString(), StringComparison.Ordinal);
        await using var small = await StartAsync(options => options.MaxPictureBytes = 1000);
        Assert.Contains("at most 1000", (await Served.JsonOf(await small.PostJsonAsync("/enrichment/runs/1/products", body))).GetProperty("errors")[0].GetProperty("error").GetString(), StringComparison.Ordinal);
        await using var narrow = await StartAsync(options => options.MaxBodyBytes = 100);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await narrow.PostJsonAsync("/enrichment/runs/1/products", body)).StatusCode);
    }

    [Fact]
    public async Task Runs_and_products_tell_how_they_stand()
    {
        await using var served = await StartAsync();
        await _sample.Enrichment.DecideAsync([new(1, true, "Better"), new(2, false)], "Ann");
        await served.PostJsonAsync("/enrichment/runs/1/products", """{"sku":"a/b ü","pictures":["L00001.jpg"]}""");

        var run = await GetAsync(served, "/enrichment/runs/1");
        Assert.Equal("luma", run.GetProperty("run").GetProperty("catalog").GetString());
        Assert.Equal((1, 2), (run.GetProperty("jobs").GetProperty("ready").GetInt32(), run.GetProperty("jobs").GetProperty("done").GetInt32()));
        Assert.Equal(2, run.GetProperty("cost").GetProperty("products").GetInt32());
        Assert.Equal(1, run.GetProperty("review").EnumerateArray().Single(count => count.GetProperty("field").GetString() == "title").GetProperty("accepted").GetInt32());
        Assert.Equal(1, (await GetAsync(served, "/enrichment/runs")).GetProperty("runs").GetArrayLength());

        var product = await GetAsync(served, "/enrichment/runs/1/products/L00001");
        Assert.Equal(("done", "Better"), (product.GetProperty("state").GetString(), product.GetProperty("values").GetProperty("title").GetString()));
        Assert.Equal(["accepted", "rejected", "pending"], product.GetProperty("proposals").EnumerateArray().Select(proposal => proposal.GetProperty("state").GetString()!));
        Assert.Equal("ready", (await GetAsync(served, "/enrichment/runs/1/products/a%2Fb%20%C3%BC")).GetProperty("state").GetString());
        foreach (string path in (string[])["/enrichment/runs/9", "/enrichment/runs/1/products/L0000", "/enrichment/nothing", "/enrichment/runs/99999999999999999999"])
            Assert.Equal(HttpStatusCode.NotFound, (await served.Http.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await served.Http.GetAsync("/enrichment/runs/1/products/a%00")).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await served.Http.DeleteAsync("/enrichment/runs/1")).StatusCode);
    }

    [Fact]
    public async Task With_a_key_a_request_needs_it_and_without_one_this_machine_alone_is_answered()
    {
        await using var keyed = await StartAsync(options => options.ApiKeys.Add("k"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await keyed.Http.GetAsync("/enrichment/runs")).StatusCode);
        keyed.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "k");
        Assert.Equal(HttpStatusCode.OK, (await keyed.Http.GetAsync("/enrichment/runs")).StatusCode);
        await using var open = await StartAsync();
        open.Http.DefaultRequestHeaders.Host = "evil.example";
        Assert.Equal(HttpStatusCode.Forbidden, (await open.Http.GetAsync("/enrichment/runs")).StatusCode);
    }

    [Fact]
    public async Task A_form_of_another_site_cannot_queue()
    {
        await using var served = await StartAsync();
        using var form = Served.Form(("""{"sku":"a","pictures":["L00001.jpg"],"x":""", "\"\"}"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await served.Http.PostAsync("/enrichment/runs/1/products", form)).StatusCode);
    }

    private static string Uri(int index) => $"data:image/png;base64,{Convert.ToBase64String(ProductPainter.PaintPng(DrawnProduct.Random(1, index), 64))}";

    private static async Task<JsonElement> GetAsync(Served served, string path) => await Served.JsonOf(await served.Http.GetAsync(path));

    private Task<Served> StartAsync(Action<EnrichmentQueueOptions>? configure = null) => Served.StartAsync(_sample.Enrichment, null, options =>
    {
        options.Question = _ => Task.FromResult(Sample.Question);
        options.PictureFolders.Add(_sample.Folder);
        options.UploadFolder = _uploads;
        configure?.Invoke(options);
    });
}
