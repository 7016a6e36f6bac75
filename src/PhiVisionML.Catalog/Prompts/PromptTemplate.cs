using System.Text;

namespace PhiVisionML.Catalog.Prompts;

/// <summary>
/// A prompt with placeholders for columns: <c>"Write the title of this {Brand} product."</c>. A brace of the text itself
/// is doubled. Without a placeholder it is the same prompt for every row.
/// </summary>
public sealed class PromptTemplate
{
    private readonly (string Text, bool IsColumn)[] _parts;

    private PromptTemplate((string Text, bool IsColumn)[] parts) => _parts = parts;

    /// <summary>The template's text: parsed, it is this template again.</summary>
    public string Source => string.Concat(_parts.Select(part => part.IsColumn ? $"{{{part.Text}}}" : part.Text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal)));

    /// <summary>The columns of the placeholders, each once.</summary>
    public IReadOnlyList<string> Columns => [.. _parts.Where(part => part.IsColumn).Select(part => part.Text).Distinct()];

    /// <summary>The prompt that is a column's text.</summary>
    /// <param name="name">The column.</param>
    public static PromptTemplate OfColumn(string name) => new([(name, true)]);

    /// <summary>Reads a template.</summary>
    /// <param name="template">The template's text.</param>
    /// <exception cref="FormatException">A brace has no partner, or a placeholder has no name.</exception>
    public static PromptTemplate Parse(string template)
    {
        ArgumentNullException.ThrowIfNull(template);
        var parts = new List<(string, bool)>();
        var text = new StringBuilder();
        for (int i = 0; i < template.Length; i++)
        {
            char c = template[i];
            if (c is not ('{' or '}'))
            {
                text.Append(c);
            }
            else if (i + 1 < template.Length && template[i + 1] == c)
            {
                text.Append(c);
                i++;
            }
            else
            {
                int end = c == '{' ? template.IndexOf('}', i) : -1;
                if (end < 0)
                    throw new FormatException($"The prompt template has a '{c}' without its partner at position {i}; write '{c}{c}' for the character itself: {template}");
                var name = template[(i + 1)..end];
                if (name.Trim().Length == 0 || name.Contains('{'))
                    throw new FormatException($"The prompt template has no column name in the braces at position {i}: {template}");
                Flush();
                parts.Add((name, true));
                i = end;
            }
        }

        Flush();
        return new([.. parts]);

        void Flush()
        {
            if (text.Length > 0)
                parts.Add((text.ToString(), false));
            text.Clear();
        }
    }

    /// <summary>Fills the placeholders.</summary>
    /// <param name="column">Gives the text of a column.</param>
    public string Render(Func<string, string> column)
        => string.Concat(_parts.Select(part => part.IsColumn ? column(part.Text) : part.Text));
}
