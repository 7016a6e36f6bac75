namespace PhiVisionML.Catalog.Tests.Answers;

/// <summary>Strings as hostile as product tables get, the same for the same seed.</summary>
internal static class RandomText
{
    private static readonly string[] Pieces =
    [
        "shoe", "Red", " ", "  ", "\n", "\t", "\r\n", "\u0000", "\u00A0", "\u3000", ",", ", ", ", Category", ", Category: ", ":", "\"", "''", "{", "}", "{{", "}}",
        "<|end|>", "<|image_1|>", "</td>", "قیمت", "جوتا", "زیر\u200Cجامہ", "红色", "鞋", "👟", "👩‍👩‍👧", "e\u0301", "ñ", "\uD83D", "\uDC5F", "\uFFFD", "12", "1.299,00", "-", ".", "%", "\\", "ﬁ",
    ];

    public static string Next(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => Pieces[random.Next(Pieces.Length)]));
}
