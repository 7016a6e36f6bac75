using PhiVisionML.Downloads.Pictures;
using Xunit;

namespace PhiVisionML.Downloads.Tests.Pictures;

public class PictureFailureTests
{
    [Fact]
    public void Errors_that_nobody_foresaw_are_failures_of_one_picture()
    {
        var failure = PictureFailure.Of(new UriFormatException("No host."))!;
        Assert.Equal(("unexpected", true), (failure.Reason, failure.MayPass));
        Assert.EndsWith("(UriFormatException): No host.", failure.Sentence, StringComparison.Ordinal);
    }

    public static TheoryData<Exception> OfTheRun => [new OperationCanceledException(), new IOException("disk full"), new UnauthorizedAccessException()];

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(OfTheRun))]
    public void Cancellation_and_errors_of_the_disk_are_not(Exception error) => Assert.Null(PictureFailure.Of(error));
}
