using Microsoft.ML;
using Microsoft.ML.Data;
using PhiVisionML.MLNet.Tests.Fakes;
using Xunit;

namespace PhiVisionML.MLNet.Tests;

/// <summary>The three kinds of picture columns, and the traps of MLImage's ownership.</summary>
public sealed class PictureTests : IDisposable
{
    private readonly Shop _shop = new();

    public void Dispose() => _shop.Dispose();

    private static IEnumerable<string> Answers => Enumerable.Range(0, Shop.Count).Select(Shop.Answer);

    [Fact]
    public void Paths_in_a_folder_are_read()
    {
        var view = _shop.Fit(_shop.Table, options =>
        {
            options.ImageColumnName = "Path";
            options.ImageFolder = _shop.Folder;
        }).Transform(_shop.Table);

        Assert.Equal(Answers, _shop.Read<TextOnly>(view).Select(row => row.GeneratedText));
    }

    [Fact]
    public void A_relative_path_without_a_folder_is_refused_with_the_remedy()
    {
        var view = _shop.Fit(_shop.Table, options => options.ImageColumnName = "Path").Transform(_shop.Table);

        Assert.Contains("ImageFolder", Assert.Throws<FormatException>(() => _shop.Read<TextOnly>(view)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_column_of_paths_is_refused()
        => Assert.Contains(
            "ImageFolder", Assert.Throws<ArgumentOutOfRangeException>(() => _shop.Fit(_shop.Images, options => options.ImageFolder = _shop.Folder)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Encoded_bytes_are_read()
    {
        var raw = _shop.Context.Transforms.LoadRawImageBytes("Image", _shop.Folder, "Path").Fit(_shop.Table).Transform(_shop.Table);

        Assert.Equal(Answers, _shop.Read<TextOnly>(_shop.Fit(raw).Transform(raw)).Select(row => row.GeneratedText));
    }

    [Fact]
    public void Further_pictures_follow_the_first_and_may_be_missing()
    {
        var table = _shop.Context.Data.LoadFromEnumerable(new[]
        {
            new Product { Path = "1.png", Prompt = "3.png" },
            new Product { Path = "2.png", Prompt = " " },
        });

        var view = _shop.Fit(table, options =>
        {
            options.ImageColumnName = "Path";
            options.AdditionalImageColumnNames = ["Prompt"];
            options.ImageFolder = _shop.Folder;
            options.PromptColumnName = null;
            options.PromptTemplate = "q";
        }).Transform(table);

        Assert.Equal(["q|9x8:10|11x8:30", "q|10x8:20"], _shop.Read<TextOnly>(view).Select(row => row.GeneratedText));
    }

    [Fact]
    public void A_row_without_its_first_picture_is_refused()
    {
        var table = _shop.Context.Data.LoadFromEnumerable(new[] { new Product { Path = "" } });
        var view = _shop.Fit(table, options => options.ImageColumnName = "Path").Transform(table);

        Assert.Contains("no picture in column 'Path'", Assert.Throws<FormatException>(() => _shop.Read<TextOnly>(view)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_users_images_in_memory_stay_alive()
    {
        var pictures = Enumerable.Range(0, Shop.Count).Select(i => new Pictured { Image = Shop.CreateImage(i), Prompt = $"p{i}" }).ToList();
        var data = _shop.Context.Data.LoadFromEnumerable(pictures);

        Assert.Equal(Answers, _shop.Read<TextOnly>(_shop.Fit(data).Transform(data)).Select(row => row.GeneratedText));
        Assert.All(pictures, picture => Assert.Equal(8, picture.Image!.Height));
    }

    [Fact]
    public void Images_that_alias_their_input_are_read_before_the_source_moves_on()
    {
        // ResizeImages to the size an image has already hands on its input, which the loader disposes on the next row.
        var table = _shop.Context.Data.LoadFromEnumerable(Enumerable.Range(0, 9).Select(i => new Product { Path = "4.png", Prompt = $"p{i}" }));
        var same = _shop.Context.Transforms.LoadImages("Image", _shop.Folder, "Path")
            .Append(_shop.Context.Transforms.ResizeImages("Image", 12, 8)).Fit(table).Transform(table);

        var rows = _shop.Read<TextOnly>(_shop.Fit(same).Transform(same));

        Assert.Equal(Enumerable.Range(0, 9).Select(i => $"p{i}|12x8:40"), rows.Select(row => row.GeneratedText));
    }

    [Fact]
    public void An_image_read_together_with_its_answer_is_the_rows_own()
    {
        var view = _shop.Fit(_shop.Images).Transform(_shop.Images);
        using var cursor = view.GetRowCursor([view.Schema["Image"], view.Schema["GeneratedText"]]);
        var getImage = cursor.GetGetter<MLImage>(view.Schema["Image"]);
        var kept = new List<MLImage>();
        while (cursor.MoveNext())
        {
            MLImage image = null!;
            getImage(ref image);
            kept.Add(image);
        }

        // A variable of its own for each row keeps all of them.
        Assert.Equal(Enumerable.Range(0, Shop.Count).Select(i => 8 + i), kept.Select(image => image.Width));
        kept.ForEach(image => image.Dispose());
    }

    [Fact]
    public void One_variable_for_all_rows_holds_one_image_at_a_time()
    {
        var view = _shop.Fit(_shop.Images).Transform(_shop.Images);
        using var cursor = view.GetRowCursor([view.Schema["Image"], view.Schema["GeneratedText"]]);
        var getImage = cursor.GetGetter<MLImage>(view.Schema["Image"]);
        MLImage image = null!;
        cursor.MoveNext();
        getImage(ref image);
        var first = image;
        getImage(ref image);
        Assert.Equal(8, first.Width); // asked twice for one row

        cursor.MoveNext();
        getImage(ref image);

        Assert.Equal(9, image.Width);
        Assert.Throws<InvalidOperationException>(() => first.Width);
    }

    [Fact]
    public void A_prediction_engine_scores_once_for_all_columns_of_a_row()
    {
        using var image = Shop.CreateImage(3);
        var transformer = _shop.Fit(_shop.Images, options => options.PromptColumnName = "Prompt");
        using var engine = _shop.Context.Model.CreatePredictionEngine<Pictured, TextAndScore>(transformer, new PredictionEngineOptions { OwnsTransformer = false });

        for (int i = 0; i < 3; i++)
        {
            var answer = engine.Predict(new Pictured { Image = image, Prompt = $"p{i}" });
            Assert.Equal($"p{i}|11x8:30", answer.GeneratedText);
            Assert.Equal(-answer.GeneratedText.Length, answer.Score);
        }

        Assert.Equal(3, _shop.Model.Calls.Count);
        Assert.Equal(11, image.Width);
    }

    private sealed class TextAndScore
    {
        public string GeneratedText { get; set; } = "";

        public float Score { get; set; }
    }
}
