namespace PhiVisionML.MLNet.Storage;

/// <summary>Which base model an adapter belongs to; its weights stay where they are.</summary>
/// <param name="ModelId">The model's name, with its owner if known: "microsoft/Phi-3-vision-128k-instruct".</param>
/// <param name="Revision">The published revision, if known.</param>
/// <param name="Path">The folder where it lay when the adapter was made: a hint.</param>
/// <param name="Fingerprint">What it is known again by.</param>
internal sealed record BaseModelReference(string ModelId, string? Revision, string Path, BaseModelFingerprint Fingerprint)
{
    /// <summary>
    /// Describes the model in a folder. In a Hugging Face cache, <c>models--owner--name/snapshots/revision</c>, the path
    /// tells its name and revision; elsewhere the folder's name is the model's.
    /// </summary>
    /// <exception cref="FormatException">The folder holds no model.</exception>
    public static BaseModelReference Of(string folder)
    {
        var full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(folder));
        var fingerprint = BaseModelFingerprint.Compute(full);
        var snapshot = new DirectoryInfo(full);
        return snapshot.Parent is { Name: "snapshots", Parent: { } model } && HuggingFaceCache.ModelIdOf(model.Name) is { } id
            ? new(id, snapshot.Name, full, fingerprint)
            : new(snapshot.Name, Revision: null, full, fingerprint);
    }
}
