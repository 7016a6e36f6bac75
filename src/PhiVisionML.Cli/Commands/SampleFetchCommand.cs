using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Serialization;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.Cli.Output;
using PhiVisionML.Cli.Pipelines;
using PhiVisionML.Downloads.Pictures;

namespace PhiVisionML.Cli.Commands;

/// <summary><c>phivision sample fetch</c>: the pictures that a product table names by address, as files beside a table that can be trained on.</summary>
internal sealed class SampleFetchCommand
{
    private const int Mebibyte = 1 << 20;

    private static readonly PictureFetchOptions Defaults = new();

    private readonly Option<FileInfo> _data = new("--data") { Description = "Product table (CSV, TSV, JSON lines, Parquet), Shopify export or Google Merchant Center feed with the addresses of pictures.", Required = true };
    private readonly Option<DirectoryInfo> _output = new("--out") { Description = "Folder for catalog.csv, images and manifest.jsonl.", Required = true };
    private readonly Option<string?> _imageColumn = new("--image-column") { Description = "Column with the pictures' addresses. Default: those of Shopify or Google, else imageurl, image_url, image_link, image or image_path." };
    private readonly Option<string[]> _map = ColumnMap.Option();
    private readonly Option<bool> _refresh = new("--refresh") { Description = "Ask again for every picture; those that have not changed are not sent again." };
    private readonly Option<bool> _retryFailed = new("--retry-failed") { Description = "Ask again for pictures that are missing, no pictures or too large, too; failures that may pass are tried again anyway." };
    private readonly Option<int> _parallel = Knob.Create("--parallel", "Requests at once, 1 to 256.", Defaults.Parallel);
    private readonly Option<int> _perHost = Knob.Create("--per-host", "Requests at once to one host, 1 to 256.", Defaults.PerHost);
    private readonly Option<double> _timeout = Knob.Create("--timeout", "Seconds to wait for an answer, and for the next bytes of it.", Defaults.Transport.ResponseTimeout.TotalSeconds);
    private readonly Option<double> _timeLimit = Knob.Create("--time-limit", "Seconds that one picture may take in all.", Defaults.TimeLimit.TotalSeconds);
    private readonly Option<int> _retries = Knob.Create("--retries", "Further attempts after failures that may pass, 0 to 20.", Defaults.Transport.Retries);
    private readonly Option<double> _retryDelay = Knob.Create("--retry-delay", "Seconds before the second attempt, doubled each time; a server's Retry-After goes before it.", Defaults.Transport.FirstDelay.TotalSeconds);
    private readonly Option<double> _maxBytes = Knob.Create("--max-mib", "Largest picture file in MiB, up to 1024.", Defaults.MaxBytes / (double)Mebibyte);
    private readonly Option<double> _maxPixels = Knob.Create("--max-megapixels", "Largest picture in millions of pixels, up to 100.", Defaults.MaxPixels / 1e6);
    private readonly Option<string> _userAgent = Knob.Create("--user-agent", "What to tell servers that the program is.", Defaults.Transport.UserAgent);
    private readonly Option<bool> _private = new("--allow-private-addresses") { Description = "Ask hosts of private networks and of this machine, too." };

    public static Command Create() => new SampleFetchCommand().Build();

    private Command Build()
    {
        var command = new Command("fetch", """
            Fetch the pictures of a product table by their addresses; write the table anew with every row, local_image_path and image_error.

            phivision sample fetch --data feed.csv --out catalog
            phivision train --data catalog/catalog.csv --out catalog.zip

            Stopped in whatever way, the same command goes on where it was.
            """)
        {
            _data, _output, _imageColumn, _map, _refresh, _retryFailed, _parallel, _perHost, _timeout, _timeLimit, _retries, _retryDelay, _maxBytes, _maxPixels, _userAgent, _private,
        };
        command.SetWork(CommandRunner.JsonOption(), Run, Print);
        return command;
    }

