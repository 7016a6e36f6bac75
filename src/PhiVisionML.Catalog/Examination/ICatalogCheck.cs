namespace PhiVisionML.Catalog.Examination;

/// <summary>Looks at a catalog for one sort of trouble.</summary>
public interface ICatalogCheck
{
    /// <summary>Looks.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <returns>What was found; nothing where the catalog lacks what the check looks at.</returns>
    CheckResult Examine(ExaminedCatalog catalog);
}
