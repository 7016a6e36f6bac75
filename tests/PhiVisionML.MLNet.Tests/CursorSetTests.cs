using System.Collections.Concurrent;
using Microsoft.ML;
using PhiVisionML.MLNet.Tests.Fakes;
using Xunit;

namespace PhiVisionML.MLNet.Tests;

public sealed class CursorSetTests : IDisposable
{
    private readonly Shop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public void One_cursor_is_given_for_answers_by_default_and_as_many_as_the_source_has_without_them()
    {
        var images = _shop.Images;
        var view = _shop.Fit(images).Transform(images);
        var id = view.Schema["Id"];

        Assert.Equal(1, CountAndClose(view.GetRowCursorSet(view.Schema, 4)));
        Assert.Equal(CountAndClose(images.GetRowCursorSet([images.Schema["Id"]], 4)), CountAndClose(view.GetRowCursorSet([id], 4)));
    }

    [Fact]
    public async Task Four_cursors_on_four_threads_give_every_row_once_and_the_order_can_be_restored()
    {
        var images = _shop.Images;
        var view = _shop.Fit(images, options =>
        {
            options.MaxConcurrentCursors = 4;
            options.BatchSize = 2;
        }).Transform(images);
        var cursors = view.GetRowCursorSet([view.Schema["Id"], view.Schema["GeneratedText"]], 4);
        var rows = new ConcurrentBag<(long Batch, int Cursor, int Id, string Text)>();

        await Task.WhenAll(cursors.Select((cursor, index) => Task.Run(() => Collect(cursor, index, rows), TestContext.Current.CancellationToken)));

        Assert.Equal(4, cursors.Length);
        Assert.Equal(Enumerable.Range(0, Shop.Count), rows.Select(row => row.Id).Order());
        Assert.All(rows, row => Assert.Equal(Shop.Answer(row.Id), row.Text));
        Assert.Equal(Enumerable.Range(0, Shop.Count), rows.OrderBy(row => row.Batch).ThenBy(row => row.Id).Select(row => row.Id));
        Assert.All(rows.GroupBy(row => row.Batch), batch => Assert.Single(batch.Select(row => row.Cursor).Distinct()));
    }

    [Fact]
    public async Task Four_engines_on_four_threads_share_one_transformer()
    {
        var transformer = _shop.Context.Transforms.LoadImages("Image", _shop.Folder, "Path")
            .Append(_shop.Context.Transforms.PhiVision(_shop.Options())).Fit(_shop.Table);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () =>
            {
                var engine = _shop.Context.Model.CreatePredictionEngine<Product, Answered>(transformer, new PredictionEngineOptions { OwnsTransformer = false });
                foreach (var product in _shop.Products)
                    Assert.Equal(Shop.Answer(product.Id), engine.Predict(product).GeneratedText);
            },
            TestContext.Current.CancellationToken)));

        Assert.Single(_shop.Model.Opened);
    }

    private static int CountAndClose(DataViewRowCursor[] cursors)
    {
        foreach (var cursor in cursors)
            cursor.Dispose();
        return cursors.Length;
    }

    private static void Collect(DataViewRowCursor cursor, int index, ConcurrentBag<(long, int, int, string)> rows)
    {
        using (cursor)
        {
            var getId = cursor.GetGetter<int>(cursor.Schema["Id"]);
            var getText = cursor.GetGetter<ReadOnlyMemory<char>>(cursor.Schema["GeneratedText"]);
            int id = 0;
            ReadOnlyMemory<char> text = default;
            while (cursor.MoveNext())
            {
                getId(ref id);
                getText(ref text);
                rows.Add((cursor.Batch, index, id, text.ToString()));
            }
        }
    }
}
