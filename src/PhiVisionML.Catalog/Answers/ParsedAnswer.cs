namespace PhiVisionML.Catalog.Answers;

/// <summary>An answer read back through its <see cref="AnswerTemplate"/>.</summary>
public sealed class ParsedAnswer
{
    internal ParsedAnswer(string text, IReadOnlyList<ParsedField> fields, IReadOnlyList<string> errors)
    {
        Text = text;
        Fields = fields;
        Errors = errors;
    }

    /// <summary>The answer as it was given.</summary>
    public string Text { get; }

    /// <summary>Every field of the template, in its order, found or not.</summary>
    public IReadOnlyList<ParsedField> Fields { get; }

    /// <summary>A sentence for each thing that is wrong with the answer; empty when nothing is.</summary>
    public IReadOnlyList<string> Errors { get; }

    /// <summary>Whether every field was found and the answer says nothing else.</summary>
    public bool IsComplete => Errors.Count == 0;

    /// <summary>The field of that name.</summary>
    /// <param name="name">A field name of the template.</param>
    /// <exception cref="KeyNotFoundException">The template has no such field.</exception>
    public ParsedField this[string name]
    {
        get
        {
            foreach (var field in Fields)
                if (field.Field.Name == name) return field;
            throw new KeyNotFoundException($"The template has no field '{name}'; it has {string.Join(", ", Fields.Select(field => field.Field.Name))}.");
        }
    }
}
