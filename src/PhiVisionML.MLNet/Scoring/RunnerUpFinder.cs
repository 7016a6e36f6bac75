using System.Text;
using PhiVisionML.Catalog.Answers;

namespace PhiVisionML.MLNet.Scoring;

/// <summary>Finds which value of a choice came second, from the tokens that could have stood in place of those that write the first.</summary>
/// <remarks>
/// Each token that writes the chosen value is a step at which other tokens could have led to another value. The probability of that is the
/// product of the chosen tokens' probabilities before the step, times that of the other tokens that lead there: so at most what the chosen
/// token leaves. Another token that only cuts the chosen value otherwise leads nowhere else, and is passed over.
/// </remarks>
internal sealed class RunnerUpFinder
{
    private readonly Dictionary<string, Choice> _choices = [];

    /// <param name="template">The template.</param>
    /// <param name="choices">The values of each choice field, by its name.</param>
    public RunnerUpFinder(AnswerTemplate template, IReadOnlyDictionary<string, IReadOnlyList<string>> choices)
    {
        for (int i = 0; i < template.Segments.Count; i++)
        {
            if (template.Segments[i].Field is not { Kind: AnswerFieldKind.Choice } field || choices.GetValueOrDefault(field.Name) is not { } values)
                continue;
            string literal = i + 1 < template.Segments.Count ? template.Segments[i + 1].Literal! : "";
            _choices[field.Name] = new([.. values.Select(value => (value, Encoding.UTF8.GetBytes(value + literal), Encoding.UTF8.GetByteCount(value)))]);
        }
    }

    /// <param name="field">The field as it was read.</param>
    /// <param name="tokens">The tokens of the answer.</param>
    /// <param name="first">The first token that writes the value.</param>
    /// <param name="after">The one behind the token that ends it.</param>
    public RunnerUp? Find(ParsedField field, IReadOnlyList<AnswerToken> tokens, int first, int after)
    {
        if (!_choices.TryGetValue(field.Field.Name, out var choice) || !tokens.Any(token => token.Alternatives is not null))
            return null;
        var answer = new AnswerBytes(tokens);
        int start = answer.PlaceOf(field.Start);
        RunnerUp? best = null;
        double before = 0;
        for (int i = first; i < after; i++)
        {
            var others = new Dictionary<string, double>();
            foreach (var alternative in tokens[i].Alternatives ?? [])
            {
                if (answer.With(i, alternative, start) is { } written && choice.Beginning(written, isWhole: alternative.Bytes is null, field.Text!) is { } value)
                    others[value] = others.GetValueOrDefault(value) + Math.Exp(before + alternative.LogProbability);
            }

            foreach (var (value, probability) in others)
                best = best is null || probability > best.Probability ? new(value, (float)probability) : best;
            before += tokens[i].LogProbability;
        }

        return best;
    }

    /// <param name="Values">Each value, its bytes with the literal that follows it, and how many of them are its own.</param>
    private sealed record Choice((string Value, byte[] Bytes, int Length)[] Values)
    {
        /// <summary>What the values that begin so have in common; null if there are none, or the chosen one is still among them.</summary>
        public string? Beginning(byte[] written, bool isWhole, string chosen)
        {
            string[] values =
            [
                .. Values.Where(value => isWhole ? written.AsSpan().SequenceEqual(value.Bytes.AsSpan(0, value.Length))
                    : value.Bytes.AsSpan().StartsWith(written) || (value.Bytes.Length > value.Length && written.AsSpan().StartsWith(value.Bytes))).Select(value => value.Value),
            ];
            return values.Length == 0 || values.Contains(chosen) ? null : values.Length == 1 ? values[0] : Shared(values) + "…";
        }

        private static string Shared(string[] values)
        {
            int length = values.Skip(1).Min(value => value.AsSpan().CommonPrefixLength(values[0]));
            return values[0][..(length > 0 && char.IsHighSurrogate(values[0][length - 1]) ? length - 1 : length)];
        }
    }
}
