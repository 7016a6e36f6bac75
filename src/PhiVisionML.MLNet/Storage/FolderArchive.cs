namespace PhiVisionML.MLNet.Storage;

/// <summary>A saved model as plain files in a folder.</summary>
internal sealed class FolderArchive(string folder) : IModelWriter, IModelReader
{
    public string Location => $"folder '{folder}'";

    /// <summary>The entry appears under its name only when it is complete.</summary>
    public void Write(string name, Action<Stream> write)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, name);
        var unfinished = path + ".tmp";
        using (var stream = File.Create(unfinished))
            write(stream);
        File.Move(unfinished, path, overwrite: true);
    }

    public bool TryRead(string name, Action<Stream> read)
    {
        var path = Path.Combine(folder, name);
        if (!File.Exists(path))
            return false;
        using var stream = File.OpenRead(path);
        read(stream);
        return true;
    }
}
