using PhiVisionML.Catalog.Answers;
using PhiVisionML.Enrichment.Answers;

namespace PhiVisionML.Hosting.Enrichers;

/// <summary>Answers to one question: which value is likeliest, and how sure that is.</summary>
/// <param name="template">The fields.</param>
/// <param name="draws">How many answers were drawn; those that could not be read count against every value.</param>
internal sealed class DrawnAnswers(AnswerTemplate template, int draws)
{
    private readonly List<(string Text, IReadOnlyDictionary<string, string> Values)> _answers = [];

    /// <summary>Whether none could be read.</summary>
    public bool IsEmpty => _answers.Count == 0;

    /// <summary>Adds an answer that could be read.</summary>
    public void Add(string text, IReadOnlyDictionary<string, string> values) => _answers.Add((text, values));

    /// <summary>For each field the value that was drawn most often, the first of those that were drawn equally often.</summary>
    public IReadOnlyList<AnsweredField> Fields() => [.. template.Fields.Select(Likeliest)];

    /// <summary>The answer with the most of the likeliest values, as it was given.</summary>
    public string Text(IReadOnlyList<AnsweredField> fields) => _answers.MaxBy(answer => fields.Count(field => answer.Values[field.Name] == field.Value)).Text;

    private AnsweredField Likeliest(AnswerField field)
    {
        var values = _answers.CountBy(answer => answer.Values[field.Name]).OrderByDescending(value => value.Value).Take(2).ToList();
        if (draws == 1)
            return new(field.Name, values[0].Key, Probability: null);
        var likeliest = new AnsweredField(field.Name, values[0].Key, (double)values[0].Value / draws);
        return field.Kind == AnswerFieldKind.Choice && values.Count > 1
            ? likeliest with { RunnerUp = values[1].Key, RunnerUpProbability = (double)values[1].Value / draws } : likeliest;
    }
}
