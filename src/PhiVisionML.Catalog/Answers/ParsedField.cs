namespace PhiVisionML.Catalog.Answers;

/// <summary>One field as it was found in an answer.</summary>
/// <param name="Field">The field of the template.</param>
/// <param name="Found">Whether the field is there and reads as its kind: a non-empty text, a strict number.</param>
/// <param name="Text">The text at the field's place with white space folded, an unreadable number too; <c>null</c> where the place was not found.</param>
/// <param name="Number">The number of a found numeric field, always finite; <c>null</c> otherwise.</param>
/// <param name="Start">The first character of the value in the answer, after leading white space; -1 where the place was not found.</param>
/// <param name="Length">Characters of the value in the answer (UTF-16 units).</param>
public sealed record ParsedField(AnswerField Field, bool Found, string? Text, double? Number, int Start, int Length)
{
    internal static ParsedField Missing(AnswerField field) => new(field, false, null, null, -1, 0);
}
