using System.CommandLine;

namespace PhiVisionML.Cli.Output;

/// <summary>An option with a default.</summary>
internal static class Knob
{
    public static Option<T> Create<T>(string name, string description, T value) => new(name) { Description = description, DefaultValueFactory = _ => value };
}