    private Result Run(ParseResult parsed, Reporter reporter, CancellationToken cancellation)
    {
        var source = CatalogRows.Open(parsed.GetRequiredValue(_data).FullName, parsed.GetValue(_imageColumn), ColumnMap.Parse(parsed.GetValue(_map)));
        var fetch = new PictureFetch(source, parsed.GetRequiredValue(_output).FullName, Options(parsed));
        var clock = Stopwatch.StartNew();
        PictureFetchProgress? last = null;
        try
        {
            var summary = reporter.Track("Fetching", report => fetch.RunAsync(new SynchronousProgress<PictureFetchProgress>(p => report((double)(last = p).Done / p.Urls, Remark(p, clock.Elapsed))), reporter.Line, cancellation).GetAwaiter().GetResult());
            return new Result(fetch.Table, summary, Math.Round(clock.Elapsed.TotalSeconds, 3));
        }
        catch (Exception) when (last is not null)
        {
            reporter.Line(string.Create(CultureInfo.InvariantCulture, $"{last.Done:N0} of {last.Urls:N0} addresses are settled and kept; the same command goes on from there."));
            throw;
        }
    }

    private PictureFetchOptions Options(ParseResult parsed)
    {
        var timeout = TimeSpan.FromSeconds(parsed.GetValue(_timeout));
        return new PictureFetchOptions
        {
            Parallel = parsed.GetValue(_parallel),
            PerHost = parsed.GetValue(_perHost),
            MaxBytes = int.CreateSaturating(parsed.GetValue(_maxBytes) * Mebibyte),
            MaxPixels = int.CreateSaturating(parsed.GetValue(_maxPixels) * 1e6),
            TimeLimit = TimeSpan.FromSeconds(parsed.GetValue(_timeLimit)),
            Refresh = parsed.GetValue(_refresh),
            RetryFailed = parsed.GetValue(_retryFailed),
            Transport = Defaults.Transport with
            {
                ResponseTimeout = timeout,
                StallTimeout = timeout,
                Retries = parsed.GetValue(_retries),
                FirstDelay = TimeSpan.FromSeconds(parsed.GetValue(_retryDelay)),
                UserAgent = parsed.GetRequiredValue(_userAgent),
                AllowPrivateAddresses = parsed.GetValue(_private),
            },
        };
    }

    private static string Remark(PictureFetchProgress p, TimeSpan elapsed) => string.Create(CultureInfo.InvariantCulture,
        $"{p.Done:N0} of {p.Urls:N0} pictures, {p.Bytes / 1e6:F1} MB, {p.Fetched / elapsed.TotalSeconds:F1} a second, {p.Failed:N0} failed");

    private static void Print(Result result, Reporter reporter)
    {
        reporter.Line(string.Create(CultureInfo.InvariantCulture,
            $"Wrote {result.File}: {result.Rows} rows, {result.RowsWithPicture} with a picture; {result.Urls} addresses: {result.Fetched} fetched ({result.Bytes / 1e6:F1} MB), {result.AlreadyThere} already there, {result.NotModified} not modified, {result.Failed.Values.Sum()} failed; {result.Seconds:F1} s."));
        foreach (var (reason, count) in result.Failed)
            reporter.Line(string.Create(CultureInfo.InvariantCulture, $"  failed: {reason} {count}"));
        if (result.Rows > result.RowsWithPicture)
            reporter.Line("The column image_error says for each row without a picture why.");
    }

    // The file is for people: standard output holds the figures.
    private sealed record Result(
        [property: JsonIgnore] string File, int Rows, int RowsWithPicture, int Urls, int Fetched, int NotModified, int AlreadyThere,
        IReadOnlyDictionary<string, int> Failed, int Retries, long Bytes, double Seconds)
    {
        public Result(string file, PictureFetchSummary summary, double seconds)
            : this(file, summary.Rows, summary.RowsWithPicture, summary.Urls, summary.Fetched, summary.NotModified, summary.AlreadyThere, summary.Failed, summary.Retries, summary.Bytes, seconds)
        {
        }
    }
}
