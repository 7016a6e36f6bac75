namespace PhiVisionML.Model.Constraints.Patterns;

/// <summary>A regular expression cannot be enforced; carries the place for whoever knows what the expression belongs to.</summary>
internal sealed class RegexRefusedException(int position, string reason) : Exception(reason)
{
    public int Position { get; } = position;
}
