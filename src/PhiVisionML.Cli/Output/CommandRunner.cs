using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PhiVisionML.Cli.Output;

/// <summary>Runs a command's work: results as JSON on request, errors as one sentence, Ctrl-C as exit code 130.</summary>
internal static class CommandRunner
{
    /// <summary>Names as in summary.json.</summary>
    public static JsonSerializerOptions Json { get; } = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,   // people read it too; it stands in no page
    };

    /// <summary>The option that every command with a result has.</summary>
    public static Option<bool> JsonOption() => new("--json") { Description = "Write the result as JSON to standard output, and nothing else there." };

    /// <summary>Sets a command's action.</summary>
    /// <param name="command">The command.</param>
    /// <param name="json">Its <c>--json</c> option.</param>
    /// <param name="work">Does the work and returns the result to serialise.</param>
    /// <param name="print">Writes the result for people.</param>
    /// <param name="exitCode">What the result tells the shell; null for <see cref="ExitCodes.Success"/> whatever it is.</param>
    public static void SetWork<T>(
        this Command command, Option<bool> json, Func<ParseResult, Reporter, CancellationToken, T> work, Action<T, Reporter> print, Func<ParseResult, T, int>? exitCode = null)
    {
        command.Options.Add(json);
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, json, work, print, exitCode, cancellation)));
    }

    /// <summary>Sets the action of a command without a result.</summary>
    /// <param name="command">The command.</param>
    /// <param name="work">Does the work until it is stopped; being stopped is no failure.</param>
    public static void SetService(this ServiceCommand command, Action<ParseResult, Reporter, CancellationToken> work)
        => command.SetAction((parsed, cancellation) => Task.FromResult(Run(reporter =>
        {
            using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
            using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
            try
            {
                work(parsed, reporter, stopping.Token);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                // That is how it ends.
            }

            return ExitCodes.Success;

            void Stop(PosixSignalContext context)
            {
                context.Cancel = true;   // the process ends when the work has
                stopping.Cancel();
            }
        })));

    private static int Run<T>(
        ParseResult parsed, Option<bool> json, Func<ParseResult, Reporter, CancellationToken, T> work, Action<T, Reporter> print, Func<ParseResult, T, int>? exitCode, CancellationToken cancellation)
        => Run(reporter =>
        {
            var result = work(parsed, reporter, cancellation);
            if (parsed.GetValue(json))
                Console.Out.WriteLine(JsonSerializer.Serialize(result, Json));
            else
                print(result, reporter);
            return exitCode?.Invoke(parsed, result) ?? ExitCodes.Success;
        });

    private static int Run(Func<Reporter, int> work)
    {
        var reporter = new Reporter(quiet: false);
        try
        {
            return work(reporter);
        }
        catch (OperationCanceledException)
        {
            reporter.Error("cancelled.");
            return ExitCodes.Cancelled;
        }
        catch (Exception e) when (e is not (NullReferenceException or IndexOutOfRangeException or InvalidCastException))
        {
            reporter.Error(Sentence(e));
            return ExitCodes.Failure;
        }
    }

    // The innermost message says what is wrong; wrappers of tasks and of ML.NET say nothing more.
    internal static string Sentence(Exception e)
    {
        while (e is AggregateException or System.Reflection.TargetInvocationException && e.InnerException is not null)
            e = e.InnerException!;
        // .NET adds the parameter's name and value, which the sentence has already in the user's words.
        int addition = e is ArgumentException { ParamName: { } name } ? e.Message.IndexOf($" (Parameter '{name}')", StringComparison.Ordinal) : -1;
        return addition < 0 ? e.Message : e.Message[..addition];
    }
}
