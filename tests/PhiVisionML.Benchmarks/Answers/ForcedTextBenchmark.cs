using System.Text.Json;
using PhiVisionML.Benchmarks.Measuring;
using PhiVisionML.Model;
using PhiVisionML.Model.Constraints;
using PhiVisionML.Model.Generation;
using PhiVisionML.Model.Text;
using PhiVisionML.Tests;

namespace PhiVisionML.Benchmarks.Answers;

/// <summary>What feeding forced text in one step saves: the same records with and without, on the tiny model.</summary>
internal sealed class ForcedTextBenchmark : IBenchmark
{
    private const int MaxTokens = 400;

    public string Name => "forced-text";

    public string What => "a product record in JSON on the tiny model, forced text in one step beside token by token";

    public void Run(Settings settings, Report report)
    {
        using var model = PhiVisionModel.Load(Path.Combine(AppContext.BaseDirectory, "assets", "phivision-tiny"));
        var vocabulary = new TokenVocabulary(model.Tokenizer, model.Network.Config.VocabSize);
        foreach (var (what, schema) in new[] { ("record of 4 fields", ShortRecord), ("record of 10 fields", LongRecord) })
        {
            var constraint = new TokenConstraint(JsonSchemaGrammar.Of(JsonElement.Parse(schema)), vocabulary, model.Tokenizer.DefaultStopTokens);
            StepCounter once = new(), apart = new();
            Answer(feed: true, once);
            Answer(feed: false, apart);
            var (a, b) = Rounds.InTurns(settings.Rounds, model.Network.Device, () => Answer(feed: true, new()), () => Answer(feed: false, new()));
            report.Add(new SpeedResult(Name, $"{what}, {once.Results[0].TokenIds.Count} tokens in {once.Steps} passes", model.Network.DType, model.Network.Device, "record", 1, $"token by token, {apart.Results[0].TokenIds.Count} tokens in {apart.Steps} passes", a, b));

            void Answer(bool feed, StepCounter counter)
                => model.Generator.Generate([new GenerationRequest(model.Prompts.Encode(Prompt.ForPictures(0, "Describe a red shirt as JSON."), []), []) { Constraint = constraint, Options = new GenerationOptions { MaxNewTokens = MaxTokens, FeedForcedText = feed } }], counter);
        }
    }

    private const string ShortRecord = """
        {"type":"object","properties":{"title":{"type":"string","maxLength":40},"category":{"enum":["BAGS","BELTS","COATS","DRESSES","JEANS","SHIRTS","SHOES","SOCKS"]},"price":{"type":"integer","minimum":1,"maximum":999},"currency":{"const":"EUR"}},"required":["title","category","price","currency"]}
        """;

    private const string LongRecord = """
        {"type":"object","properties":{"title":{"type":"string","maxLength":40},"category":{"enum":["BAGS","BELTS","COATS","DRESSES","JEANS","SHIRTS","SHOES","SOCKS"]},"price":{"type":"integer","minimum":1,"maximum":999},"currency":{"const":"EUR"},
          "color":{"enum":["black","blue","brown","green","red","white","yellow"]},"material":{"enum":["cotton","denim","leather","linen","silk","wool"]},"in_stock":{"type":"boolean"},"rating":{"type":"integer","minimum":0,"maximum":5},"released":{"type":"string","format":"date"},"washable":{"type":"boolean"}},
         "required":["title","category","price","currency","color","material","in_stock","rating","released","washable"]}
        """;
}
