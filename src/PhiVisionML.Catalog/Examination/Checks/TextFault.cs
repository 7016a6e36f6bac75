using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PhiVisionML.Catalog.Examination.Checks;

/// <summary>One sort of trouble in texts.</summary>
/// <param name="Id">Its name for machines.</param>
/// <param name="What">What such texts hold.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="IsIn">Whether a text has it.</param>
internal sealed partial record TextFault(string Id, string What, string Remedy, Func<string, bool> IsIn)
{
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Everything that is looked for.</summary>
    public static IReadOnlyList<TextFault> All { get; } =
    [
        new("model_tokens", "control tokens of the model, such as <|end|> or <|image_1|>",
            "Remove them. Training and scoring read them as plain letters here, but a model learns to write them, and other programs obey them.", ModelToken().IsMatch),
        new("html_in_texts", "HTML tags or entities", "Take the plain text of them: a model learns the tags as part of its answer.", HasMarkup),
        new("wrong_encoding", "letters that were decoded wrongly, such as Ã© for é", "Export the table as UTF-8 again, from the system that still has the right letters.", IsWronglyDecoded),
        new("control_characters", "invisible or control characters", "Remove them: two texts that look the same count as different answers.", text => text.Any(IsInvisible)),
    ];

    /// <summary>The text with invisible characters written as their code points.</summary>
    public static string MakeVisible(string text) =>
        text.Any(character => IsInvisible(character) || char.IsControl(character))
            ? string.Concat(text.Select(character => IsInvisible(character) || char.IsControl(character) ? $"[U+{(int)character:X4}]" : character.ToString()))
            : text;

    private static bool HasMarkup(string text) => Markup().Matches(text).Any(match => !ModelToken().IsMatch(match.Value));

    /// <summary>Whether some run of letters beyond ASCII is UTF-8 that was read as Windows-1252, or a letter was lost already (U+FFFD).</summary>
    private static bool IsWronglyDecoded(string text) => text.Contains('\uFFFD', StringComparison.Ordinal) || NotAscii().Matches(text).Any(run => IsUtf8(run.Value));

    private static bool IsUtf8(string run)
    {
        try
        {
            return StrictUtf8.GetCharCount(Windows1252.GetBytes(run)) > 0;
        }
        catch (ArgumentException)   // letters of other scripts, or no UTF-8
        {
            return false;
        }
    }

    // Joiners (U+200C, U+200D) and marks of direction (U+200E, U+200F, U+061C) belong to some scripts and emoji.
    private static bool IsInvisible(char character) => character switch
    {
        '\t' or '\n' or '\r' => false,
        '\u200B' or '\u2060' or '\uFEFF' or '\u00AD' => true,
        >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069' => true,
        _ => CharUnicodeInfo.GetUnicodeCategory(character) == UnicodeCategory.Control,
    };

    [GeneratedRegex(@"<\|[A-Za-z0-9_]{1,32}\|>|</?s>|<unk>", RegexOptions.CultureInvariant)]
    private static partial Regex ModelToken();

    [GeneratedRegex(@"</?[A-Za-z][A-Za-z0-9]{0,15}(\s[^<>]*)?/?>|<!--|&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});", RegexOptions.CultureInvariant)]
    private static partial Regex Markup();

    [GeneratedRegex(@"[^\x00-\x7F]{2,}", RegexOptions.CultureInvariant)]
    private static partial Regex NotAscii();
}
