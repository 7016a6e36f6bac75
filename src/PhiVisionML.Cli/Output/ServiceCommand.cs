using System.CommandLine;

namespace PhiVisionML.Cli.Output;

/// <summary>A command that works until it is stopped, has no result, and takes the time that it needs to end.</summary>
/// <param name="name">Its name.</param>
/// <param name="description">Its help.</param>
internal sealed class ServiceCommand(string name, string description) : Command(name, description)
{
    /// <summary>Leaves Ctrl-C and SIGTERM to <see cref="CommandRunner.SetService"/>; other commands are cut off two seconds after them.</summary>
    public static InvocationConfiguration Invocation => new() { ProcessTerminationTimeout = null };
}
