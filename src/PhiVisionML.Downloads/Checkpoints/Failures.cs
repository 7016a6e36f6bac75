using PhiVisionML.Downloads.Transport;

namespace PhiVisionML.Downloads.Checkpoints;

/// <summary>Errors of the network, as a person would tell them.</summary>
internal static class Failures
{
    public static bool IsOfNetwork(Exception error) => IsBroken(error) || error is UnsuccessfulAnswerException or RefusedAddressException;

    /// <summary>Whether an answer broke off or did not come.</summary>
    public static bool IsBroken(Exception error) => error is HttpRequestException or HttpIOException or TimeoutException;

    public static string Sentence(Exception error) => error switch
    {
        RefusedAddressException { IsPrivate: true } => $"{error.Message} Only a mirror in a private network, which --endpoint names, may lead to private addresses.",
        HttpRequestException or HttpIOException when error.InnerException is { } inner => inner.Message,
        _ => error.Message,
    };
}
