namespace PhiVisionML.Enrichment.Runs;

/// <summary>What the answers of a run took.</summary>
/// <param name="Products">Answered products.</param>
/// <param name="Seconds">Of the model, all workers together.</param>
/// <param name="PromptTokens">Tokens that were read, pictures included.</param>
/// <param name="OutputTokens">Tokens that were written.</param>
/// <param name="Joules">By the machines' counters, where they could be read; <c>null</c> where they could not.</param>
public sealed record RunCost(long Products, double Seconds, long PromptTokens, long OutputTokens, double? Joules);
