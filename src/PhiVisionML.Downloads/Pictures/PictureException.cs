namespace PhiVisionML.Downloads.Pictures;

/// <summary>A picture that is not taken, and why.</summary>
internal sealed class PictureException(string reason, string message, bool mayPass = false) : Exception(message)
{
    /// <summary>A word for machines, as in <see cref="ManifestEntry.Reason"/>.</summary>
    public string Reason => reason;

    /// <summary>Whether asking another time may help.</summary>
    public bool MayPass => mayPass;
}
