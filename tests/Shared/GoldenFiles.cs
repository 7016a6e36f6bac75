namespace PhiVisionML.Tests;

/// <summary>Reference files: those in the repository, and larger ones beside a checkout where somebody has put them.</summary>
internal static class GoldenFiles
{
    /// <summary>A file under tests/Golden, which travels with every clone.</summary>
    public static string Path(params string[] parts) => System.IO.Path.Combine([AppContext.BaseDirectory, "Golden", .. parts]);

    /// <summary>A file of the optional folder <c>shared</c> beside the checkout; skips the test where it is absent.</summary>
    public static string Shared(params string[] parts)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = System.IO.Path.Combine([folder.FullName, "shared", .. parts]);
            if (File.Exists(path) || Directory.Exists(path))
                return path;
        }

        Xunit.Assert.Skip($"Needs {string.Join('/', parts)} in a folder 'shared' beside the checkout.");
        return "";
    }
}
