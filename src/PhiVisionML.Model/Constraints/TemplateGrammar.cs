using System.Text;
using PhiVisionML.Model.Text;

namespace PhiVisionML.Model.Constraints;

/// <summary>
/// The grammar of one line with fields, such as "Product: {text}, Category: {choice}, Price: {number}". What fits it can be read back in
/// one way only: a field reaches to the first occurrence of the literal after it, the last one to the end less the closing literal.
/// </summary>
public static class TemplateGrammar
{
    /// <summary>Builds the grammar. One space may stand before everything: the first piece of an encoded answer carries it, and decoding takes it away.</summary>
    /// <param name="segments">Literals and fields in order; two fields never stand side by side.</param>
    /// <exception cref="ArgumentException">The fields could not be told apart, a value could not be generated or read back, or a size is out of range; the message says which.</exception>
    public static Grammar Build(IReadOnlyList<TemplateSegment> segments)
    {
        ArgumentNullException.ThrowIfNull(segments);
        if (segments.Count == 0) throw new ArgumentException("The template has no segments; give at least one.", nameof(segments));

        var builder = new GrammarBuilder();
        List<Fragment> parts = [];
        for (int i = 0; i < segments.Count; i++)
        {
            string following = Following(segments, i);
            if (segments[i] is TemplateSegment.FreeText text)
            {
                parts.Add(FreeText(builder, text, following));
                if (following.Length > 0) i++; // the text's part holds the literal that ends it
            }
            else
            {
                parts.Add(Part(builder, segments[i], following));
            }
        }

        return builder.BuildAnswer(builder.Sequence([.. parts]));
    }

    /// <summary>The literal by whose first occurrence a field ends; empty for the last field, which reaches to the end.</summary>
    private static string Following(IReadOnlyList<TemplateSegment> segments, int index)
    {
        if (index + 1 >= segments.Count || segments[index] is TemplateSegment.Literal) return "";
        if (segments[index + 1] is not TemplateSegment.Literal literal)
            throw new ArgumentException($"The fields {index} and {index + 1} stand side by side and could not be told apart; put a literal between them.", nameof(segments));
        return index + 2 < segments.Count ? literal.Text : "";
    }

    private static Fragment Part(GrammarBuilder builder, TemplateSegment segment, string following) => segment switch
    {
        TemplateSegment.Literal literal => builder.Literal(Spellable(literal.Text)),
        TemplateSegment.Choice choice => Choice(builder, choice, following),
        TemplateSegment.Number number => Number(builder, number, following),
        _ => throw new ArgumentException($"A {segment.GetType().Name} is no segment of a template."),
    };

    private static Fragment FreeText(GrammarBuilder builder, TemplateSegment.FreeText text, string following)
    {
        if (text.MaxBytes < 4) throw new ArgumentException($"A free text may have {text.MaxBytes} bytes; at least 4 are needed for one character of any script.");
        return new FreeTextBuilder(builder, text.MaxBytes, Encoding.UTF8.GetBytes(Spellable(following, allowsEmpty: true))).Build();
    }

    private static Fragment Choice(GrammarBuilder builder, TemplateSegment.Choice choice, string following)
    {
        if (choice.Values.Count == 0) throw new ArgumentException("A choice has no values; give at least one.");
        foreach (string value in choice.Values)
        {
            Spellable(value);
            if (following.Length > 0 && (value + following).IndexOf(following, StringComparison.Ordinal) < value.Length)
                throw new ArgumentException($"The value '{value}' runs into the literal '{following}' after it and could not be read back; change the value or the literal.");
        }

        return builder.OneOf(choice.Values);
    }

    private static Fragment Number(GrammarBuilder builder, TemplateSegment.Number number, string following)
    {
        (int digits, int least, int most, bool negative) = number;
        if (digits is < 1 or > 28 || least < 0 || most < least || most > 28)
            throw new ArgumentException($"A number has up to {digits} digits and {least} to {most} decimals; 1 to 28 digits and 0 to 28 decimals are possible.");
        if (following.Length > 0 && (char.IsAsciiDigit(following[0]) || (following[0] == '.' && following.Length > 1 && char.IsAsciiDigit(following[1]))))
            throw new ArgumentException($"A number is followed by '{following}', which would be read as more of its digits; put a space between them.");

        Fragment sign = negative ? builder.Optional(builder.Literal("-")) : builder.Nothing();
        var integer = new Fragment(builder.State(), builder.State());
        builder.Step(integer.In, (byte)'0', (byte)'0', integer.Out);
        Fragment rest = builder.Repeat(() => builder.Range((byte)'0', (byte)'9'), 0, digits - 1);
        builder.Step(integer.In, (byte)'1', (byte)'9', rest.In);
        builder.Free(rest.Out, integer.Out);
        if (most == 0) return builder.Sequence(sign, integer);

        Fragment decimals = builder.Sequence(builder.Literal("."), builder.Repeat(() => builder.Range((byte)'0', (byte)'9'), Math.Max(1, least), most));
        return builder.Sequence(sign, integer, least == 0 ? builder.Optional(decimals) : decimals);
    }

    /// <summary>Refuses text that no answer can hold: half a surrogate pair, or "▁", which the tokenizer takes for a space.</summary>
    private static string Spellable(string text, bool allowsEmpty = false)
    {
        if (text.Length == 0 && !allowsEmpty) throw new ArgumentException("A literal or a value of a choice is empty.");
        if (text.Contains(TokenTable.SpaceSign)) throw new ArgumentException($"'{text}' holds U+2581, which the tokenizer takes for a space; replace it.");
        for (int at = 0; at < text.Length; at++)
        {
            if (Rune.TryGetRuneAt(text, at, out Rune rune)) at += rune.Utf16SequenceLength - 1;
            else throw new ArgumentException($"'{text}' holds half of a surrogate pair, which cannot be written in UTF-8.");
        }

        return text;
    }
}
