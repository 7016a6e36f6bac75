using PhiVisionML.Catalog.Answers;

namespace PhiVisionML.Review.Values;

/// <summary>Brings what a reviewer wrote to the one form in which its field is written.</summary>
internal static class EditedValue
{
    /// <summary>The value, or what is wrong with it.</summary>
    /// <param name="text">What was written; line breaks and tabs count as spaces.</param>
    /// <param name="name">The field's name.</param>
    /// <param name="field">The template's field; null if it has none of this name: then any text will do.</param>
    /// <param name="maxLength">Most characters.</param>
    public static (string? Value, string? Fault) Check(string text, string name, AnswerField? field, int maxLength)
    {
        if (text.Where(c => char.IsControl(c) && c is not ('\r' or '\n' or '\t')).Select(c => (int?)c).FirstOrDefault() is { } control)
            return (null, $"The value has the control character U+{control:X4}; write it without.");
        string folded = WhiteSpace.Fold(text);
        if (folded.Length == 0)
            return (null, "The value is empty. Write one, or reject the proposal.");
        if (folded.Length > maxLength)
            return (null, $"The value has {folded.Length} characters; at most {maxLength} are taken.");
        try
        {
            return ((field ?? new AnswerField(name)).Normalize(folded), null);
        }
        catch (AnswerRenderException e)
        {
            return (null, e.Message);
        }
    }
}
