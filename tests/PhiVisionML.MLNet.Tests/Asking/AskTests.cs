using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.MLNet.Asking;
using PhiVisionML.MLNet.Network;
using PhiVisionML.MLNet.Storage;
using PhiVisionML.MLNet.Tests.FineTuning;
using PhiVisionML.Model;
using PhiVisionML.Model.Constraints;
using PhiVisionML.Model.Generation;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Layers;
using PhiVisionML.Model.Text;
using Xunit;
using static TorchSharp.torch;

namespace PhiVisionML.MLNet.Tests.Asking;

public sealed class AskTests : IDisposable
{
    private static readonly string[] Categories = ["K1", "K2", "K3"];
    private static readonly AnswerTemplate Letters = AnswerTemplate.Parse("Kind: {K:choice}");

    private readonly ColourShop _shop = new();
    private readonly MLContext _context = ColourShop.CreateContext();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public void A_runner_up_is_as_likely_as_brute_force_over_all_choices_finds_it()
    {
        string[] choices = ["A", "B", "C", "D"];
        using var model = Open(options =>
        {
            options.Template = Letters;
            options.Choices = new Dictionary<string, IReadOnlyList<string>> { ["K"] = choices };
        });
        for (int row = 0; row < 4; row++)
        {
            var field = Assert.Single(model.Ask([Question(row)])[0].Fields);
            var expected = BruteForce(Picture(row), choices);

            var second = expected.Where(choice => choice.Key != field.Value).MaxBy(choice => choice.Value);
            Assert.Equal(second.Key, field.RunnerUp);
            Assert.Equal(second.Value, field.RunnerUpProbability!.Value, 1e-4);
            Assert.True(field.RunnerUpProbability <= 1 - field.Probability + 1e-6);
        }
    }

    [Fact]
    public void Questions_are_answered_as_rows_are_and_bring_their_evidence()
    {
        using var model = Open();
        var rows = ColourShop.Read(_context, model.Transform(_shop.Table(_context)));

        var replies = model.Ask([.. Enumerable.Range(0, rows.Count).Select(Question)]);

        Assert.Equal(rows.Select(row => row.GeneratedText), replies.Select(reply => reply.Text));
        Assert.All(rows.Zip(replies), pair =>
        {
            var (row, reply) = pair;
            Assert.Equal(["Title", "Category", "Price"], reply.Fields.Select(field => field.Name));
            Assert.Equal(row.Category_predicted, reply.Fields[1].Value);
            Assert.Equal(row.Category_confidence, reply.Fields[1].Probability, 1e-4);
            Assert.Equal(row.Price_predicted, double.Parse(reply.Fields[2].Value, System.Globalization.CultureInfo.InvariantCulture));
            Assert.Matches(@"^\d+\.\d\d$", reply.Fields[2].Value);
            Assert.Contains(reply.Fields[1].RunnerUp, Categories.Except([reply.Fields[1].Value]));
            Assert.Equal(reply.Text, string.Concat(reply.Tokens.Select(token => token.Text)));
            Assert.Equal(row.TokenCount, reply.OutputTokens);
            Assert.InRange(reply.PromptTokens, 5, 255);
            Assert.Equal(("", false), (reply.Error, reply.IsRefused));
        });
    }

    [Fact]
    public void A_picture_that_cannot_be_used_is_refused_alone()
    {
        using var model = Open();

        var replies = model.Ask([Question(0), new PictureQuestion([new byte[] { 1, 2, 3 }], _ => ""), new PictureQuestion([], _ => ""), Question(1)]);

        Assert.Equal([false, true, true, false], replies.Select(reply => reply.IsRefused));
        Assert.StartsWith("The 3 bytes are not a picture", replies[1].Error, StringComparison.Ordinal);
        Assert.Equal("The product has 0 pictures; the model looks at one.", replies[2].Error);
        Assert.Equal(model.Ask([Question(1)])[0].Text, replies[3].Text);
    }

