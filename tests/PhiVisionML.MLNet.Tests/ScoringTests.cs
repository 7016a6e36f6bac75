using Microsoft.ML;
using Microsoft.ML.Data;
using PhiVisionML.MLNet.Scoring;
using PhiVisionML.MLNet.Tests.Fakes;
using Xunit;

namespace PhiVisionML.MLNet.Tests;

/// <summary>What a pipeline sees of the transformer: laziness, batches, order, columns, chains.</summary>
public sealed class ScoringTests : IDisposable
{
    private readonly Shop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public void A_chain_answers_every_row_in_order_with_the_other_columns_of_its_row()
    {
        var table = _shop.Table;
        var pipeline = _shop.Context.Transforms.LoadImages("Image", _shop.Folder, "Path")
            .Append(_shop.Context.Transforms.PhiVision(_shop.Options()))
            .Append(_shop.Context.Transforms.CopyColumns("Again", "GeneratedText"));

        var rows = _shop.Read<Answered>(pipeline.Fit(table).Transform(table));

        Assert.Equal(Shop.Count, rows.Count);
        for (int i = 0; i < Shop.Count; i++)
        {
            Assert.Equal(i, rows[i].Id);
            Assert.Equal(Shop.Answer(i), rows[i].GeneratedText);
            Assert.Equal(-Shop.Answer(i).Length, rows[i].Score);
            Assert.Equal(Shop.Answer(i).Length, rows[i].TokenCount);
            Assert.Equal([i, i + 1], rows[i].Vector);
        }
    }

    [Fact]
    public void The_model_is_opened_when_the_first_row_is_wanted_and_not_before()
    {
        var transformer = _shop.Fit(_shop.Images);
        var view = transformer.Transform(_shop.Images);
        _ = transformer.GetOutputSchema(_shop.Images.Schema);
        Assert.Empty(_shop.Model.Opened);

        _shop.Read<TextOnly>(view);
        _shop.Read<TextOnly>(view);

        Assert.Single(_shop.Model.Opened);
    }

    [Fact]
    public void Without_an_answer_column_nothing_is_scored_and_no_picture_is_loaded()
    {
        var table = _shop.Context.Data.LoadFromEnumerable(_shop.Products.Select(p => new Product { Id = p.Id, Path = "missing.png" }));
        var view = _shop.Fit(_shop.Images).Transform(_shop.LoadImages(table));

        Assert.Equal(Shop.Count, _shop.Read<IdOnly>(view).Count);
        Assert.Empty(_shop.Model.Opened);
    }

    [Fact]
    public void Rows_are_scored_in_batches_of_the_asked_size()
    {
        _shop.Read<TextOnly>(_shop.Fit(_shop.Images).Transform(_shop.Images));

        Assert.Equal([6, 6, 6, 2], _shop.Model.Calls.Select(call => call.Rows));
    }

    [Fact]
    public void A_batch_ends_before_its_padded_tokens_exceed_the_budget()
    {
        // The fake's rows have 9 tokens (p0|8x8:0), then 10, 11, and 13 from the tenth on.
        var view = _shop.Fit(_shop.Images, options => options.BatchTokens = 30).Transform(_shop.Images);

        var rows = _shop.Read<Answered>(view);

        Assert.Equal(Enumerable.Range(0, Shop.Count).Select(Shop.Answer), rows.Select(row => row.GeneratedText));
        int at = 0;
        foreach (var (count, _) in _shop.Model.Calls)
        {
            int longest = Enumerable.Range(at, count).Max(i => Shop.Answer(i).Length);
            Assert.True(count * longest <= 30);
            at += count;
            if (at < Shop.Count)
                Assert.True((count + 1) * Math.Max(longest, Shop.Answer(at).Length) > 30, "There was room for one more.");
        }
    }

    [Fact]
    public void A_row_above_the_budget_is_scored_alone()
    {
        var view = _shop.Fit(_shop.Images, options => options.BatchTokens = 1).Transform(_shop.Images);

        Assert.Equal(Shop.Count, _shop.Read<TextOnly>(view).Count);
        Assert.All(_shop.Model.Calls, call => Assert.Equal(1, call.Rows));
    }

    [Theory]
    [InlineData("GeneratedText", AnswerParts.Text)]
    [InlineData("Score", AnswerParts.Score)]
    [InlineData("TokenCount", AnswerParts.TokenCount)]
    public void Only_the_active_column_is_computed(string column, object part)
    {
        var view = _shop.Fit(_shop.Images).Transform(_shop.Images);

        using var cursor = view.GetRowCursor([view.Schema[column]]);
        while (cursor.MoveNext())
        {
        }

        Assert.All(_shop.Model.Calls, call => Assert.Equal((AnswerParts)part, call.Wanted));
        Assert.Throws<ArgumentOutOfRangeException>(() => cursor.GetGetter<int>(view.Schema["Id"]));
    }

