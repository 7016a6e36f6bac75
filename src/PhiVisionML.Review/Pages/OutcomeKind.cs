namespace PhiVisionML.Review.Pages;

/// <summary>What a form can do.</summary>
internal enum OutcomeKind
{
    /// <summary>Values were written.</summary>
    Accepted,

    /// <summary>Proposals were dropped.</summary>
    Rejected,

    /// <summary>Decisions were taken back.</summary>
    Reopened,

    /// <summary>Nothing: somebody else was faster, or wrote over the value since.</summary>
    Nothing,

    /// <summary>The last product was reached.</summary>
    End,
}
