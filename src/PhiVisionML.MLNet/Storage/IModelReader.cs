namespace PhiVisionML.MLNet.Storage;

/// <summary>Gives the named entries of a saved model.</summary>
internal interface IModelReader
{
    /// <summary>Where the entries lie, for errors.</summary>
    string Location { get; }

    /// <summary>Reads an entry; false when there is none of this name.</summary>
    bool TryRead(string name, Action<Stream> read);
}
