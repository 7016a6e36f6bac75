namespace PhiVisionML.Cli;

/// <summary>Where base models are.</summary>
internal static class BaseModel
{
    /// <summary>The tiny model that ships beside the program.</summary>
    public static string Tiny => Path.Combine(AppContext.BaseDirectory, "assets", "phivision-tiny");

    /// <summary>The folder's full path, if it is there.</summary>
    public static string Require(DirectoryInfo folder)
        => folder.Exists ? folder.FullName : throw new DirectoryNotFoundException($"There is no model folder '{folder.FullName}'. Give one with --base.");
}
