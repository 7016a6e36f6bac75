using PhiVisionML.Downloads.Checkpoints;

namespace PhiVisionML.Cli;

/// <summary>Where base models are.</summary>
internal static class BaseModel
{
    /// <summary>The environment variable that names the folder of pulled models.</summary>
    public const string PulledVariable = "PHIVISION_MODELS";

    /// <summary>The tiny model that ships beside the program.</summary>
    public static string Tiny => Path.Combine(AppContext.BaseDirectory, "assets", "phivision-tiny");

    /// <summary>Where pulled models go, each in <c>owner/name</c>: <see cref="PulledVariable"/>, or a folder of the user's.</summary>
    public static string PulledFolder => Environment.GetEnvironmentVariable(PulledVariable) is { Length: > 0 } folder
        ? Path.GetFullPath(folder)
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "phivision", "models");

    /// <summary>Where a repository goes unless another folder is named.</summary>
    public static string FolderOf(string repository) => Path.Combine(PulledFolder, repository.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>The full path of a model folder, or of a pulled model that is called <c>owner/name</c>.</summary>
    /// <exception cref="DirectoryNotFoundException">There is neither.</exception>
    /// <exception cref="PullException">Its pull is not finished.</exception>
    public static string Require(DirectoryInfo folder)
    {
        string name = folder.ToString(), pulled = FolderOf(name);
        string path = folder.Exists ? folder.FullName
            : Directory.Exists(pulled) ? pulled
            : throw new DirectoryNotFoundException($"There is no model folder '{folder.FullName}', and no pulled model '{name}' in '{PulledFolder}'. Fetch one: phivision models pull owner/name");
        return new PullFolder(path).IsUnfinished
            ? throw new PullException($"The pull into '{path}' is not finished. Start the same 'phivision models pull' again to go on.")
            : path;
    }
}
