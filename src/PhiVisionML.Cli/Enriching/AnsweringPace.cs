using System.CommandLine;
using PhiVisionML.Cli.Output;
using PhiVisionML.Cli.Pipelines;
using PhiVisionML.Hosting;
using PhiVisionML.Hosting.Enrichers;

namespace PhiVisionML.Cli.Enriching;

/// <summary>The options of commands that answer, and do not queue alone: on what, and how much at once.</summary>
internal sealed class AnsweringPace
{
    private readonly Option<int?> _gpu = GpuOption.Create();
    private readonly Option<int> _batch = Knob.Create("--batch-size", "Most products that are answered together.", new TransformerEnricherOptions().BatchSize);
    private readonly Option<int> _samples = Knob.Create("--remote-samples", "Answers drawn for each product: with several, the share that agrees is the confidence; with one there is none, and every value waits for a reviewer.", 1);
    private readonly Option<int> _concurrency = Knob.Create("--remote-concurrency", "Most requests at once.", 4);
    private readonly Option<int?> _rate = new("--remote-rate") { Description = "Most requests a minute. Default: no limit." };

    /// <summary>Those of models on this machine.</summary>
    public IEnumerable<Option> OfModels => [_gpu, _batch];

    /// <summary>Those of servers.</summary>
    public IEnumerable<Option> OfServers => [_samples, _concurrency, _rate];

    /// <summary>Whether answers of a server have no confidence.</summary>
    public bool IsUnsure(ParseResult parsed) => parsed.GetValue(_samples) == 1;

    /// <summary>Sets the options of a model on this machine.</summary>
    public LocalModelOptions Set(ParseResult parsed, LocalModelOptions options)
        => options with { GpuDeviceId = parsed.GetValue(_gpu), Enricher = options.Enricher with { BatchSize = parsed.GetValue(_batch) } };

    /// <summary>Sets the options of a server.</summary>
    public ChatClientEnricherOptions Set(ParseResult parsed, ChatClientEnricherOptions options)
        => options with { MaxConcurrency = parsed.GetValue(_concurrency), RequestsPerMinute = parsed.GetValue(_rate), Samples = parsed.GetValue(_samples) };
}
