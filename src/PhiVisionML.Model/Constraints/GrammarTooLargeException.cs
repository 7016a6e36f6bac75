namespace PhiVisionML.Model.Constraints;

/// <summary>A grammar under construction has more states than are allowed.</summary>
internal sealed class GrammarTooLargeException(int maxStates) : Exception($"The grammar needs more than {maxStates} states.");
