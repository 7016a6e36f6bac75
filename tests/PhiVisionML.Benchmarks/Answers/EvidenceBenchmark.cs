using PhiVisionML.Benchmarks.Measuring;
using PhiVisionML.Benchmarks.Networks;
using PhiVisionML.Model;
using PhiVisionML.Model.Generation;
using static TorchSharp.torch;

namespace PhiVisionML.Benchmarks.Answers;

/// <summary>What it costs to be told the likeliest other tokens beside each one: a batch with and without, on networks so small that it shows.</summary>
internal sealed class EvidenceBenchmark : IBenchmark
{
    private const int Rows = 8, Tokens = 32, Alternatives = 8;

    public string Name => "evidence";

    public string What => $"batches of {Rows} answers with {Alternatives} alternatives of each token beside none, on the tiny model and on a network of the published vocabulary";

    public void Run(Settings settings, Report report)
    {
        using var model = PhiVisionModel.Load(Path.Combine(AppContext.BaseDirectory, "assets", "phivision-tiny"));
        Compare("tiny model", model.Network, model.Generator);
        using var network = RandomNetworks.Small(ScalarType.Float32, CPU);
        Compare("reference network 'small'", network, new TextGenerator(network, model.Tokenizer, model.Processor));

        void Compare(string what, Phi3Vision subject, TextGenerator generator)
        {
            var (with, without) = Rounds.InTurns(settings.Rounds, CPU, () => Generate(generator, Alternatives), () => Generate(generator, 0));
            report.Add(new SpeedResult(Name, $"{what}, vocabulary {subject.Config.VocabSize}", subject.DType, CPU, "token", Rows * Tokens, "no alternatives", with, without));
        }
    }

    private static void Generate(TextGenerator generator, int alternatives)
        => generator.Generate([.. Enumerable.Range(0, Rows).Select(row => new GenerationRequest([1, 17, 230, 45 + row], [])
        {
            Options = new GenerationOptions { MaxNewTokens = Tokens, StopTokens = [], Alternatives = alternatives },
        })]);
}
