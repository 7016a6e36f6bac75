namespace PhiVisionML.Catalog.Splits;

/// <summary>Turns fractions into whole families, category after category, carrying the rounding over.</summary>
internal sealed class FractionAllotment(ProductSplitOptions options)
{
    private double _owedToTest;
    private double _owedToValidation;

    public (int Validation, int Test) Take(int families)
    {
        _owedToTest += families * options.TestFraction;
        _owedToValidation += families * options.ValidationFraction;
        var spare = families - 1;
        var least = options.TestFraction > 0 && spare > 0 ? 1 : 0;
        var test = Math.Clamp(Round(_owedToTest), least, spare);
        var validation = Math.Clamp(Round(_owedToValidation), 0, spare - test);
        _owedToTest -= test;
        _owedToValidation -= validation;
        return (validation, test);
    }

    private static int Round(double owed) => (int)Math.Floor(owed + 0.5);
}
