namespace PhiVisionML.MLNet.Storage;

/// <summary>Takes the named entries of a model that is being saved.</summary>
internal interface IModelWriter
{
    /// <summary>Writes an entry, replacing one of its name.</summary>
    void Write(string name, Action<Stream> write);
}
