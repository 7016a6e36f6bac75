using System.Text.Json;
using PhiVisionML.Model.Text;
using Xunit;

namespace PhiVisionML.Model.Tests.Text;

/// <summary>The published tokenizer (too large for this repository, so tests that need it are skipped without it) and the golden files.</summary>
internal static class PublishedFiles
{
    private static readonly Lazy<PhiTokenizer?> _tokenizer = new(() =>
        FindUpwards("shared/phi-3-vision/128k-instruct/tokenizer.json") is { } path ? PhiTokenizer.FromTokenizerJson(path) : null);

    public static PhiTokenizer Tokenizer => Present(_tokenizer.Value);

    public static JsonElement Golden(string name) => Read(Present(FindUpwards("tests/Golden/text/" + name)));

    public static string Folder(string name) => Present(FindUpwards("shared/phi-3-vision/" + name));

    public static JsonElement SharedGolden(string name) => Read(Present(FindUpwards("shared/golden/" + name)));

    /// <summary>The folder of the small tokenizer (trained on <see cref="SmallCorpus"/>) and its ids by the Rust tokenizers library.</summary>
    public static string SmallFolder => FindUpwards("tests/Golden/text/small") ?? throw new DirectoryNotFoundException("tests/Golden/text/small is part of the repository.");

    public static int[] Ids(this JsonElement ids) => [.. ids.EnumerateArray().Select(id => id.GetInt32())];

    private static T Present<T>(T? value)
        where T : class
    {
        if (value is null) Assert.Skip("Needs the published tokenizer and the golden vectors: put the model's files into ../shared/phi-3-vision beside the repository.");
        return value;
    }

    private static JsonElement Read(string path) => JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(path));

    private static string? FindUpwards(string relative)
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string path = Path.Combine(at.FullName, relative);
            if (Path.Exists(path)) return path;
        }

        return null;
    }
}
