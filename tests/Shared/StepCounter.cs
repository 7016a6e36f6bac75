using PhiVisionML.Model.Generation;

namespace PhiVisionML.Tests;

/// <summary>Wants every answer to its end, keeps them, and counts the forward passes that the first one takes.</summary>
internal sealed class StepCounter : IGenerationListener
{
    /// <summary>Forward passes until the answer of row 0 was complete.</summary>
    public int Steps { get; private set; }

    /// <summary>The answers by row.</summary>
    public Dictionary<int, GenerationResult> Results { get; } = [];

    public bool IsWanted(int row)
    {
        Steps += row == 0 ? 1 : 0;
        return true;
    }

    public void OnToken(GeneratedToken token)
    {
    }

    public void OnEnd(int row, GenerationResult result) => Results.Add(row, result);
}
