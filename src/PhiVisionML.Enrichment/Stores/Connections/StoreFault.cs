namespace PhiVisionML.Enrichment.Stores.Connections;

/// <summary>What an error of a database means.</summary>
/// <param name="Sentence">What is wrong, and the remedy; <c>null</c> if the database works.</param>
/// <param name="IsPassing">Whether the same is worth another try at once.</param>
/// <param name="MayHaveCommitted">If it came from a commit: whether that may have taken place all the same.</param>
/// <param name="HasNoTables">Whether the tables were never made.</param>
internal readonly record struct StoreFault(string? Sentence, bool IsPassing = false, bool MayHaveCommitted = false, bool HasNoTables = false);
