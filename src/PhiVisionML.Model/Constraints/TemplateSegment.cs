namespace PhiVisionML.Model.Constraints;

/// <summary>A part of a <see cref="TemplateGrammar"/>. Only the kinds below exist.</summary>
public abstract record TemplateSegment
{
    private TemplateSegment()
    {
    }

    /// <summary>Fixed text.</summary>
    /// <param name="Text">The text.</param>
    public sealed record Literal(string Text) : TemplateSegment;

    /// <summary>Free text: words with single spaces between them, without control characters or other white space, at least one character.</summary>
    /// <param name="MaxBytes">The most UTF-8 bytes; at least 4, so that every character fits.</param>
    public sealed record FreeText(int MaxBytes) : TemplateSegment;

    /// <summary>One value of a closed list.</summary>
    /// <param name="Values">The values, any text; at least one.</param>
    public sealed record Choice(IReadOnlyList<string> Values) : TemplateSegment;

    /// <summary>A number without leading zeros, such as <c>-12.5</c>. A price is <c>new Number(6, MinDecimals: 2, MaxDecimals: 2)</c>.</summary>
    /// <param name="MaxIntegerDigits">The most digits before the point; 1 to 28.</param>
    /// <param name="MinDecimals">The fewest digits after the point; where 0, the point may be missing.</param>
    /// <param name="MaxDecimals">The most digits after the point; at most 28.</param>
    /// <param name="AllowsNegative">Whether a minus sign may stand in front.</param>
    public sealed record Number(int MaxIntegerDigits, int MinDecimals = 0, int MaxDecimals = 0, bool AllowsNegative = false) : TemplateSegment;
}
