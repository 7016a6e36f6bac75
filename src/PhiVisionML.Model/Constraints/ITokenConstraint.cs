namespace PhiVisionML.Model.Constraints;

/// <summary>What an answer may be. Compiled once, shared by requests.</summary>
public interface ITokenConstraint
{
    /// <summary>Begins an answer.</summary>
    ITokenConstraintState Start();
}
