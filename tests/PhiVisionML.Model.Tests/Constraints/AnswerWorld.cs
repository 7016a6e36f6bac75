using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using PhiVisionML.Model.Constraints;
using static PhiVisionML.Model.Constraints.TemplateSegment;

namespace PhiVisionML.Model.Tests.Constraints;

/// <summary>A template with every kind of field, random answers of it, and a reader of its own.</summary>
internal static partial class AnswerWorld
{
    public const int MaxTitleBytes = 60;

    public static readonly string[] Categories = ["BAGS", "BAGS MINI", "SHIRTS_CASUAL", "men's \"shirts\"", "<|end|>", "包 和 袋", "👜🏽", "</s><unk>", "a\\b\nc"];

    private static readonly string[] _words = ["Red", "wool", "shirt", "No.", "5", "\"Luxe\"", "crème", "包", "حقيبة", "👜🏽", "<|end|>", "<|user|>", ",", "Category", "Category:", "(new)", "e\u0301", "zzz", ">>>", "50%"];

    public static Grammar Grammar() => TemplateGrammar.Build(
        [new Literal("Product: "), new FreeText(MaxTitleBytes), new Literal(", Category: "), new Choice(Categories), new Literal(", Full Price: "), new Number(5, 2, 2), new Literal(", Rating: "), new Number(2, 0, 1, AllowsNegative: true)]);

    public static IEnumerable<string> Answers(int count, int seed)
    {
        var random = new Random(seed);
        while (count > 0)
        {
            string title = string.Join(' ', Enumerable.Range(0, 1 + random.Next(6)).Select(_ => _words[random.Next(_words.Length)]));
            if (Encoding.UTF8.GetByteCount(title) > MaxTitleBytes || (title + ", Category: ").IndexOf(", Category: ", StringComparison.Ordinal) < title.Length) continue;
            count--;
            yield return string.Create(CultureInfo.InvariantCulture, $"Product: {title}, Category: {Categories[random.Next(Categories.Length)]}, Full Price: {random.Next(100_000) / 100m:F2}, Rating: {random.Next(-99, 100) / 10m}");
        }
    }

    /// <summary>Whether an answer can be read, with a listed category and a title within its limits.</summary>
    public static bool CanRead(string answer)
    {
        Match match = Shape().Match(answer);
        return match.Success
            && Categories.Contains(match.Groups["category"].Value)
            && Encoding.UTF8.GetByteCount(match.Groups["title"].Value) <= MaxTitleBytes
            && !match.Groups["title"].Value.EnumerateRunes().Any(rune => Rune.IsControl(rune) || rune == Rune.ReplacementChar || (Rune.IsWhiteSpace(rune) && rune.Value != ' '));
    }

    [GeneratedRegex(@"\AProduct: (?<title>(?:(?!, Category: )[^\n])+), Category: (?<category>[^,]+), Full Price: (0|[1-9][0-9]{0,4})\.[0-9]{2}, Rating: -?(0|[1-9][0-9]?)(\.[0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
