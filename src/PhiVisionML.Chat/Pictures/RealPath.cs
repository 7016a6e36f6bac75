namespace PhiVisionML.Chat.Pictures;

/// <summary>Where paths lead once every symbolic link on the way is followed.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;   // as Linux

    /// <summary>The path without links and dots. What does not exist stays as it is written.</summary>
    /// <param name="path">An absolute path.</param>
    /// <exception cref="IOException">The links go in a circle.</exception>
    public static string Of(string path)
    {
        string real = Path.GetPathRoot(path)!;
        var names = new Stack<string>();
        Push(path[real.Length..]);
        int links = 0;
        while (names.TryPop(out string? name))
        {
            if (name == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }

            string next = Path.Combine(real, name);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MostLinks)
                throw new IOException($"More than {MostLinks} symbolic links lead on from '{path}'.");
            if (Path.IsPathRooted(target))
                real = Path.GetPathRoot(target)!;
            Push(target[(Path.GetPathRoot(target) ?? "").Length..]);
        }

        return real;

        void Push(string rest)
        {
            foreach (string name in rest.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Where(name => name != ".").Reverse())
                names.Push(name);
        }
    }
}
