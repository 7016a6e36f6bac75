using System.Globalization;
using System.Net;
using PhiVisionML.Downloads.Transport;

namespace PhiVisionML.Downloads.Pictures;

/// <summary>What became of a picture that could not be had.</summary>
/// <param name="Reason">A word for machines.</param>
/// <param name="Sentence">The reason for people.</param>
/// <param name="MayPass">Whether a later run asks again of its own.</param>
/// <param name="Status">The server's answer, if there was one.</param>
internal sealed record PictureFailure(string Reason, string Sentence, bool MayPass, int? Status = null)
{
    /// <summary>The failure that an error stands for; <c>null</c> for cancellation and errors of the disk, which concern the whole run.</summary>
    public static PictureFailure? Of(Exception error) => error switch
    {
        PictureException picture => new PictureFailure(picture.Reason, picture.Message, picture.MayPass),
        UnsuccessfulAnswerException answer => OfStatus(answer),
        RefusedAddressException refused => new PictureFailure(PictureReason.RefusedAddress, refused.Message, MayPass: true),
        TimeoutException late => new PictureFailure(PictureReason.Timeout, late.Message, MayPass: true),
        HttpRequestException broken => new PictureFailure(PictureReason.Connection, Describe(broken), MayPass: true),
        HttpIOException broken => new PictureFailure(PictureReason.Connection, Describe(broken), MayPass: true),
        OperationCanceledException or IOException or UnauthorizedAccessException => null,
        _ => new PictureFailure(PictureReason.Unexpected, $"The picture could not be fetched, for a reason that was not foreseen ({error.GetType().Name}): {error.Message.TrimEnd('.')}.", MayPass: true),
    };

    private static PictureFailure OfStatus(UnsuccessfulAnswerException answer)
    {
        int? status = (int?)answer.Status;
        var mayPass = answer.Status is HttpStatusCode.RequestTimeout or (HttpStatusCode)425 or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;
        return new PictureFailure(PictureReason.Status + status?.ToString(CultureInfo.InvariantCulture), answer.Message, mayPass, status);
    }

    private static string Describe(Exception error)
    {
        var message = (error.InnerException ?? error).Message;
        return $"The connection failed: {message.TrimEnd('.')}.";
    }
}
