using PhiVisionML.Downloads.Transport;

namespace PhiVisionML.Downloads.Checkpoints;

/// <summary>Errors of the network, as a person would tell them.</summary>
internal static class Failures
{
    public static bool IsOfNetwork(Exception error) => IsBroken(error) || error is UnsuccessfulAnswerException or RefusedAddressException;

    /// <summary>Whether an answer broke off or did not come.</summary>
    public static bool IsBroken(Exception error) => error is HttpRequestException or TimeoutException;

    // Addresses of content networks hold signatures, which do not belong into logs.
    public static string Sentence(Exception error) => error switch
    {
        UnsuccessfulAnswerException { Status: { } status } => $"a server answered {(int)status} {status}.",
        RefusedAddressException => $"{error.Message} Only a mirror in a private network, which --endpoint names, may lead to private addresses.",
        HttpRequestException { InnerException: { } inner } => inner.Message,
        _ => error.Message,
    };
}
