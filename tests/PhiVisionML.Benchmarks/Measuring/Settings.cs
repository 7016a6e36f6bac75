using PhiVisionML.Benchmarks.CommandLine;
using static TorchSharp.torch;

namespace PhiVisionML.Benchmarks.Measuring;

/// <summary>What all benchmarks of a run share.</summary>
internal sealed record Settings
{
    private static readonly Dictionary<string, ScalarType> Types = new(StringComparer.Ordinal)
    {
        ["fp32"] = ScalarType.Float32,
        ["bf16"] = ScalarType.BFloat16,
    };

    /// <summary>Decoder layers of the published shape.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>Timed rounds.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>Show that everything runs, not how fast.</summary>
    public bool Quick { get; init; }

    /// <summary>Where to measure.</summary>
    public Device Device { get; init; } = CPU;

    /// <summary>Element types to measure.</summary>
    public IReadOnlyList<ScalarType> DTypes { get; init; } = [ScalarType.Float32, ScalarType.BFloat16];

    /// <summary>Prompt lengths of the prefill benchmark.</summary>
    public IReadOnlyList<int> PromptTokens { get; init; } = [512];

    /// <summary>A model folder for the loading benchmark; null to write one.</summary>
    public string? Model { get; init; }

    /// <summary>Reads the options of a run.</summary>
    public static Settings From(Arguments arguments)
    {
        bool quick = arguments.Has("--quick");
        set_num_threads(arguments.Count("--threads", get_num_threads()));
        return new Settings
        {
            Quick = quick,
            Layers = arguments.Count("--layers", 1),
            Rounds = arguments.Count("--rounds", quick ? 2 : 5),
            Device = DeviceFrom(arguments.Text("--device") ?? "cpu"),
            DTypes = [.. (arguments.Text("--dtype") ?? "fp32,bf16").Split(',').Select(TypeOf)],
            Model = arguments.Text("--model"),
        };
    }

    /// <summary>The device of a name, if libtorch has it.</summary>
    public static Device DeviceFrom(string name)
    {
        if (name.StartsWith("cuda", StringComparison.Ordinal) && !cuda.is_available())
            throw new UsageException($"--device is {name}, but libtorch sees no CUDA device; set PHIVISION_LIBTORCH to the folder of a CUDA libtorch, or use cpu.");
        try
        {
            return new Device(name);
        }
        catch (ArgumentException)
        {
            throw new UsageException($"--device is '{name}'; it must be cpu, cuda or cuda:N.");
        }
    }

    private static ScalarType TypeOf(string name)
        => Types.TryGetValue(name, out var type) ? type : throw new UsageException($"--dtype has '{name}'; known: {string.Join(", ", Types.Keys)}.");
}
