namespace PhiVisionML.Catalog.Reports;

/// <summary>The loss at a training step.</summary>
/// <param name="Step">The step.</param>
/// <param name="Train">The loss of the step's rows; <c>null</c> or not finite leaves the curve open.</param>
/// <param name="Validation">The loss of the validation rows after the step; <c>null</c> where it was not measured.</param>
public sealed record LossPoint(long Step, double? Train, double? Validation = null);
