using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using PhiVisionML.Cli.Output;
using PhiVisionML.Downloads.Checkpoints;

namespace PhiVisionML.Cli.Commands;

/// <summary><c>phivision models pull</c>: a published checkpoint, from a model hub into a folder.</summary>
internal sealed class ModelsPullCommand
{
    private const string EndpointVariable = "HF_ENDPOINT", TokenVariable = "HF_TOKEN";

    private readonly Argument<string> _repository = new("repository") { Description = "owner/name, such as microsoft/Phi-3-vision-128k-instruct." };
    private readonly Option<string> _revision = new("--revision") { Description = "Branch, tag or commit.", DefaultValueFactory = _ => "main" };
    private readonly Option<DirectoryInfo?> _output = new("--out") { Description = $"Folder for the files. Default: owner/name in the folder that {BaseModel.PulledVariable} names, or else in the user's data folder; --base finds it there by its name." };
    private readonly Option<Uri?> _endpoint = AddressOption.Create("--endpoint", $"The hub, or a mirror of it. Default: {EndpointVariable}, or else {PullOptions.PublicEndpoint.OriginalString}. Only a mirror at private addresses may redirect to private addresses.", PullOptions.PublicEndpoint.OriginalString);
    private readonly Option<FileInfo?> _token = new("--token-file") { Description = $"File with an access token, for gated and private repositories, such as ~/.cache/huggingface/token. Default: {TokenVariable}. It is sent to the endpoint alone." };
    private readonly Option<int> _connections = new("--connections") { Description = "Connections at once, 1 to 64.", DefaultValueFactory = _ => 8 };
    private readonly Option<bool> _verify = new("--verify") { Description = "Compute the hashes of files that are there, instead of trusting the list of what was pulled." };
    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace files of the folder that differ from the published ones." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "List the files and their sizes; write nothing." };

    public static Command Create() => new ModelsPullCommand().Build();

    private Command Build()
    {
        var command = new Command("pull", """
            Fetch a published checkpoint: configuration, tokenizer, safetensors and licence, each checked by its hash.
            Interrupted, it goes on where it was when it is started again.

            phivision models pull microsoft/Phi-3-vision-128k-instruct
            phivision train --base microsoft/Phi-3-vision-128k-instruct --data catalog.csv --out catalog.zip
            """)
        {
            _repository, _revision, _output, _endpoint, _token, _connections, _verify, _overwrite, _dryRun,
        };
        command.SetWork(CommandRunner.JsonOption(), Run, Print);
        return command;
    }

    private Result Run(ParseResult parsed, Reporter reporter, CancellationToken cancellation)
    {
        var pull = new CheckpointPull(Options(parsed));
        if (parsed.GetValue(_dryRun)) return Summary(pull.PlanAsync(cancellation).GetAwaiter().GetResult(), dryRun: true, 0, 0, []);
        try
        {
            var clock = Stopwatch.StartNew();
            var result = reporter.Track("Pulling", report => pull.RunAsync(Progress(report), cancellation).GetAwaiter().GetResult());
            return Summary(result.Plan, dryRun: false, result.FetchedBytes, clock.Elapsed.TotalSeconds, result.Notices);
        }
        catch (OperationCanceledException)
        {
            reporter.Line("What came is kept. Run the same command again to go on.");
            throw;
        }
    }

    private PullOptions Options(ParseResult parsed)
    {
        string repository = parsed.GetRequiredValue(_repository);
        return new PullOptions
        {
            Repository = repository,
            Revision = parsed.GetRequiredValue(_revision),
            Folder = parsed.GetValue(_output)?.FullName ?? BaseModel.FolderOf(repository),
            Endpoint = parsed.GetValue(_endpoint) ?? EndpointOfEnvironment(),
            Token = Token(parsed.GetValue(_token)),
            Connections = parsed.GetValue(_connections),
            Verify = parsed.GetValue(_verify),
            Overwrite = parsed.GetValue(_overwrite),
        };
    }

    private static Uri EndpointOfEnvironment() => Environment.GetEnvironmentVariable(EndpointVariable) is not { Length: > 0 } text ? PullOptions.PublicEndpoint
        : Uri.TryCreate(text, UriKind.Absolute, out var address) ? address
        : throw new PullException($"{EndpointVariable} is '{text}', which is not an address such as {PullOptions.PublicEndpoint.OriginalString}.");

    // Never an option itself: other users of the machine see command lines.
    private static string? Token(FileInfo? file) => file is not null ? File.ReadAllText(file.FullName).Trim()
        : Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } token ? token : null;

    private static SynchronousProgress<PullProgress> Progress(Action<double, string> report)
    {
        var text = new TransferText(TimeProvider.System);
        return new SynchronousProgress<PullProgress>(progress => report(
            progress.TotalBytes == 0 ? 1 : (double)progress.DoneBytes / progress.TotalBytes,
            progress.Checking ? $"checking {progress.File}" : text.Describe(progress.FetchedBytes, progress.DoneBytes, progress.TotalBytes)));
    }

    private static Result Summary(PullPlan plan, bool dryRun, long fetched, double seconds, IReadOnlyList<string> notices) => new(
        plan.Folder, plan.Repository, plan.Commit, dryRun,
        [.. plan.Files.Select(planned => new FileRow(planned.File.Path, planned.File.Size, planned.File.Hash.Hex, State(planned.State), planned.BytesToFetch))],
        plan.TotalBytes, fetched, Math.Round(seconds, 3), notices);

    private static string State(FileState state) => state switch
    {
        FileState.Present => "present",
        FileState.Partial => "partial",
        FileState.Outdated => "outdated",
        _ => "missing",
    };

    private static void Print(Result result, Reporter reporter)
    {
        foreach (string notice in result.Notices) reporter.Line(notice);
        if (!result.DryRun)
        {
            string fetched = result.FetchedBytes == 0 ? "nothing to fetch" : string.Create(CultureInfo.InvariantCulture, $"{TransferText.Size(result.FetchedBytes)} fetched in {result.Seconds:F1} s");
            reporter.Line($"{result.Folder}: {result.Files.Count} files, {TransferText.Size(result.TotalBytes)}, commit {result.Commit}; {fetched}.");
            return;
        }

        reporter.Line($"{result.Repository}, commit {result.Commit}, into {result.Folder}:");
        foreach (var file in result.Files)
            reporter.Line($"  {TransferText.Size(file.Size),10}  {file.State,-8}  {file.Path}");
        reporter.Line($"  {TransferText.Size(result.TotalBytes),10}  in all, {TransferText.Size(result.Files.Sum(file => file.BytesToFetch))} to fetch");
    }

    // The state is that before the pull.
    private sealed record FileRow(string Path, long Size, string Hash, string State, long BytesToFetch);

    private sealed record Result(string Folder, string Repository, string Commit, bool DryRun, IReadOnlyList<FileRow> Files, long TotalBytes, long FetchedBytes, double Seconds, IReadOnlyList<string> Notices);
}