    [Fact]
    public void The_next_batch_is_read_while_this_one_is_scored()
    {
        // The first batch is only scored when all of the second has been prepared: without a prefetch it never would be.
        var stop = TestContext.Current.CancellationToken;
        _shop.Model.WhileScoring = () =>
        {
            while (Volatile.Read(ref _shop.Model.Prepared) < 12)
            {
                stop.ThrowIfCancellationRequested();
                Thread.Yield();
            }
        };
        var view = _shop.Fit(_shop.Images, options => options.BatchSize = 6).Transform(_shop.Images);

        using var cursor = view.GetRowCursor([view.Schema["GeneratedText"]]);

        Assert.True(cursor.MoveNext());
        Assert.Equal(12, _shop.Model.Prepared);
    }

    [Fact]
    public void Without_prefetch_no_row_is_read_ahead_of_its_batch()
    {
        var view = _shop.Fit(_shop.Images, options => options.PrefetchBatch = false).Transform(_shop.Images);

        using var cursor = view.GetRowCursor([view.Schema["GeneratedText"]]);
        Assert.True(cursor.MoveNext());

        Assert.Equal(6, _shop.Model.Prepared);
    }

    [Fact]
    public void Ids_and_positions_are_the_sources_and_the_end_is_final()
    {
        var images = _shop.Images;
        var view = _shop.Fit(images).Transform(images);
        using var cursor = view.GetRowCursor(view.Schema);
        using var source = images.GetRowCursor(images.Schema);
        var (id, sourceId) = (cursor.GetIdGetter(), source.GetIdGetter());
        DataViewRowId found = default, expected = default;
        Assert.Equal(-1, cursor.Position);

        for (int i = 0; i < Shop.Count; i++)
        {
            Assert.True(cursor.MoveNext());
            source.MoveNext();
            id(ref found);
            sourceId(ref expected);
            Assert.Equal(expected, found);
            Assert.Equal(i, cursor.Position);
        }

        Assert.False(cursor.MoveNext());
        Assert.False(cursor.MoveNext());
        Assert.Equal(-1, cursor.Position);
        Assert.Throws<InvalidOperationException>(() => id(ref found));
    }

    [Fact]
    public void A_cursor_can_be_closed_while_the_next_batch_is_being_read()
    {
        var view = _shop.Fit(_shop.Images).Transform(_shop.Images);
        var cursor = view.GetRowCursor(view.Schema);
        Assert.True(cursor.MoveNext());

        cursor.Dispose();
        int prepared = _shop.Model.Prepared;

        Assert.False(cursor.MoveNext());
        Assert.Equal(prepared, _shop.Model.Prepared);
    }

    [Fact]
    public void A_wrong_getter_type_is_refused_by_name()
    {
        var view = _shop.Fit(_shop.Images).Transform(_shop.Images);
        using var cursor = view.GetRowCursor(view.Schema);

        Assert.Contains("'Score'", Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<double>(view.Schema["Score"])).Message, StringComparison.Ordinal);
        Assert.Contains("'Id'", Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<double>(view.Schema["Id"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shuffling_below_and_caching_above_keep_rows_together()
    {
        var raw = _shop.Context.Transforms.LoadRawImageBytes("Image", _shop.Folder, "Path").Fit(_shop.Table).Transform(_shop.Table);
        var shuffled = _shop.Context.Data.ShuffleRows(_shop.Context.Data.Cache(raw), seed: 3);
        var cached = _shop.Context.Data.Cache(_shop.Fit(shuffled).Transform(shuffled), "Id", "GeneratedText", "Score", "TokenCount", "Vector");

        var rows = _shop.Read<Answered>(cached);
        int calls = _shop.Model.Calls.Count;
        _shop.Read<Answered>(cached);

        Assert.NotEqual(Enumerable.Range(0, Shop.Count), rows.Select(row => row.Id));
        Assert.All(rows, row => Assert.Equal(Shop.Answer(row.Id), row.GeneratedText));
        Assert.Equal(calls, _shop.Model.Calls.Count);
    }

    [Fact]
    public void Splits_and_takes_work_on_top()
    {
        var view = _shop.Fit(_shop.Images).Transform(_shop.Images);
        var split = _shop.Context.Data.TrainTestSplit(view, 0.3, seed: 1);

        Assert.Equal(Shop.Count, _shop.Read<TextOnly>(split.TrainSet).Count + _shop.Read<TextOnly>(split.TestSet).Count);
        Assert.Equal(5, _shop.Read<TextOnly>(_shop.Context.Data.TakeRows(view, 5)).Count);
    }

    [Fact]
    public void Two_transformers_in_a_chain_take_turns_at_one_model()
    {
        var images = _shop.Images;
        var title = _shop.Fit(images, options =>
        {
            options.AdapterPath = _shop.WriteAdapter("A");
            options.OutputColumnName = "Title";
        });
        var category = _shop.Fit(title.Transform(images), options =>
        {
            options.AdapterPath = _shop.WriteAdapter("B");
            options.OutputColumnName = "Category";
            options.PromptColumnName = "Title";
        });

        var rows = _shop.Read<TwoAnswers>(new TransformerChain<ITransformer>(title, category).Transform(images));

        Assert.Equal(Enumerable.Range(0, Shop.Count).Select(i => $"A:{Shop.Answer(i)}"), rows.Select(row => row.Title));
        Assert.Equal(Enumerable.Range(0, Shop.Count).Select(i => $"B:A:{Shop.Answer(i)}|{8 + i}x8:{10 * i}"), rows.Select(row => row.Category));
    }
}
