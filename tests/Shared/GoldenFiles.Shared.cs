namespace PhiVisionML.Tests;

internal static partial class GoldenFiles
{
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
