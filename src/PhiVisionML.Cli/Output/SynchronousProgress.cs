namespace PhiVisionML.Cli.Output;

/// <summary>Hands reports on at once and on the thread that makes them; <see cref="Progress{T}"/> posts them, and the last ones may come after the end.</summary>
internal sealed class SynchronousProgress<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
