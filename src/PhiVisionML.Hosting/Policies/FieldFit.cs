using PhiVisionML.Enrichment.Policies;

namespace PhiVisionML.Hosting.Policies;

/// <summary>A field's policy as it was fitted on products whose truth is known, and what that says.</summary>
/// <param name="Field">The field.</param>
/// <param name="Policy">The policy.</param>
/// <param name="Rows">Products with a truth and an answer.</param>
/// <param name="Accuracy">The share of answers that are right, 0 to 1.</param>
/// <param name="AcceptedRows">Of the products, those whose answer the policy would accept.</param>
/// <param name="AcceptedErrors">Of these, the wrong ones.</param>
/// <param name="ErrorBound">The bound that the error rate of accepted answers keeps with the stated certainty, 0 to 1; <c>null</c> if none is accepted.</param>
public sealed record FieldFit(string Field, FieldPolicy Policy, int Rows, double Accuracy, int AcceptedRows, int AcceptedErrors, double? ErrorBound);
