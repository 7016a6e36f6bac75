using PhiVisionML.Catalog.Answers;

namespace PhiVisionML.MLNet.Scoring;

/// <summary>Reads a template's fields from answers, each with the probability of its value.</summary>
/// <remarks>
/// The confidence is the product of the probabilities of the tokens that write the value and of the token that ends it: the
/// probability of this whole value, given the answer before it. A geometric mean would call a long title as certain as its
/// average token; only the product can agree with how often the whole value is right.
/// </remarks>
internal sealed class AnswerReader(AnswerTemplate template)
{
    public PictureAnswer Read(PictureAnswer answer)
    {
        var parsed = template.ParseAnswer(answer.Text);
        var spans = Spans(answer.Tokens);
        return answer with
        {
            Fields = [.. parsed.Fields.Select(field => field.Found
                ? new FieldAnswer(field.Text!, field.Number, Confidence(spans, field.Start, field.Start + field.Length))
                : new FieldAnswer("", null, float.NaN))],
            Error = answer.Error.Length > 0 ? answer.Error : string.Join(' ', parsed.Errors),
        };
    }

    // A token without text of its own is a byte of a character that a later one finishes; it reaches as far as that one.
    private static List<TokenSpan> Spans(IReadOnlyList<AnswerToken> tokens)
    {
        var spans = new List<TokenSpan>(tokens.Count);
        int begun = 0, at = 0;
        foreach (var token in tokens)
        {
            at += token.Text.Length;
            spans.Add(new(begun, at, token.LogProbability));
            if (token.Text.Length == 0)
                continue;
            for (int i = spans.Count - 2; i >= 0 && spans[i].Start == begun && spans[i].End == begun; i--)
                spans[i] = spans[i] with { End = at };
            begun = at;
        }

        return spans;
    }

    private static float Confidence(List<TokenSpan> spans, int start, int end)
    {
        int first = spans.FindIndex(span => span.End > start);
        if (first < 0)
            return float.NaN;
        double sum = 0;
        for (int i = first; i < spans.Count; i++)
        {
            sum += spans[i].LogProbability;
            if (spans[i].End > end)
                break; // this one ends the value
        }

        return (float)Math.Exp(Math.Min(sum, 0));
    }

    private readonly record struct TokenSpan(int Start, int End, float LogProbability);
}
