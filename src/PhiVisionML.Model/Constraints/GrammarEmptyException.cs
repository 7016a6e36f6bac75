namespace PhiVisionML.Model.Constraints;

/// <summary>No string fits a grammar.</summary>
internal sealed class GrammarEmptyException() : InvalidOperationException("No text fits this grammar.");
