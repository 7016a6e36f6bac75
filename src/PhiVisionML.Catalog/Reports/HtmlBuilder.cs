using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace PhiVisionML.Catalog.Reports;

/// <summary>Builds a page from markup of ours and texts of anybody's; every text is encoded and kept from turning its surroundings right to left.</summary>
internal sealed class HtmlBuilder
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _html = new();

    /// <summary>Appends markup as it is; never to be given a text from outside.</summary>
    public HtmlBuilder Markup(string markup)
    {
        _html.Append(markup);
        return this;
    }

    /// <summary>Appends markup with numbers in it, in the invariant culture.</summary>
    public HtmlBuilder Drawing(FormattableString markup)
    {
        _html.Append(markup.ToString(CultureInfo.InvariantCulture));
        return this;
    }

    /// <summary>Appends an encoded text; also fit for an attribute's value.</summary>
    public HtmlBuilder Text(string text)
    {
        _html.Append(Encoder.Encode(text));
        return this;
    }

    /// <summary>Appends a text of a catalog or a model, set apart from the direction of the text around it.</summary>
    public HtmlBuilder Foreign(string text) => Markup("<bdi>").Text(text).Markup("</bdi>");

    public HtmlBuilder Paragraph(string cssClass, string text) => Markup("<p class=\"" + cssClass + "\">").Text(text).Markup("</p>\n");

    public override string ToString() => _html.ToString();
}
