using PhiVisionML.Catalog.Answers;
using PhiVisionML.Enrichment.Answers;
using PhiVisionML.Enrichment.Jobs;

namespace PhiVisionML.Enrichment.Policies;

/// <summary>What becomes of answers, field by field.</summary>
public sealed record EnrichmentPolicy
{
    /// <summary>Policies by field name; fields that are not named have <see cref="Default"/>.</summary>
    public IReadOnlyDictionary<string, FieldPolicy> Fields { get; init; } = new Dictionary<string, FieldPolicy>();

    /// <summary>The policy of all other fields.</summary>
    public FieldPolicy Default { get; init; } = new();

    /// <summary>The policy of a field.</summary>
    public FieldPolicy Of(string field) => Fields.GetValueOrDefault(field, Default);

    /// <summary>Whether a product can get a proposal at all: it has none where every field has a value and may only be written when empty.</summary>
    /// <param name="template">The template that answers are read with.</param>
    /// <param name="fields">The product's cells.</param>
    public bool Wants(AnswerTemplate template, IReadOnlyDictionary<string, string?> fields)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(fields);
        return template.Fields.Any(field => Of(field.Name).Mode != FieldMode.OnlyEmpty || string.IsNullOrWhiteSpace(fields.GetValueOrDefault(field.Name)));
    }

    /// <summary>Decides about an answer. A field whose value the product has already, or that may not be written, gets no proposal.</summary>
    /// <param name="template">The template that the answer was read with.</param>
    /// <param name="product">The product.</param>
    /// <param name="answer">The answer; fields that the template lacks are passed over.</param>
    public IReadOnlyList<FieldProposal> Decide(AnswerTemplate template, EnrichmentProduct product, ProductAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(product);
        ArgumentNullException.ThrowIfNull(answer);
        return
        [
            .. from field in template.Fields
               join answered in answer.Fields on field.Name equals answered.Name
               let policy = Of(field.Name)
               let current = product.Fields.GetValueOrDefault(field.Name)
               where MayPropose(policy, field, current, answered.Value)
               let confidence = policy.ConfidenceOf(answered.Probability)
               select new FieldProposal(field.Name, current, answered.Value, confidence, policy.Judge(confidence)),
        ];
    }

    private static bool MayPropose(FieldPolicy policy, AnswerField field, string? current, string proposed)
        => string.IsNullOrWhiteSpace(current) || policy.Mode != FieldMode.OnlyEmpty && !field.IsSame(current, proposed);
}
