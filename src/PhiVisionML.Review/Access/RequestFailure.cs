using Microsoft.AspNetCore.Http;
using PhiVisionML.AspNetCore.Errors;

namespace PhiVisionML.Review.Access;

/// <summary>What the sender of a request is told of its failure: the same for pages and for the queue, but for the sentence.</summary>
internal static class RequestFailure
{
    /// <param name="failure">What happened.</param>
    /// <param name="ownFault">What is said where the sender is not to blame.</param>
    /// <param name="log">Told of such failures.</param>
    public static ApiException Of(Exception failure, string ownFault, Action<Exception> log)
    {
        switch (failure)
        {
            case ApiException error:
                return error;
            case BadHttpRequestException bad:
                return new ApiException(bad.StatusCode, bad.Message);
            default:
                log(failure);
                return new ApiException(StatusCodes.Status500InternalServerError, ownFault);
        }
    }
}
