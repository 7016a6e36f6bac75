namespace PhiVisionML.Model.Text;

/// <summary>The published chat template: for each turn <c>&lt;|role|&gt;\n…&lt;|end|&gt;\n</c>.</summary>
public static class ChatTemplate
{
    /// <summary>Lays out a conversation.</summary>
    /// <param name="turns">The turns, oldest first; at least one.</param>
    /// <param name="addGenerationPrompt">Whether to open the assistant's turn at the end; has no effect after a turn of the assistant, as published.</param>
    /// <exception cref="ArgumentException">There is no turn, or the pictures are not numbered 0 to n-1 without gaps.</exception>
    public static Prompt Build(IReadOnlyList<ChatTurn> turns, bool addGenerationPrompt = true)
    {
        ArgumentNullException.ThrowIfNull(turns);
        if (turns.Count == 0) throw new ArgumentException("A conversation needs at least one turn.", nameof(turns));
        List<PromptPart> parts = [];
        foreach (ChatTurn turn in turns)
            parts.AddRange([Opening(turn.Role), NewLine(), .. turn.Parts, new PromptPart.Control(ControlTokens.End), NewLine()]);
        if (addGenerationPrompt && turns[^1].Role != ChatRole.Assistant) parts.AddRange([Opening(ChatRole.Assistant), NewLine()]);
        return new Prompt(parts);
    }

    private static PromptPart.Text NewLine() => new("\n");

    private static PromptPart.Control Opening(ChatRole role) => new(role switch
    {
        ChatRole.System => ControlTokens.System,
        ChatRole.User => ControlTokens.User,
        ChatRole.Assistant => ControlTokens.Assistant,
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "Roles are System, User and Assistant."),
    });
}
