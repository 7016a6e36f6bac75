using PhiVisionML.Benchmarks.CommandLine;
using PhiVisionML.Benchmarks.FullSize;
using PhiVisionML.Benchmarks.GpuCheck;
using PhiVisionML.Benchmarks.Measuring;
using PhiVisionML.Benchmarks.Memory;
using PhiVisionML.Benchmarks.Speed;
using PhiVisionML.Model.Configuration;
using PhiVisionML.Model.Native;
using PhiVisionML.Model.Weights;

IBenchmark[] benchmarks =
[
    // The memory benchmarks come first: freed memory stays with the process, and growth would hide in it.
    new GenerationMemoryBenchmark(),
    new TrainingMemoryBenchmark(),
    new ImageProcessorBenchmark(),
    new TowerBenchmark(),
    new PrefillBenchmark(),
    new DecodeBenchmark(),
    new TrainingStepBenchmark(),
    new CheckpointLoadBenchmark(),
#if !WITHOUT_MLNET
    new PhiVisionML.Benchmarks.Catalogs.ReadRowsBenchmark(),
    new PhiVisionML.Benchmarks.Scoring.ScoringBenchmark(),
    new PhiVisionML.Benchmarks.Constraints.ConstraintBenchmark(),
    new PhiVisionML.Benchmarks.Answers.EvidenceBenchmark(),
    new PhiVisionML.Benchmarks.Answers.ForcedTextBenchmark(),
    new PhiVisionML.Benchmarks.Answers.ReuseBenchmark(),
    new PhiVisionML.Benchmarks.Queues.QueueBenchmark(),
#endif
];

var report = new Report(Console.Out, Console.Error);
try
{
    if (args.Contains("--help") || args.Contains("-h"))
    {
        Console.WriteLine(Help.Text(benchmarks));
        return 0;
    }

    TorchRuntime.EnsureLoaded();
    report.Say(TorchRuntime.Status);
    var arguments = new Arguments(args, "--quick", "--goldens-only");
    switch (arguments.Word())
    {
        case null:
            RunMatching(arguments);
            break;
        case "list":
            arguments.Finish();
            foreach (var benchmark in benchmarks)
                Console.WriteLine(benchmark.Name);
            break;
        case "full-size":
            FullSizeCommand.Run(arguments, report);
            break;
        case "gpu-check":
            GpuCheckCommand.Run(arguments, report);
            break;
        case var other:
            throw new UsageException($"There is no command '{other}'; there are list, full-size and gpu-check. See --help.");
    }

    return report.Failed ? 1 : 0;
}
catch (Exception e) when (e is UsageException or IOException or ConfigException or CheckpointException or DllNotFoundException)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

void RunMatching(Arguments arguments)
{
    string[] filters = (arguments.Text("--filter") ?? "").Split(',');
    var settings = Settings.From(arguments);
    arguments.Finish();
    var chosen = benchmarks.Where(b => filters.Any(f => b.Name.Contains(f, StringComparison.Ordinal))).ToList();
    if (chosen.Count == 0)
        throw new UsageException($"No benchmark's name contains '{string.Join("' or '", filters)}'; there are: {string.Join(", ", benchmarks.Select(b => b.Name))}.");
    foreach (var benchmark in chosen)
        benchmark.Run(settings, report);
}
