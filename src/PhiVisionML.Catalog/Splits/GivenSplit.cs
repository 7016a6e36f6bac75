using PhiVisionML.Catalog.Answers;

namespace PhiVisionML.Catalog.Splits;

/// <summary>A split that a column of the table gives.</summary>
internal static class GivenSplit
{
    /// <summary>The part of a cell: train; validation, valid, val or dev; test. <c>null</c> for an empty cell.</summary>
    /// <exception cref="ArgumentException">The cell says something else.</exception>
    public static SplitPart? PartOf(Product product, string column) => WhiteSpace.Fold(product.Fields.GetValueOrDefault(column) ?? "").ToUpperInvariant() switch
    {
        "" => null,
        "TRAIN" or "TRAINING" => SplitPart.Train,
        "VALIDATION" or "VALID" or "VAL" or "DEV" => SplitPart.Validation,
        "TEST" => SplitPart.Test,
        _ => throw new ArgumentException($"Row {product.RowNumber} has '{product.Fields[column]}' in the column '{column}'; it must be train, validation, test or empty."),
    };
}
