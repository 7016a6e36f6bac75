namespace PhiVisionML.Catalog.Answers;

/// <summary>
/// One line of text with named fields, such as
/// <c>Product: {title}, Category: {category3_code:choice}, Full Price: {full_price:price}</c>.
/// It writes the answer that a model is trained on, gives the shape to which decoding is constrained, and reads a model's answer back into fields.
/// </summary>
/// <remarks>
/// <para>A field is <c>{name}</c>, <c>{name:kind}</c> or <c>{name:kind:decimals}</c>; the kinds are <c>text</c> (default), <c>choice</c>,
/// <c>number</c> and <c>price</c>; the digits after the point can be set for the last two. <c>{{</c> and <c>}}</c> stand for braces.</para>
/// <para>Reading: the answer without surrounding white space begins with the first literal. A field reaches to the first occurrence of the literal
/// after it; the last field reaches to the end, less the literal that closes the template. Numbers match <see cref="NumberFormat.Pattern"/> and are read as far as they go.</para>
/// <para>Whatever <see cref="Render(Func{string, string?})"/> returns is read back by <see cref="ParseAnswer"/> as the same, normalised, values;
/// a row for which that does not hold is refused. Instances are immutable and safe to share between threads.</para>
/// </remarks>
public sealed class AnswerTemplate
{
    private AnswerTemplate(string source, IReadOnlyList<AnswerSegment> segments)
    {
        Source = source;
        Segments = segments;
        Fields = [.. segments.Where(segment => segment.IsField).Select(segment => segment.Field!)];
    }

    /// <summary>The text that the template was parsed from.</summary>
    public string Source { get; }

    /// <summary>The fields in the order of the text.</summary>
    public IReadOnlyList<AnswerField> Fields { get; }

    /// <summary>Literals and fields in the order of the text; two fields never stand side by side, nor do two literals.</summary>
    public IReadOnlyList<AnswerSegment> Segments { get; }

    /// <summary>Reads a template.</summary>
    /// <param name="source">The template's text.</param>
    /// <exception cref="FormatException">
    /// The template is empty or has no field, a brace has no partner, a name is empty or comes twice, a kind is unknown,
    /// or two neighbouring pieces could not be told apart when read back.
    /// </exception>
    public static AnswerTemplate Parse(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new AnswerTemplate(source, new AnswerTemplateReader(source).Read());
    }

    /// <summary>Writes a row as an answer.</summary>
    /// <param name="values">The raw values by field name.</param>
    /// <inheritdoc cref="Render(Func{string, string?})" path="/returns"/>
    /// <inheritdoc cref="Render(Func{string, string?})" path="/exception"/>
    public string Render(IReadOnlyDictionary<string, string?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Render(values.GetValueOrDefault);
    }

    /// <summary>Writes a row as an answer.</summary>
    /// <param name="valueOf">Gives the raw value of a field name.</param>
    /// <returns>The answer; <see cref="ParseAnswer"/> reads the normalised values back from it.</returns>
    /// <exception cref="AnswerRenderException">A value is missing, is not of its field's kind, or holds text that would be taken for the next literal.</exception>
    public string Render(Func<string, string?> valueOf)
    {
        ArgumentNullException.ThrowIfNull(valueOf);
        var values = Fields.Select(field => field.Normalize(valueOf(field.Name))).ToArray();
        var next = 0;
        var answer = string.Concat(Segments.Select(segment => segment.IsField ? values[next++] : segment.Literal));
        RequireRoundTrip(answer, values);
        return answer;
    }

    /// <summary>Finds the fields in an answer. Never throws for what a model may have written.</summary>
    /// <param name="text">The answer.</param>
    /// <returns>Every field, found or not, and what is wrong with the answer.</returns>
    public ParsedAnswer ParseAnswer(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new AnswerMatcher(this, text).Match();
    }

    /// <summary>The field of that name.</summary>
    /// <param name="name">A field name.</param>
    /// <exception cref="KeyNotFoundException">The template has no such field.</exception>
    public AnswerField Field(string name) =>
        Fields.FirstOrDefault(field => field.Name == name)
        ?? throw new KeyNotFoundException($"The template has no field '{name}'; it has {string.Join(", ", Fields.Select(field => field.Name))}.");

    /// <returns><see cref="Source"/>.</returns>
    /// <inheritdoc/>
    public override string ToString() => Source;

    private void RequireRoundTrip(string answer, string[] values)
    {
        var parsed = ParseAnswer(answer);
        for (var i = 0; i < values.Length; i++)
        {
            var found = parsed.Fields[i];
            if (found.Found && found.Text == values[i]) continue;
            throw new AnswerRenderException(found.Field.Name,
                $"Field '{found.Field.Name}' holds '{values[i]}', which would be read back as '{found.Text}'; "
                + $"the value runs into the text that follows it in the template '{Source}'. Change the value or the template.");
        }
    }
}
