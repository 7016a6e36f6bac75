using System.Text;
using System.Xml;

namespace PhiVisionML.Catalog.Sources.Rows;

/// <summary>
/// The <c>item</c> elements of an RSS feed or the <c>entry</c> elements of an Atom feed; their child elements are cells by local name, those of foreign namespaces by prefix and name.
/// The columns are all names that occur in the file, which is read once more for them.
/// </summary>
/// <remarks>
/// Of <c>g:title</c> and <c>title</c> the one with the prefix counts. Elements that repeat are joined with commas, those inside an element with colons,
/// which is how the same feed is written as a table.
/// </remarks>
internal sealed class FeedRowSource(string path) : IRowSource
{
    private const string ProductNamespace = "http://base.google.com/ns/1.0";

    private static readonly XmlReaderSettings Strict = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    public IReadOnlyList<string> ReadColumns() => NamedCells.Columns(path, "<item> or <entry>", ReadRows());

    public IEnumerable<SourceRow> ReadRows()
    {
        using var stream = File.OpenRead(path);
        using var reader = Create(stream);
        var number = 0;
        while (Next(reader, number + 1) is { } row)
        {
            number++;
            yield return row;
        }
    }

    private XmlReader Create(FileStream stream)
    {
        try
        {
            return XmlReader.Create(stream, Strict);
        }
        catch (XmlException error)
        {
            throw NotReadable(error);
        }
    }

    /// <summary>Reads the next item; <c>null</c> at the end. The reader decodes late: its texts, too, may turn out unreadable.</summary>
    private SourceRow? Next(XmlReader reader, int number)
    {
        try
        {
            while (reader.Read())
                if (reader is { NodeType: XmlNodeType.Element, LocalName: "item" or "entry" })
                    return ReadItem(reader, number);
            return null;
        }
        catch (XmlException error)
        {
            throw NotReadable(error);
        }
    }

    private static SourceRow ReadItem(XmlReader reader, int number)
    {
        var own = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var plain = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var (depth, itemNamespace) = (reader.Depth, reader.NamespaceURI);
        if (!reader.IsEmptyElement)
            while (reader.Read() && reader.Depth > depth)
                if (reader.NodeType == XmlNodeType.Element)
                {
                    var isOwn = reader.NamespaceURI == ProductNamespace;
                    var name = isOwn || reader.NamespaceURI == itemNamespace ? reader.LocalName : reader.Name;
                    Add(isOwn ? own : plain, name, ReadText(reader));
                }
        foreach (var (name, text) in own)
            if (text is not null || !plain.ContainsKey(name))
                plain[name] = text;
        return new SourceRow { Number = number, Cells = new RowCells(plain) };
    }

    private static void Add(Dictionary<string, string?> cells, string name, string? text) =>
        cells[name] = cells.GetValueOrDefault(name) is { } before && text is not null ? $"{before}, {text}" : text ?? cells.GetValueOrDefault(name);

    /// <summary>Reads to the element's end; the texts of the elements in it are parts of its own.</summary>
    private static string? ReadText(XmlReader reader)
    {
        if (reader.IsEmptyElement) return null;
        var parts = new List<string>();
        var part = new StringBuilder();
        for (var depth = reader.Depth; reader.Read() && reader.Depth > depth;)
        {
            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace) part.Append(reader.Value);
            else EndPart();
        }
        EndPart();
        return parts.Count > 0 ? string.Join(":", parts) : null;

        void EndPart()
        {
            if (part.ToString().Trim() is { Length: > 0 } text) parts.Add(text);
            part.Clear();
        }
    }

    private InvalidDataException NotReadable(XmlException error) =>
        new($"'{path}' is not an XML feed that can be read, at line {error.LineNumber}, column {error.LinePosition}: {error.Message} Correct it there; document types (DTD) are not read.", error);
}
