namespace PhiVisionML.Model.Constraints;

/// <summary>A part of a grammar under construction: what leads from one state to another.</summary>
internal readonly record struct Fragment(int In, int Out);
