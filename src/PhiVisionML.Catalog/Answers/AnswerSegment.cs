using System.Diagnostics.CodeAnalysis;

namespace PhiVisionML.Catalog.Answers;

/// <summary>A piece of an <see cref="AnswerTemplate"/>: either fixed text or a field.</summary>
public sealed record AnswerSegment
{
    private AnswerSegment(string? literal, AnswerField? field)
    {
        Literal = literal;
        Field = field;
    }

    /// <summary>The fixed text, braces already unescaped; <c>null</c> for a field.</summary>
    public string? Literal { get; }

    /// <summary>The field; <c>null</c> for fixed text.</summary>
    public AnswerField? Field { get; }

    /// <summary>Whether this piece is a field.</summary>
    [MemberNotNullWhen(true, nameof(Field))]
    [MemberNotNullWhen(false, nameof(Literal))]
    public bool IsField => Field is not null;

    internal static AnswerSegment Of(string literal) => new(literal, null);

    internal static AnswerSegment Of(AnswerField field) => new(null, field);
}
