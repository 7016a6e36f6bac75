using PhiVisionML.Catalog.Answers;
using PhiVisionML.Chat;
using PhiVisionML.SemanticKernel.Asking;
using TorchSharp;
using Xunit;

namespace PhiVisionML.SemanticKernel.Tests;

/// <summary>What an adapter's folder says. That training writes it so is tested with the command line.</summary>
public sealed class TunedAdapterTests : IDisposable
{
    private const string Config = """
        {
          "formatVersion": 1,
          "adapterSha256": "00",
          "settings": {
            "imageColumnNames": ["Image"], "imageFolder": null, "promptColumnName": null, "promptTemplate": "What {{brand}} is this?",
            "outputColumnName": "PredictedText", "scoreColumnName": null,
            "answer": {
              "template": "{title} ({code:choice})", "isConstrained": true, "fieldColumnSuffix": "_predicted", "confidenceColumnSuffix": null,
              "choices": { "code": ["A", "B"] },
              "limits": { "textBytes": 300, "integerDigits": 9, "decimals": 6, "hasNegativePrices": true }
            },
            "pictures": { "numCrops": 4, "applyExifOrientation": true, "blendAlphaOntoWhite": true, "maxPixels": 1000 },
            "precision": "bf16", "generation": { "maxNewTokens": 77 }, "batching": {}
          }
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("phivision-adapter").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_adapter_says_what_it_was_trained_on_and_sets_up_its_client()
    {
        var adapter = Open(Config);
        Assert.Equal("{title} ({code:choice})", adapter.Question.Template.Source);
        Assert.Equal("What {brand} is this?", adapter.Question.Prompt.Render(_ => "?"));
        Assert.Equal(["A", "B"], adapter.Question.Choices["code"]);
        Assert.Equal(new AnswerLimits(TextBytes: 300, HasNegativePrices: true), adapter.Question.Limits);
        Assert.Equal(77, adapter.Question.MaxOutputTokens);

        var options = new PhiVisionChatClientOptions { ModelId = "mine" };
        adapter.Configure(options);
        Assert.Equal(("/models/base", _folder, "mine"), (options.ModelPath, options.AdapterPath, options.ModelId));
        Assert.Equal((4, torch.ScalarType.BFloat16), (options.ModelOptions.NumCrops, options.ModelOptions.DType));
        Assert.Equal((true, true, 1000), (options.ApplyExifOrientation, options.BlendAlphaOntoWhite, options.MaxPicturePixels));
    }

    [Theory]
    [InlineData("\"formatVersion\": 1", "\"formatVersion\": 2", "format version 2; this release reads 1")]
    [InlineData("\"What {{brand}} is this?\"", "null", "prompt for each row")]
    [InlineData("[\"Image\"]", "[\"Image\", \"Back\"]", "2 pictures of each product")]
    [InlineData("\"generation\"", "\"gen\"", "is damaged")]
    [InlineData("{", "", "is damaged")]
    public void A_folder_that_cannot_be_asked_with_is_refused(string part, string instead, string reason)
        => Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => Open(Config.Replace(part, instead, StringComparison.Ordinal))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_folder_of_something_else_is_refused()
        => Assert.Contains("There is no config.json", Assert.Throws<InvalidDataException>(() => TunedAdapter.Open(_folder)).Message, StringComparison.Ordinal);

    private TunedAdapter Open(string config)
    {
        File.WriteAllText(Path.Combine(_folder, "config.json"), config);
        File.WriteAllText(Path.Combine(_folder, "base.json"), """{ "modelId": "base", "path": "/models/base", "fingerprint": {} }""");
        return TunedAdapter.Open(_folder);
    }
}
