using Microsoft.Extensions.AI;
using PhiVisionML.Catalog;

namespace PhiVisionML.SemanticKernel.Pictures;

/// <summary>A picture that an agent named.</summary>
/// <param name="Picture">Its bytes and format.</param>
/// <param name="Product">The product of the catalog whose picture it is; null if it was not named by a sku.</param>
internal sealed record ProductPicture(DataContent Picture, Product? Product);
