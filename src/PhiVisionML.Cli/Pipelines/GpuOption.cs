using System.CommandLine;
using System.Globalization;

namespace PhiVisionML.Cli.Pipelines;

/// <summary>The option of all commands that work with a network.</summary>
internal static class GpuOption
{
    public static Option<int?> Create() => new("--gpu") { Description = "CUDA device to use. Default: the CPU." };

    /// <summary>The device as a model's options name it.</summary>
    public static string Device(this ParseResult parsed, Option<int?> gpu)
        => parsed.GetValue(gpu) is { } index ? string.Create(CultureInfo.InvariantCulture, $"cuda:{index}") : "cpu";
}
