namespace PhiVisionML.Catalog.Answers;

/// <summary>A row cannot be written through an <see cref="AnswerTemplate"/>: a value is missing, unreadable or could not be read back.</summary>
public sealed class AnswerRenderException : Exception
{
    /// <summary>Names the field and the reason.</summary>
    /// <param name="fieldName">The field at fault.</param>
    /// <param name="message">A sentence with the value and the remedy.</param>
    public AnswerRenderException(string fieldName, string message) : base(message) => FieldName = fieldName;

    /// <summary>The field at fault.</summary>
    public string FieldName { get; }
}
