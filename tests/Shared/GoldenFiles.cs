namespace PhiVisionML.Tests;

/// <summary>Reference files: those in the repository, and larger ones beside a checkout where somebody has put them.</summary>
internal static partial class GoldenFiles
{
    /// <summary>A file under tests/Golden, which travels with every clone.</summary>
    public static string Path(params string[] parts) => System.IO.Path.Combine([AppContext.BaseDirectory, "Golden", .. parts]);
}
