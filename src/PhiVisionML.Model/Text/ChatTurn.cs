namespace PhiVisionML.Model.Text;

/// <summary>One turn of a conversation.</summary>
/// <param name="Role">Who speaks.</param>
/// <param name="Parts">What is said and shown, in order; by convention pictures come first, each followed by a newline.</param>
public sealed record ChatTurn(ChatRole Role, IReadOnlyList<PromptPart> Parts)
{
    /// <summary>A turn of text alone.</summary>
    /// <param name="role">Who speaks.</param>
    /// <param name="text">What is said; plain text.</param>
    public ChatTurn(ChatRole role, string text)
        : this(role, [new PromptPart.Text(text)])
    {
    }
}
