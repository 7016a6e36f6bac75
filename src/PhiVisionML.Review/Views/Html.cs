using System.Globalization;
using Microsoft.AspNetCore.Http;
using PhiVisionML.Catalog.Reports;

namespace PhiVisionML.Review.Views;

/// <summary>What views share.</summary>
internal static class Html
{
    /// <summary>Sends a page.</summary>
    public static Task WriteAsync(HttpContext context, string page)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(page, context.RequestAborted);
    }

    /// <summary>An attribute with an encoded value, with a space before it.</summary>
    public static HtmlBuilder Attribute(this HtmlBuilder html, string name, string value) => html.Markup($" {name}=\"").Text(value).Markup("\"");

    /// <summary>A field that is not shown.</summary>
    public static HtmlBuilder Hidden(this HtmlBuilder html, string name, string value)
        => html.Markup("<input type=\"hidden\"").Attribute("name", name).Attribute("value", value).Markup(">");

    /// <summary>An option of a list, chosen or not.</summary>
    public static HtmlBuilder Option(this HtmlBuilder html, string value, string text, bool isChosen)
        => html.Markup("<option").Attribute("value", value).Markup(isChosen ? " selected>" : ">").Text(text).Markup("</option>");

    /// <summary>A bar beside a number that says the same.</summary>
    public static HtmlBuilder Bar(this HtmlBuilder html, double share)
        => html.Drawing($"<svg class=\"bar\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"fill\" width=\"{100 * share:0.#}\" height=\"8\"/></svg>");

    /// <summary>A share in per cent; only what is whole says 100 %.</summary>
    public static string Percent(double share) => share switch
    {
        >= 0.9995 and < 1 => "> 99.9 %",
        > 0 and < 0.0005 => "< 0.1 %",
        >= 0.99 => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.#} %"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0} %"),
    };

    /// <summary>A count with its noun.</summary>
    public static string Count(long count, string noun, string? plural = null)
        => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? noun : plural ?? noun + "s")}");
}
