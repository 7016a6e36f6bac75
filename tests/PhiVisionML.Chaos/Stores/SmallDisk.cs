using System.Diagnostics;

namespace PhiVisionML.Chaos.Stores;

/// <summary>A disk in memory that can be full. Mounting one takes root.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int Mebibyte = 1 << 20, Page = 4096;

    private readonly string _filling;

    /// <param name="folder">Where it is mounted; made if it is missing.</param>
    /// <param name="mebibytes">Its size.</param>
    public SmallDisk(string folder, int mebibytes)
    {
        Folder = Directory.CreateDirectory(folder).FullName;
        _filling = Path.Combine(Folder, "filling");
        Run("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m,mode=755", "none", Folder);
    }

    public string Folder { get; }

    /// <summary>Leaves not a page free.</summary>
    public void Fill()
    {
        using var file = new FileStream(_filling, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (int block in (int[])[Mebibyte, Page])
        {
            try
            {
                while (true)
                    file.Write(new byte[block]);
            }
            catch (IOException)
            {
                // no such block is left
            }
        }
    }

    /// <summary>Gives back what <see cref="Fill"/> took.</summary>
    public void Free() => File.Delete(_filling);

    public void Dispose() => Run("umount", Folder);

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}; without root, use --disk-full false.");
    }
}
