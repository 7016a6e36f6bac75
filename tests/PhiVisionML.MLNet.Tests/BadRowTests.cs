using Microsoft.ML;
using Microsoft.ML.Data;
using PhiVisionML.MLNet.Scoring;
using PhiVisionML.MLNet.Tests.Fakes;
using Xunit;

namespace PhiVisionML.MLNet.Tests;

/// <summary>What a row that cannot be read or scored does to the others, and what stops a run as a whole.</summary>
public sealed class BadRowTests : IDisposable
{
    private const int Bad = 13;
    private readonly Shop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Theory]
    [InlineData("nope.png", "p", typeof(FileNotFoundException))]
    [InlineData("13.png", "poison", typeof(InvalidOperationException))]
    public void The_rows_before_a_bad_one_come_out_and_then_its_own_exception(string path, string prompt, Type exception)
    {
        var view = Transform(path, prompt, OnError.Throw);
        using var cursor = view.GetRowCursor([view.Schema["GeneratedText"]]);
        var getText = cursor.GetGetter<ReadOnlyMemory<char>>(view.Schema["GeneratedText"]);
        ReadOnlyMemory<char> text = default;

        for (int i = 0; i < Bad; i++)
        {
            Assert.True(cursor.MoveNext());
            getText(ref text);
            Assert.Equal(Shop.Answer(i), text.ToString());
        }

        Assert.Throws(exception, () => cursor.MoveNext());
        Assert.Throws(exception, () => cursor.MoveNext()); // asking again must not look like the end of the rows
        Assert.Equal(-1, cursor.Position);
    }

    [Theory]
    [InlineData("nope.png", "p", "Could not find file")]
    [InlineData("13.png", "poison", "The row is poisoned.")]
    public void A_bad_row_is_emitted_empty_with_its_reason_and_costs_no_other_row(string path, string prompt, string reason)
    {
        var rows = _shop.Read<TextAndError>(Transform(path, prompt, OnError.EmitEmpty));

        Assert.Equal(Shop.Count, rows.Count);
        for (int i = 0; i < Shop.Count; i++)
        {
            Assert.Equal(i == Bad ? "" : Shop.Answer(i), rows[i].GeneratedText);
            Assert.Equal(i == Bad, float.IsNaN(rows[i].Score));
            Assert.Equal(i == Bad, rows[i].Error.Length > 0);
        }

        Assert.StartsWith(reason, rows[Bad].Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_that_fails_as_a_whole_is_scored_row_by_row_and_the_log_says_so()
    {
        var warnings = new List<string>();
        _shop.Context.Log += (_, line) =>
        {
            if (line.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning)
                warnings.Add(line.RawMessage);
        };

        _shop.Read<TextAndError>(Transform("13.png", "poison", OnError.EmitEmpty));

        Assert.Equal([6, 6, 6, 1, 1, 1, 1, 1, 1, 2], _shop.Model.Calls.Select(call => call.Rows));
        Assert.Contains("A batch of 6 rows could not be scored (The row is poisoned.)", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void The_error_column_alone_computes_no_answer_text()
    {
        var view = Transform("13.png", "p13", OnError.EmitEmpty);
        using var cursor = view.GetRowCursor([view.Schema["Error"]]);
        Assert.True(cursor.MoveNext());

        Assert.All(_shop.Model.Calls, call => Assert.Equal(AnswerParts.None, call.Wanted));
    }

    [Fact]
    public void There_is_an_error_column_only_where_errors_are_emitted()
    {
        Assert.Null(Transform("13.png", "p", OnError.Throw).Schema.GetColumnOrNull("Error"));
        Assert.NotNull(Transform("13.png", "p", OnError.EmitEmpty).Schema.GetColumnOrNull("Error"));
    }

    [Fact]
    public void A_broken_passed_through_value_throws_only_when_it_is_asked_for()
    {
        var view = Transform("nope.png", "p", OnError.EmitEmpty);
        using var cursor = view.GetRowCursor([view.Schema["Image"], view.Schema["Error"]]);
        var getImage = cursor.GetGetter<MLImage>(view.Schema["Image"]);
        MLImage image = null!;
        for (int i = 0; i <= Bad; i++)
            Assert.True(cursor.MoveNext());

        Assert.Throws<FileNotFoundException>(() => getImage(ref image));
        Assert.True(cursor.MoveNext());
        getImage(ref image);
        Assert.Equal(8 + Bad + 1, image.Width);
    }

    [Fact]
    public void A_source_that_fails_between_rows_throws_after_its_rows_even_when_errors_are_emitted()
    {
        var data = _shop.LoadImages(_shop.Context.Data.LoadFromEnumerable(FailAfter(8)));
        var view = _shop.Fit(data, options => options.OnError = OnError.EmitEmpty).Transform(data);
        int rows = 0;

        var failure = Assert.Throws<TimeoutException>(() =>
        {
            foreach (var row in _shop.Context.Data.CreateEnumerable<TextOnly>(view, reuseRowObject: false))
                rows++;
        });

        Assert.Equal("The database went away.", failure.Message);
        Assert.Equal(8, rows);
    }

    [Fact]
    public void A_prediction_engine_emits_empty_or_throws_likewise()
    {
        var bad = new Product { Path = "1.png", Prompt = "poison" };
        using var emitting = CreateEngine(OnError.EmitEmpty);
        using var throwing = CreateEngine(OnError.Throw);

        Assert.Equal("", emitting.Predict(bad).GeneratedText);
        Assert.Equal(Shop.Answer(2), emitting.Predict(_shop.Products[2]).GeneratedText);
        Assert.Throws<InvalidOperationException>(() => throwing.Predict(bad));
        Assert.Equal(Shop.Answer(2), throwing.Predict(_shop.Products[2]).GeneratedText);
    }

    [Fact]
    public void Cancelling_the_token_stops_a_run_whatever_is_done_with_bad_rows()
    {
        using var cancellation = new CancellationTokenSource();
        _shop.Model.WhileScoring = cancellation.Cancel;
        var view = _shop.Fit(_shop.Images, options =>
        {
            options.CancellationToken = cancellation.Token;
            options.OnError = OnError.EmitEmpty;
        }).Transform(_shop.Images);

        Assert.ThrowsAny<OperationCanceledException>(() => _shop.Read<TextOnly>(view));
        Assert.Single(_shop.Model.Calls);
    }

    [Fact]
    public void Cancelling_the_context_stops_a_run()
    {
        _shop.Model.WhileScoring = () => typeof(MLContext)
            .GetMethod("CancelExecution", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!.Invoke(_shop.Context, null);

        Assert.ThrowsAny<OperationCanceledException>(() => _shop.Read<TextOnly>(_shop.Fit(_shop.Images).Transform(_shop.Images)));
        Assert.Single(_shop.Model.Calls);
    }

    [Fact]
    public void A_disposed_transformer_stops_a_run_and_lets_the_model_go_once()
    {
        var transformer = _shop.Fit(_shop.Images, options => options.OnError = OnError.EmitEmpty);
        var view = transformer.Transform(_shop.Images);
        _shop.Read<TextOnly>(view);

        transformer.Dispose();
        transformer.Dispose();

        Assert.Equal(1, _shop.Model.Disposed);
        Assert.Throws<ObjectDisposedException>(() => _shop.Read<TextOnly>(view));
    }

    private IDataView Transform(string path, string prompt, OnError onError)
    {
        var data = _shop.LoadImages(_shop.Context.Data.LoadFromEnumerable(_shop.Products.Select(
            product => product.Id == Bad ? new Product { Id = Bad, Path = path, Prompt = prompt } : product)));
        return _shop.Fit(data, options => options.OnError = onError).Transform(data);
    }

    private PredictionEngine<Product, TextOnly> CreateEngine(OnError onError)
        => _shop.Context.Model.CreatePredictionEngine<Product, TextOnly>(
            _shop.Context.Transforms.LoadImages("Image", _shop.Folder, "Path")
                .Append(_shop.Context.Transforms.PhiVision(_shop.Options(options => options.OnError = onError))).Fit(_shop.Table));

    private IEnumerable<Product> FailAfter(int rows)
    {
        for (int i = 0; i < rows; i++)
            yield return _shop.Products[i];
        throw new TimeoutException("The database went away.");
    }
}
