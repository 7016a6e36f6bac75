namespace PhiVisionML.Model.Text;

/// <summary>One part of a prompt. Only the kinds below exist.</summary>
public abstract record PromptPart
{
    private PromptPart()
    {
    }

    /// <summary>Plain text, wherever it comes from: nothing in it becomes a control token or a picture.</summary>
    /// <param name="Value">The text.</param>
    public sealed record Text(string Value) : PromptPart;

    /// <summary>The place of a picture.</summary>
    /// <param name="Index">Which picture of the request, from 0.</param>
    public sealed record Picture(int Index) : PromptPart;

    /// <summary>A control token.</summary>
    /// <param name="Name">Its markup, such as <c>&lt;|user|&gt;</c>; see <see cref="ControlTokens"/>.</param>
    public sealed record Control(string Name) : PromptPart;

    /// <summary>Trusted markup, in which control tokens count. Text of users must not come here.</summary>
    /// <param name="Value">The markup, without picture tags.</param>
    public sealed record Markup(string Value) : PromptPart;
}
