namespace PhiVisionML.Catalog.Answers;

/// <summary>How large the values of a constrained answer may be: the defaults, or what training has seen where that is more.</summary>
/// <param name="TextBytes">The most UTF-8 bytes of a text.</param>
/// <param name="IntegerDigits">The most digits before the point.</param>
/// <param name="Decimals">The most digits after the point of a number whose template names none.</param>
/// <param name="HasNegativePrices">Whether a price may be below zero.</param>
public sealed record AnswerLimits(int TextBytes = 256, int IntegerDigits = 9, int Decimals = 6, bool HasNegativePrices = false);
