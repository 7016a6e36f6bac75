namespace PhiVisionML.Catalog.Examination;

/// <summary>Looks at a catalog for one sort of trouble.</summary>
public interface ICatalogCheck
{
    /// <summary>Looks.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="cancellation">Looked at where the check takes long.</param>
    /// <returns>What was found; nothing where the catalog lacks what the check looks at.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    CheckResult Examine(ExaminedCatalog catalog, CancellationToken cancellation);
}
