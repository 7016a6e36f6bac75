using PhiVisionML.Model.Constraints;
using PhiVisionML.Model.Images;

namespace PhiVisionML.Model.Generation;

/// <summary>One prompt with its pictures.</summary>
/// <param name="InputIds">Prompt ids as <c>PromptEncoder</c> makes them: the places of picture k hold -k.</param>
/// <param name="Pictures">The pictures in the order of their places.</param>
public sealed record GenerationRequest(IReadOnlyList<int> InputIds, IReadOnlyList<HdPicture> Pictures)
{
    /// <summary>How to generate.</summary>
    public GenerationOptions Options { get; init; } = new();

    /// <summary>What the answer may be; null means any text.</summary>
    public ITokenConstraint? Constraint { get; init; }
}
