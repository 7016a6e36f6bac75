using PhiVisionML.Catalog;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Prompts;
using PhiVisionML.Enrichment.Jobs;

namespace PhiVisionML.Enrichment.Runs;

/// <summary>What is asked about each product of a run, and by which adapter it is to be answered: the job of a product follows from it.</summary>
/// <param name="Template">The answer's template.</param>
/// <param name="Prompt">The prompt.</param>
/// <param name="PromptVersion">Fingerprint of both.</param>
/// <param name="Adapter">Fingerprint of the adapter; empty for a base model alone.</param>
public sealed record CatalogQuestion(AnswerTemplate Template, PromptTemplate Prompt, string PromptVersion, string Adapter)
{
    /// <summary>Higher ones go first. Default 0.</summary>
    public int Priority { get; init; }

    /// <summary>With another text, products that were answered are asked again. Default empty.</summary>
    public string Round { get; init; } = "";

    /// <summary>The columns that a job carries: the template's and the prompt's.</summary>
    public IReadOnlyList<string> Columns => [.. Template.Fields.Select(part => part.Name).Union(Prompt.Columns)];

    /// <summary>A product as a worker will see it.</summary>
    /// <param name="product">The product of the catalog.</param>
    /// <param name="cell">Gives its cells as they are now; <c>null</c> for those of the catalog. <see cref="Product.CodeColumn"/> is its code where the catalog has no such column.</param>
    public EnrichmentProduct ProductOf(Product product, Func<string, string?>? cell = null)
    {
        ArgumentNullException.ThrowIfNull(product);
        cell ??= product.Fields.GetValueOrDefault;
        return new EnrichmentProduct
        {
            Sku = product.ProductCode,
            RowNumber = product.RowNumber,
            Fields = Columns.ToDictionary(column => column, column => cell(column) ?? (column == Product.CodeColumn ? product.ProductCode : null)),
            Pictures = product.ImagePaths,
        };
    }

    /// <summary>The job of a product. Its first picture's file is read, unless <see cref="EnrichmentProduct.PictureHash"/> is known.</summary>
    /// <param name="product">The product as a worker will see it.</param>
    /// <param name="source">The product's cells as its catalog has them, without what earlier runs wrote; <c>null</c> if that is the same.</param>
    public EnrichmentJob JobOf(EnrichmentProduct product, IReadOnlyDictionary<string, string?>? source = null)
    {
        ArgumentNullException.ThrowIfNull(product);
        if (product is { PictureHash: "", Pictures: [var picture, ..] })
            product = product with { PictureHash = PictureFile.Hash(picture) };
        var cells = source ?? product.Fields;
        string prompt = Prompt.Render(column => cells.GetValueOrDefault(column) ?? "");
        string content = JobContent.Of(product.PictureHash, PromptVersion, prompt, Template.Fields.Select(field => cells.GetValueOrDefault(field.Name)), Round);
        return new EnrichmentJob(product, content, Adapter, Priority);
    }
}
