namespace PhiVisionML.Downloads.Pictures;

/// <summary>The words of <see cref="ManifestEntry.Reason"/>; after <see cref="Status"/> comes the server's status.</summary>
internal static class PictureReason
{
    public const string BadAddress = "bad_address";
    public const string RefusedAddress = "refused_address";
    public const string Status = "status_";
    public const string Connection = "connection";
    public const string Timeout = "timeout";
    public const string HostBusy = "host_busy";
    public const string HostDown = "host_down";
    public const string TooLarge = "too_large";
    public const string TooManyPixels = "too_many_pixels";
    public const string NotAPicture = "not_a_picture";
    public const string CutOff = "cut_off";
    public const string Unexpected = "unexpected";
    public const string Damaged = "damaged";
}
