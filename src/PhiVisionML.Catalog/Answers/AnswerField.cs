using PhiVisionML.Catalog.Prices;

namespace PhiVisionML.Catalog.Answers;

/// <summary>A named place in an <see cref="AnswerTemplate"/>.</summary>
/// <param name="Name">The column that fills the field; unique in its template.</param>
/// <param name="Kind">How the value is written and read.</param>
/// <param name="Decimals">
/// Digits after the point of a number or price, 0 to <see cref="NumberFormat.MaxDecimals"/>;
/// <c>null</c> writes as few as the value needs, and is the only value for text and choices.
/// </param>
public sealed record AnswerField(string Name, AnswerFieldKind Kind = AnswerFieldKind.Text, int? Decimals = null)
{
    /// <summary>Whether the field is written and read as a number (<see cref="AnswerFieldKind.Number"/> or <see cref="AnswerFieldKind.Price"/>).</summary>
    public bool IsNumeric => Kind is AnswerFieldKind.Number or AnswerFieldKind.Price;

    /// <summary>Brings a value of a user's table to the one form in which this field is written and read back.</summary>
    /// <param name="value">The raw value. Prices are read by <see cref="PriceParser"/>, numbers in the invariant culture.</param>
    /// <returns>Folded text for text and choices; the invariant digits for numbers and prices.</returns>
    /// <exception cref="AnswerRenderException">The value is missing, empty or, for a numeric field, no number.</exception>
    public string Normalize(string? value)
    {
        var text = WhiteSpace.Fold(value ?? "");
        if (text.Length == 0)
            throw new AnswerRenderException(Name, $"Field '{Name}' has no value; fill it in or leave the row out.");
        return Kind switch
        {
            AnswerFieldKind.Price => PriceParser.TryParse(text, out var amount, out _)
                ? NumberFormat.Render(amount, Decimals)
                : throw new AnswerRenderException(Name, $"Field '{Name}' holds '{text}', which does not read as a price; write it like 1299.00."),
            AnswerFieldKind.Number => NumberFormat.TryReadLoose(text, out var number)
                ? NumberFormat.Render(number, Decimals)
                : throw new AnswerRenderException(Name, $"Field '{Name}' holds '{text}', which does not read as a number; write it like 12.5."),
            _ => text,
        };
    }

    /// <summary>Whether two values of users' tables are one, however they are written. Values that this field cannot hold are compared as texts.</summary>
    /// <param name="value">A value.</param>
    /// <param name="other">Another one.</param>
    public bool IsSame(string? value, string? other) => Form(value) == Form(other);

    private string Form(string? value)
    {
        try
        {
            return Normalize(value);
        }
        catch (AnswerRenderException)
        {
            return WhiteSpace.Fold(value ?? "");
        }
    }
}
