namespace PhiVisionML.Downloads.Tests.Pictures;

/// <summary>What <see cref="FaultyPictureServer"/> does with a picture. Those that end in Once send it at the second request.</summary>
internal enum PictureFault
{
    None,
    WrongType,
    Gzip,
    Redirect,
    RedirectWithSecrets,
    ForeignTag,
    BusyOnce,
    UnavailableOnce,
    CutOffOnce,
    StallsBeforeHeadOnce,
    StallsInBodyOnce,
    ClosesOnce,
    Missing,
    WebPage,
    Empty,
    NotBrotli,
    CutOffInside,
    Endless,
    Drips,
    Bomb,
    RedirectLoop,
    RedirectToFile,
    RedirectToBadHost,
}
