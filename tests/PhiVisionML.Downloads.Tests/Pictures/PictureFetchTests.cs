using PhiVisionML.Catalog.Sources;
using Xunit;
using static PhiVisionML.Downloads.Tests.Pictures.PictureFault;

namespace PhiVisionML.Downloads.Tests.Pictures;

public sealed class PictureFetchTests : IDisposable
{
    private readonly FetchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Whatever_servers_do_every_row_is_in_with_its_picture_or_the_reason()
    {
        await using var server = await FaultyPictureServer.StartAsync();
        PictureFault[] faults = [.. Enum.GetValues<PictureFault>().Except([StallsBeforeHeadOnce, StallsInBodyOnce, Drips])];
        var reasons = new Dictionary<PictureFault, string>
        {
            [Missing] = "status_404",
            [WebPage] = "not_a_picture",
            [Empty] = "cut_off",
            [NotBrotli] = "damaged",
            [CutOffInside] = "cut_off",
            [Endless] = "too_large",
            [Bomb] = "too_many_pixels",
            [RedirectLoop] = "refused_address",
            [RedirectToFile] = "refused_address",
            [RedirectToBadHost] = "refused_address",
        };

        var summary = await _folder.FetchAsync(_folder.Write(faults.Select((fault, number) => server.Url(fault, number))));

        var rows = faults.Zip(_folder.Rows()).ToDictionary(pair => pair.First, pair => pair.Second);
        Assert.Equal(faults.Length, rows.Count);
        foreach (var (number, fault) in faults.Index())
        {
            var (file, error) = (rows[fault]["local_image_path"], rows[fault]["image_error"]);
            if (!reasons.ContainsKey(fault))
            {
                var bytes = TestPictures.Png(fault == Redirect ? 100_000 + number : number);
                Assert.Null(error);
                Assert.Equal($"images/{FetchFolder.Sha256(bytes)[..2]}/{FetchFolder.Sha256(bytes)}.png", file);
                Assert.Equal(bytes, _folder.Picture(file));
            }
            else
            {
                Assert.True(file is null && error is not null && error.EndsWith('.'), $"{fault}: {file} {error}");
            }
        }
        Assert.Contains("sent a web page", rows[WebPage]["image_error"], StringComparison.Ordinal);
        Assert.Contains("10000 × 10000", rows[Bomb]["image_error"], StringComparison.Ordinal);
        Assert.Contains("file:///etc/passwd", rows[RedirectToFile]["image_error"], StringComparison.Ordinal);
        Assert.Equal(reasons.Values.CountBy(reason => reason).OrderBy(pair => pair.Key), summary.Failed);
        Assert.Equal(
            (faults.Length, faults.Length - reasons.Count, faults.Length, faults.Length - reasons.Count, 0, 0),
            (summary.Rows, summary.RowsWithPicture, summary.Urls, summary.Fetched, summary.NotModified, summary.AlreadyThere));
        Assert.InRange(summary.Retries, faults.Count(fault => fault is BusyOnce or UnavailableOnce or CutOffOnce or ClosesOnce), int.MaxValue);
        Assert.Equal(faults.Length, File.ReadLines(_folder.Manifest).Count());
        Assert.DoesNotContain("secret", File.ReadAllText(_folder.Manifest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pictures_that_stall_are_asked_for_again_and_those_that_drip_are_given_up()
    {
        await using var server = await FaultyPictureServer.StartAsync();
        var impatient = FetchFolder.Options.Transport with { ResponseTimeout = TimeSpan.FromSeconds(0.5), StallTimeout = TimeSpan.FromSeconds(0.5), Retries = 20 };

        var stalled = await _folder.FetchAsync(_folder.Write(server.Url(StallsBeforeHeadOnce, 1), server.Url(StallsInBodyOnce, 2)), FetchFolder.Options with { Transport = impatient });

        Assert.Equal(2, stalled.Fetched);
        Assert.InRange(stalled.Retries, 2, int.MaxValue);

        var dripped = await _folder.FetchAsync(_folder.Write(server.Url(Drips, 3)), FetchFolder.Options with { TimeLimit = TimeSpan.FromSeconds(0.5) });

        Assert.Equal(1, dripped.Failed["timeout"]);
        Assert.Contains("0.5 s", _folder.Rows()[0]["image_error"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_that_no_fetch_wrote_is_not_replaced()
    {
        await using var server = await FaultyPictureServer.StartAsync();
        Directory.CreateDirectory(_folder.Out);
        File.Move(_folder.Write(server.Url(None, 1)), _folder.Table);
        var own = File.ReadAllText(_folder.Table);

        var refused = await Assert.ThrowsAsync<IOException>(() => _folder.FetchAsync(_folder.Table));

        Assert.Contains("Name another folder", refused.Message, StringComparison.Ordinal);
        Assert.Equal(own, File.ReadAllText(_folder.Table));
        Assert.Equal([_folder.Table], Directory.GetFileSystemEntries(_folder.Out));
        Assert.Empty(server.Log);
    }

    [Fact]
    public async Task The_table_of_a_fetch_can_be_fetched_again()
    {
        await using var server = await FaultyPictureServer.StartAsync();
        await _folder.FetchAsync(_folder.Write(server.Url(None, 1), server.Url(Missing, 2)));

        var again = await _folder.FetchAsync(_folder.Table);

        Assert.Equal((2, 1, 1), (again.Rows, again.RowsWithPicture, again.AlreadyThere));
    }

    [Fact]
    public async Task The_table_written_is_read_like_any_other_and_finds_its_pictures_wherever_the_folder_is()
    {
        await using var server = await FaultyPictureServer.StartAsync();
        await _folder.FetchAsync(_folder.Write(server.Url(None, 1), server.Url(Missing, 2), server.Url(None, 3)));
        Directory.Move(_folder.Out, _folder.Out + "2");

        var table = ProductSource.ReadAll(Path.Combine(_folder.Out + "2", "catalog.csv"), new ProductSourceOptions());

        Assert.Equal(["0", "2"], table.Products.Select(product => product.ProductCode));
        Assert.All(table.Products, product => Assert.True(File.Exists(Assert.Single(product.ImagePaths))));
        Assert.Equal("1", Assert.Single(table.Rejected).ProductCode);
    }

    [Fact]
    public async Task An_address_in_many_rows_is_asked_for_once_and_the_same_bytes_are_stored_once()
    {
        await using var server = await FaultyPictureServer.StartAsync();

        var summary = await _folder.FetchAsync(_folder.Write(server.Url(None, 1), server.Url(WrongType, 1), server.Url(None, 1) + "#front", server.Url(None, 1)));

        Assert.Equal((4, 4, 2, 2), (summary.Rows, summary.RowsWithPicture, summary.Urls, summary.Fetched));
        Assert.Equal(2, server.Log.Count);
        Assert.Single(Directory.GetFiles(_folder.Out, "*.png", SearchOption.AllDirectories));
        Assert.Single(_folder.Rows().Select(row => row["local_image_path"]).Distinct());
    }

    [Fact]
    public async Task Pictures_of_Shopify_and_Google_are_all_fetched_and_read_back()
    {
        await using var server = await FaultyPictureServer.StartAsync();
        var table = _folder.WriteText("feed.tsv", $"id\ttitle\timage_link\tadditional_image_link\n1\tShoe\t{server.Url(None, 1)}\t{server.Url(Missing, 2)}, {server.Url(None, 3)}\n2\tSock\t{server.Url(Missing, 2)}\t{server.Url(None, 4)}\n");

        await _folder.FetchAsync(table);

        var read = ProductSource.ReadAll(_folder.Table, new ProductSourceOptions());
        Assert.Equal([2, 1], read.Products.Select(product => product.ImagePaths.Count));
        Assert.Equal([1, 3, 4], read.Products.SelectMany(product => product.ImagePaths).Select(path => Enumerable.Range(1, 4).Single(number => File.ReadAllBytes(path).SequenceEqual(TestPictures.Png(number)))));
        Assert.All(_folder.Rows(), row => Assert.Contains("404", row["image_error"], StringComparison.Ordinal));
        Assert.Equal("Shoe", read.Products[0].Fields["title"]);

        table = _folder.WriteText("shop.csv", $"Handle,Title,Variant SKU,Variant Price,Image Src\nbag,Bag,B1,10,{server.Url(None, 5)}\nbag,,B2,11,\nbag,,,,{server.Url(None, 6)}\n");
        await _folder.FetchAsync(table);

        read = ProductSource.ReadAll(_folder.Table, new ProductSourceOptions());
        Assert.Equal([("B1", "Bag", 2), ("B2", "Bag", 2)], read.Products.Select(product => (product.ProductCode, product.Fields["Title"], product.ImagePaths.Count)));
        Assert.Empty(read.Rejected);
    }

    [Fact]
    public async Task Rows_that_cannot_be_read_and_cells_that_are_no_addresses_keep_their_place()
    {
        await using var server = await FaultyPictureServer.StartAsync();
        var table = _folder.WriteText("feed.csv", $"id,imageurl,title\n1,{server.Url(None, 1)},=1+1\n2,{server.Url(None, 2)}\n3,,-x\n4,data:image/gif;base64,@y\n5,c:\\pictures\\1.jpg,\n6,http://me:secret@127.0.0.1/,\n");

        var summary = await _folder.FetchAsync(table);

        var rows = _folder.Rows();
        Assert.Equal(["1", "2", "3", "4", "5", "6"], rows.Select(row => row["id"]));
        Assert.Equal(["=1+1", null, "-x", "@y", null, null], rows.Select(row => row["title"]));
        Assert.Null(rows[0]["image_error"]);
        Assert.Equal("The row has 2 cells; the header has 3 columns.", rows[1]["image_error"]);
        Assert.Equal("The image column 'imageurl' is empty.", rows[2]["image_error"]);
        Assert.Contains("holds a picture itself", rows[3]["image_error"], StringComparison.Ordinal);
        Assert.Contains("is not an address", rows[4]["image_error"], StringComparison.Ordinal);
        Assert.DoesNotContain("secret", rows[5]["image_error"], StringComparison.Ordinal);
        Assert.Equal((4, 1, 3), (summary.Urls, summary.Fetched, summary.Failed["bad_address"]));
        Assert.Single(server.Log);
    }
}
