using System.Security.Cryptography;
using System.Text;

namespace PhiVisionML.Enrichment.Runs;

/// <summary>The fingerprint of what a job asks: the same product, asked the same again, is the same job.</summary>
public static class JobContent
{
    private const int Digits = 32;

    /// <summary>The fingerprint.</summary>
    /// <param name="pictureHash">SHA-256 of the picture's file, in hexadecimal digits; empty if there is none.</param>
    /// <param name="promptVersion">Fingerprint of template and prompt.</param>
    /// <param name="prompt">The prompt with the product's cells in it.</param>
    /// <param name="current">The values that the catalog has in the template's fields: a row that was changed is asked again.</param>
    /// <param name="round">Another text is another job although all else is the same; empty for the first time.</param>
    /// <returns>32 lower-case hexadecimal digits.</returns>
    public static string Of(string pictureHash, string promptVersion, string prompt, IEnumerable<string?> current, string round = "")
    {
        ArgumentNullException.ThrowIfNull(current);
        var text = new StringBuilder();
        foreach (string? part in (string?[])[pictureHash, promptVersion, prompt, round, .. current])
            text.Append(part is null ? "-" : $"{part.Length}:{part}").Append(';');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..Digits];
    }
}
