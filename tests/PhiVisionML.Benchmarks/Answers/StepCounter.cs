using PhiVisionML.Model.Generation;

namespace PhiVisionML.Benchmarks.Answers;

/// <summary>Counts the forward passes of answers, and keeps the answers.</summary>
internal sealed class StepCounter : IGenerationListener
{
    public int Steps { get; private set; }

    public List<GenerationResult> Results { get; } = [];

    public bool IsWanted(int row)
    {
        Steps += row == 0 ? 1 : 0;
        return true;
    }

    public void OnToken(GeneratedToken token)
    {
    }

    public void OnEnd(int row, GenerationResult result) => Results.Add(result);
}
