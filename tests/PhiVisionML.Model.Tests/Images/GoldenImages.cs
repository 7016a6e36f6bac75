using System.Text.Json;

namespace PhiVisionML.Model.Tests.Images;

/// <summary>Reference results of the published processor: a cut of them beside the tests, all of them where a developer has them.</summary>
internal static class GoldenImages
{
    public const string NoFullSet = "Needs the full set of reference pictures: a folder shared/golden above the test program.";

    public static string Cut { get; } = Path.Combine(AppContext.BaseDirectory, "Golden", "images");

    /// <summary>The folder of the full set, null where there is none.</summary>
    public static string? Full { get; } = FindFull();

    public static string PictureFile(string file) => Path.Combine(Cut, file);

    public static JsonElement Cases(string folder)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "image_processor.json")));
        return document.RootElement.Clone();
    }

    private static string? FindFull()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string candidate = Path.Combine(at.FullName, "shared", "golden");
            if (File.Exists(Path.Combine(candidate, "image_processor.safetensors")))
                return candidate;
        }

        return null;
    }
}
