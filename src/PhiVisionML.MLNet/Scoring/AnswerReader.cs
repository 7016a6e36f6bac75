using PhiVisionML.Catalog.Answers;

namespace PhiVisionML.MLNet.Scoring;

/// <summary>Reads a template's fields from answers, each with the probability of its value.</summary>
/// <remarks>
/// The confidence is the product of the probabilities of the tokens that write the value and of the token that ends it: the
/// probability of this whole value, given the answer before it. A geometric mean would call a long title as certain as its
/// average token; only the product can agree with how often the whole value is right.
/// </remarks>
/// <param name="template">The template.</param>
/// <param name="choices">The values of each choice field, by its name.</param>
internal sealed class AnswerReader(AnswerTemplate template, IReadOnlyDictionary<string, IReadOnlyList<string>> choices)
{
    private readonly RunnerUpFinder _runnersUp = new(template, choices);

    public static AnswerReader Of(AnswerSettings settings) => new(AnswerTemplate.Parse(settings.Template), settings.Choices);

    public PictureAnswer Read(PictureAnswer answer)
    {
        var parsed = template.ParseAnswer(answer.Text);
        var tokens = new AnswerTokens(answer.Tokens);
        return answer with
        {
            Fields = [.. parsed.Fields.Select(field => field.Found ? Read(field, tokens) : new FieldAnswer("", null, float.NaN))],
            Error = answer.Error.Length > 0 ? answer.Error : string.Join(' ', parsed.Errors),
        };
    }

    private FieldAnswer Read(ParsedField field, AnswerTokens tokens)
    {
        var (first, after) = tokens.Of(field.Start, field.Start + field.Length);
        if (first == after)
            return new(field.Text!, field.Number, float.NaN);
        double sum = 0;
        for (int i = first; i < after; i++)
            sum += tokens.All[i].LogProbability;
        return new(field.Text!, field.Number, (float)Math.Exp(Math.Min(sum, 0))) { RunnerUp = _runnersUp.Find(field, tokens.All, first, after) };
    }
}
