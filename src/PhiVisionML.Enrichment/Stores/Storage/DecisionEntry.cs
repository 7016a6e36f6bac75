using PhiVisionML.Enrichment.Ledger;

namespace PhiVisionML.Enrichment.Stores.Storage;

/// <summary>How the ledger writes down what was decided about a proposal.</summary>
internal static class DecisionEntry
{
    /// <summary>The entry. What is dropped leaves the value as it was, and is named in the note.</summary>
    /// <param name="isAccepted">Whether a value is written.</param>
    /// <param name="actor">Who decides.</param>
    /// <param name="key">Whose value.</param>
    /// <param name="before">The value so far.</param>
    /// <param name="proposed">What the model says.</param>
    /// <param name="written">What is written, if something is.</param>
    /// <param name="confidence">How sure the model is of what it says.</param>
    public static LedgerRow Of(bool isAccepted, string actor, ValueKey key, string? before, string proposed, string written, double? confidence) => new(isAccepted ? LedgerKind.Accepted : LedgerKind.Rejected, actor)
    {
        Catalog = key.Catalog,
        Sku = key.Sku,
        Field = key.Field,
        OldValue = before,
        NewValue = isAccepted ? written : before,
        Note = isAccepted && written == proposed ? null : proposed,
        Confidence = isAccepted && written == proposed ? confidence : null,
    };
}
