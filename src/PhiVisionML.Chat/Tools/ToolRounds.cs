using PhiVisionML.Chat.Answers;
using PhiVisionML.Chat.Requests;
using PhiVisionML.Model.Generation;
using PhiVisionML.Model.Text;

namespace PhiVisionML.Chat.Tools;

/// <summary>
/// The two rounds of a request with tools: in the first the model chooses a tool or none, in the second it answers itself. The
/// second prompt is the first, the choice, and the question for the answer: what was computed for the first holds for the second.
/// </summary>
internal sealed class ToolRounds
{
    private readonly GenerationRequest _answer;
    private readonly int[] _question;

    /// <param name="tools">The tools.</param>
    /// <param name="answer">The request as it would be without tools; its prompt tells of them.</param>
    /// <param name="parts">The model's.</param>
    /// <exception cref="ArgumentException">Prompt, choice and answer have no room together, or the tools cannot be enforced.</exception>
    public ToolRounds(ToolSet tools, GenerationRequest answer, ModelParts parts)
    {
        _answer = answer;
        _question = Question(parts.Prompts);
        Choice = answer with { Options = answer.Options with { StopStrings = [] }, Constraint = parts.Constraints.For(tools.Choice) };
        OutputRoom.Require(Choice, parts.MaxPositions);
        if (tools.MayCallNone)
            OutputRoom.Require(answer, parts.MaxPositions, ToolText.NoCall.Length + 2, _question.Length);   // a token a byte, and a space in two places
    }

    /// <summary>The first round. It may take all tokens of the answer; stop sequences belong to the second.</summary>
    public GenerationRequest Choice { get; }

    /// <summary>The second round, after the choice of no tool. It has the tokens that the first left.</summary>
    public GenerationRequest Answer(GenerationResult choice) => _answer with
    {
        InputIds = [.. _answer.InputIds, .. choice.TokenIds, .. _question],
        Options = _answer.Options with
        {
            MaxNewTokens = _answer.Options.MaxNewTokens - choice.TokenIds.Count,
            Seed = ~_answer.Options.Seed,   // draws of its own: those of the first round have led to the choice
        },
    };

    private static int[] Question(PromptEncoder prompts)
    {
        var turn = ChatTemplate.Build([new ChatTurn(ChatRole.User, ToolText.AskForAnswer)]);
        var prompt = new Prompt([new PromptPart.Control(ControlTokens.End), new PromptPart.Text("\n"), .. turn.Parts]);
        return prompts.Encode(prompt, [])[1..];   // it goes on in the stretch that the first round's prompt opened
    }
}
