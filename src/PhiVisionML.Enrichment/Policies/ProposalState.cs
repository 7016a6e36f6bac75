namespace PhiVisionML.Enrichment.Policies;

/// <summary>Where a proposed value stands. The numbers are stored.</summary>
public enum ProposalState
{
    /// <summary>It waits for a reviewer.</summary>
    Pending = 0,

    /// <summary>It was written.</summary>
    Accepted = 1,

    /// <summary>It was dropped.</summary>
    Rejected = 2,

    /// <summary>It was written and taken back.</summary>
    Reverted = 3,
}
