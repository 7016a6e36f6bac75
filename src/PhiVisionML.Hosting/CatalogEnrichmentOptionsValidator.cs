using Microsoft.Extensions.Options;

namespace PhiVisionML.Hosting;

/// <summary>Checks options at the start, by their attributes.</summary>
[OptionsValidator]
internal sealed partial class CatalogEnrichmentOptionsValidator : IValidateOptions<CatalogEnrichmentOptions>;
