namespace PhiVisionML.Catalog.Examination.Checks;

/// <summary>A row's price.</summary>
/// <param name="Product">The row.</param>
/// <param name="Text">The price as it is written.</param>
/// <param name="Amount">The amount; <c>null</c> where it cannot be read.</param>
/// <param name="Currency">The currency's code or sign; <c>null</c> where there is none.</param>
/// <param name="Category">The row's category; <c>null</c> where it has none.</param>
internal sealed record CatalogPrice(Product Product, string Text, decimal? Amount, string? Currency, string? Category);
