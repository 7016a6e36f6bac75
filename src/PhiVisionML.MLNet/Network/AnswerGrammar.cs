using PhiVisionML.Catalog.Answers;
using PhiVisionML.Model.Constraints;

namespace PhiVisionML.MLNet.Network;

/// <summary>The grammar of a template's answers. The one way from templates to grammars: PhiVisionML.SemanticKernel and PhiVisionML.Hosting compile this file, too.</summary>
internal static class AnswerGrammar
{
    /// <param name="template">The template.</param>
    /// <param name="choices">The values of each choice field, by its name.</param>
    /// <param name="limits">How large texts and numbers may be.</param>
    /// <exception cref="ArgumentException">No grammar can be made of the template with these values; the message says why.</exception>
    public static Grammar Of(AnswerTemplate template, IReadOnlyDictionary<string, IReadOnlyList<string>> choices, AnswerLimits limits)
        => TemplateGrammar.Build([.. template.Segments.Select(segment => Translate(segment, choices, limits))]);

    private static TemplateSegment Translate(AnswerSegment segment, IReadOnlyDictionary<string, IReadOnlyList<string>> choices, AnswerLimits limits)
    {
        if (segment.Literal is { } literal)
            return new TemplateSegment.Literal(literal);
        var field = segment.Field!;
        return field.Kind switch
        {
            AnswerFieldKind.Choice => new TemplateSegment.Choice(choices[field.Name]),
            AnswerFieldKind.Text => new TemplateSegment.FreeText(limits.TextBytes),
            _ => new TemplateSegment.Number(
                limits.IntegerDigits, field.Decimals ?? 0, field.Decimals ?? limits.Decimals,
                AllowsNegative: field.Kind == AnswerFieldKind.Number || limits.HasNegativePrices),
        };
    }
}
