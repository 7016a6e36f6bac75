using System.Security.Cryptography;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.Downloads.Pictures;
using PhiVisionML.Downloads.Transport;

namespace PhiVisionML.Downloads.Tests.Pictures;

/// <summary>A folder with a table, which pictures are fetched into.</summary>
internal sealed class FetchFolder : IDisposable
{
    public FetchFolder() => Root = Directory.CreateTempSubdirectory("phivision-fetch").FullName;

    /// <summary>Small pictures from a server of this machine, asked again soon. Time limits are the long ones of every day: a busy machine is slow.</summary>
    public static PictureFetchOptions Options { get; } = new()
    {
        MaxBytes = 1 << 20,
        Transport = new TransportOptions
        {
            AllowPrivateAddresses = true,
            FirstDelay = TimeSpan.FromMilliseconds(20),
            Retries = 3,
        },
    };

    public string Root { get; }

    public string Out => Path.Combine(Root, "out");

    public string Manifest => Path.Combine(Out, "manifest.jsonl");

    public string Table => Path.Combine(Out, "catalog.csv");

    public static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Writes a table of the columns id and imageurl.</summary>
    public string Write(params IEnumerable<string> urls) => WriteText("feed.csv", "id,imageurl\n" + string.Concat(urls.Select((url, index) => $"{index},\"{url}\"\n")));

    public string WriteText(string name, string text)
    {
        var path = Path.Combine(Root, name);
        File.WriteAllText(path, text);
        return path;
    }

    public Task<PictureFetchSummary> FetchAsync(string table, PictureFetchOptions? options = null, IProgress<PictureFetchProgress>? progress = null, CancellationToken cancellation = default)
        => new PictureFetch(CatalogRows.Open(table), Out, options ?? Options).RunAsync(progress, null, cancellation);

    /// <summary>The rows that were written, by the columns' names.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string?>> Rows() => [.. CatalogRows.Open(Table).Read().Select(row => row.Fields)];

    public byte[] Picture(string? file) => File.ReadAllBytes(Path.Combine(Out, file!));

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
