using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PhiVisionML.Hosting.Enrichers;

/// <summary>What a question is known again by, before cells are filled in.</summary>
public static class PromptFingerprint
{
    /// <summary>The first 16 hexadecimal digits, lower-case, of a SHA-256.</summary>
    /// <param name="template">The answer template's source.</param>
    /// <param name="prompt">The prompt template's source.</param>
    /// <param name="choices">The values of choice fields where they are part of the question; <c>null</c> where they belong to the model.</param>
    public static string Of(string template, string prompt, IReadOnlyDictionary<string, IReadOnlyList<string>>? choices = null)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(prompt);
        var values = choices is null ? null : new SortedDictionary<string, IReadOnlyList<string>>(choices.ToDictionary(), StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { template, prompt, values }))))[..16];
    }
}
