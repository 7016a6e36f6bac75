namespace PhiVisionML.Model.Generation;

/// <summary>How an answer is generated. The defaults are the model card's: greedy, until the model ends its answer.</summary>
public sealed record GenerationOptions
{
    /// <summary>Most tokens of the answer. Default 500; at least 1. Reaching it gives <see cref="StopReason.MaxTokens"/>.</summary>
    public int MaxNewTokens { get; init; } = 500;

    /// <summary>0 (default) takes the most likely token; above 0 the scores are divided by it and a token is drawn.</summary>
    public double Temperature { get; init; }

    /// <summary>Draw among the K most likely tokens only; 0 (default) means all. No effect when <see cref="Temperature"/> is 0.</summary>
    public int TopK { get; init; }

    /// <summary>Draw among the most likely tokens that together reach this probability; 1 (default) means all. No effect when <see cref="Temperature"/> is 0.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>Divides (positive) or multiplies (negative) the scores of tokens that already occur in prompt or answer; 1 (default) changes nothing.</summary>
    public double RepetitionPenalty { get; init; } = 1;

    /// <summary>Seed of the draws. The same seed gives the same answer, alone or in a batch. Null (default): a new one each time.</summary>
    public long? Seed { get; init; }

    /// <summary>Tokens that end the answer; null (default) means the tokenizer's <c>&lt;|end|&gt;</c>, <c>&lt;|endoftext|&gt;</c> and <c>&lt;/s&gt;</c>.</summary>
    public IReadOnlyList<int>? StopTokens { get; init; }

    /// <summary>Texts that end the answer; they are not part of it. Default: none.</summary>
    public IReadOnlyList<string> StopStrings { get; init; } = [];

    /// <summary>
    /// Under a constraint: whether text that must follow (<c>", Category: "</c>) goes to the network in one step, cut into tokens as the
    /// tokenizer cuts it, instead of token by token as the model would cut it. Default true. Its tokens have the log-probability 0.
    /// </summary>
    public bool FeedForcedText { get; init; } = true;

    /// <summary>How many of the likeliest tokens beside each chosen one are reported, from 0 to <see cref="MostAlternatives"/>. Default 0; more change no answer.</summary>
    public int Alternatives { get; init; }

    /// <summary>The largest <see cref="Alternatives"/>.</summary>
    public const int MostAlternatives = 20;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range; the message names it.</exception>
    public void Validate()
    {
        Require(MaxNewTokens >= 1, nameof(MaxNewTokens), MaxNewTokens, "at least 1");
        Require(Temperature >= 0 && double.IsFinite(Temperature), nameof(Temperature), Temperature, "0 or a positive number");
        Require(TopK >= 0, nameof(TopK), TopK, "0 (all) or the number of tokens to draw among");
        Require(TopP is > 0 and <= 1, nameof(TopP), TopP, "above 0 and at most 1");
        Require(RepetitionPenalty > 0 && double.IsFinite(RepetitionPenalty), nameof(RepetitionPenalty), RepetitionPenalty, "a positive number");
        Require(Alternatives is >= 0 and <= MostAlternatives, nameof(Alternatives), Alternatives, $"from 0 to {MostAlternatives}");
        Require(StopStrings.All(s => s.Length > 0), nameof(StopStrings), "\"\"", "texts that are not empty");
    }

    private static void Require(bool holds, string name, object value, string range)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(name, value, $"{name} is {FormattableString.Invariant($"{value}")}; it must be {range}.");
    }
}
