namespace PhiVisionML.Enrichment.Ledger;

/// <summary>What a ledger entry records. The numbers are stored.</summary>
public enum LedgerKind
{
    /// <summary>A job ended with an answer.</summary>
    Done = 0,

    /// <summary>A job was given up.</summary>
    Dead = 1,

    /// <summary>A dead job was let run again.</summary>
    Requeued = 2,

    /// <summary>A value was written: by the policy or by a reviewer, who may have edited it.</summary>
    Accepted = 3,

    /// <summary>A proposed value was dropped: by the policy or by a reviewer.</summary>
    Rejected = 4,

    /// <summary>A written value was taken back; the one before it holds again.</summary>
    Reverted = 5,

    /// <summary>An adapter was promoted; the new value is its fingerprint, the old one that of the adapter before it.</summary>
    Promoted = 6,

    /// <summary>A reviewer's rejection was taken back; the proposal waits again.</summary>
    Reopened = 7,
}
