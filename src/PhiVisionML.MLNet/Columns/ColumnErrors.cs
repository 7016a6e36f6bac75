using Microsoft.ML.Runtime;

namespace PhiVisionML.MLNet.Columns;

/// <summary>The exceptions of ML.NET's own transforms, in their words; <c>Contracts</c>, which makes them there, is internal.</summary>
internal static class ColumnErrors
{
    public static Exception Missing(IExceptionContext context, string name, string parameter = "inputSchema")
        => context.Process(new ArgumentOutOfRangeException(parameter, $"Could not find input column '{name}'"));

    public static Exception WrongType(IExceptionContext context, string name, string expected, string actual, string parameter = "inputSchema")
        => context.Process(new ArgumentOutOfRangeException(
            parameter, $"Schema mismatch for input column '{name}': expected {expected}, got {actual}"));

    public static Exception UserArgument(IExceptionContext context, string name, string message)
        => context.Process(new ArgumentOutOfRangeException(name, message));
}