    [Fact]
    public void Cancelling_ends_an_answer()
    {
        using var model = Open();
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => model.Ask([Question(0)], cancellation.Token));
    }

    [Fact]
    public void A_model_that_was_saved_without_evidence_gives_it()
    {
        using var tuned = _shop.Touch(_context);
        var adapter = Path.Combine(_shop.Folder, "adapter");
        tuned.SaveAdapter(adapter);
        var config = Path.Combine(adapter, SavedModel.ConfigName);
        Assert.Contains("\"hasEvidence\": false,", File.ReadAllText(config), StringComparison.Ordinal);
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"hasEvidence\": false,", "", StringComparison.Ordinal)); // as earlier releases wrote it
        var table = _shop.Table(_context);

        using var loaded = PhiVisionTransformer.Open(_context, adapter);
        Assert.Null(loaded.GetOutputSchema(table.Schema).GetColumnOrNull("Category_runner_up"));
        using var evident = loaded.WithEvidence();
        var scored = evident.Transform(table);

        var predicted = scored.GetColumn<string>("Category_predicted").ToList();
        Assert.All(scored.GetColumn<string>("Category_runner_up").Zip(predicted), pair => Assert.Contains(pair.First, Categories.Except([pair.Second])));
        Assert.All(scored.GetColumn<float>("Category_runner_up_confidence").Zip(scored.GetColumn<float>("Category_confidence")), pair => Assert.InRange(pair.First, 0, 1 - pair.Second + 1e-5f));
        Assert.All(scored.GetColumn<int>("PromptTokenCount"), count => Assert.InRange(count, 5, 255));
        Assert.Equal(predicted, loaded.Transform(table).GetColumn<string>("Category_predicted"));
    }

    [Fact]
    public void A_fingerprint_is_of_what_decides_the_answers()
    {
        using var tuned = _shop.Touch(_context);
        var (folder, copy, zip) = (Path.Combine(_shop.Folder, "first"), Path.Combine(_shop.Folder, "second"), Path.Combine(_shop.Folder, "model.zip"));
        tuned.SaveAdapter(folder);
        tuned.SaveAdapter(copy);
        _context.Model.Save(tuned, _shop.Table(_context).Schema, zip);
        File.WriteAllText(Path.Combine(copy, SavedModel.BaseName), "{}");

        Assert.Matches("^[0-9a-f]{16}$", ModelFingerprint.OfFile(zip));
        Assert.Equal(ModelFingerprint.OfFile(folder), ModelFingerprint.OfFile(copy));
        File.AppendAllText(Path.Combine(copy, SavedModel.ConfigName), " ");
        Assert.NotEqual(ModelFingerprint.OfFile(folder), ModelFingerprint.OfFile(copy));
        Assert.Equal(tuned.BaseFingerprint, ModelFingerprint.Of(BaseModelFingerprint.Compute(_shop.BaseFolder)));
        Assert.Contains("There is no model", Assert.Throws<FileNotFoundException>(() => ModelFingerprint.OfFile(folder + "x")).Message, StringComparison.Ordinal);
        Assert.Contains("is no adapter's", Assert.Throws<FormatException>(() => ModelFingerprint.OfFile(_shop.Folder)).Message, StringComparison.Ordinal);
    }

    // The probability of each choice where the answer reaches it, over all tokens that begin it, from the network's own scores.
    private Dictionary<string, double> BruteForce(byte[] picture, string[] choices)
    {
        using var model = PhiVisionModel.Load(_shop.BaseFolder);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var pixels = model.Processor.Process(PictureDecoder.Decode(picture));
        int[] prompt = model.Prompts.Encode(Prompt.ForPictures(1, "What?"), [pixels.Layout.Tokens]);
        var grammar = AnswerGrammar.Of(Letters, new Dictionary<string, IReadOnlyList<string>> { ["K"] = choices }, new());
        var constraint = new TokenConstraint(grammar, new TokenVocabulary(model.Tokenizer, model.Network.Config.VocabSize), model.Tokenizer.DefaultStopTokens);
        int[] answer = [.. model.Generator.Generate(new GenerationRequest(prompt, [pixels]) { Constraint = constraint }).TokenIds];
        int decided = Enumerable.Range(1, answer.Length).First(count => model.Tokenizer.Decode(answer.AsSpan(0, count)).Length > "Kind: ".Length) - 1;
        string written = model.Tokenizer.Decode(answer.AsSpan(0, decided));

        var batch = TokenBatch.PadLeft([[.. prompt, .. answer[..decided]]], [PicturePixels.From(model.Processor, pixels)], model.Network.Config.PadTokenId);
        var hidden = model.Network.Forward(batch);
        double[] scores = [.. model.Network.Logits(hidden.narrow(1, hidden.size(1) - 1, 1)).data<float>().Select(score => Math.Exp(score))];
        var texts = Enumerable.Range(0, model.Tokenizer.VocabularySize).Select(id => (Id: id, Text: Encoding.UTF8.GetString(model.Tokenizer.TokenBytes(id).GetValueOrDefault().Span))).Where(token => token.Text.Length > 0).ToList();
        string[] rest = [.. choices.Select(choice => $"Kind: {choice}"[written.Length..])];
        double all = texts.Where(token => rest.Any(text => text.StartsWith(token.Text, StringComparison.Ordinal))).Sum(token => scores[token.Id]);
        return rest.ToDictionary(text => text[^1..], text => texts.Where(token => token.Text == text).Sum(token => scores[token.Id]) / all);
    }

    private byte[] Picture(int row) => File.ReadAllBytes(Path.Combine(_shop.Folder, _shop.Rows[row].Path));

    private PictureQuestion Question(int row) => new([Picture(row)], _ => "");

    private PhiVisionTransformer Open(Action<PhiVisionEstimator.Options>? change = null)
    {
        var options = new PhiVisionEstimator.Options
        {
            BaseModelPath = _shop.BaseFolder,
            ImageColumnName = "Path",
            ImageFolder = _shop.Folder,
            PromptTemplate = "What?",
            Template = ColourShop.Template,
            Choices = new Dictionary<string, IReadOnlyList<string>> { ["Category"] = Categories },
            MaxNewTokens = 48,
        };
        change?.Invoke(options);
        return _context.Transforms.PhiVision(options).Fit(_shop.Table(_context));
    }
}
