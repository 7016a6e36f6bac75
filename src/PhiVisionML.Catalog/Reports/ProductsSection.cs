namespace PhiVisionML.Catalog.Reports;

/// <summary>The products: picture, and for each field what was said and what is true.</summary>
internal static class ProductsSection
{
    public static void Append(HtmlBuilder html, IReadOnlyList<ReportProduct> products, string? caption)
    {
        if (products.Count == 0) return;
        html.Markup("<section>\n<h2>Products</h2>\n");
        if (caption is not null) html.Paragraph("hint", caption);
        html.Markup("<p class=\"key\"><span><b class=\"good\">✓</b>right</span><span><b class=\"bad\">✗</b>wrong</span><span><i class=\"meter\"><i class=\"p70\"></i></i>confidence</span><span>the truth stands below where it differs</span></p>\n")
            .Markup("<div class=\"products\">\n");
        foreach (var product in products) AppendProduct(html, product);
        html.Markup("</div>\n</section>\n");
    }

    private static void AppendProduct(HtmlBuilder html, ReportProduct product)
    {
        html.Markup("<article class=\"product\">\n");
        PictureFrame.Append(html, Thumbnail.TryCreateBase64(product.PicturePath), $"product {product.ProductCode}");
        html.Markup("\n<h3>").Foreign(product.ProductCode).Markup("</h3>\n<dl>\n");
        foreach (var field in product.Fields) AppendField(html, field);
        html.Markup("</dl>\n");
        if (product.AnswerBefore is not null)
            html.Markup("<details><summary>before fine-tuning</summary><p>").Foreign(product.AnswerBefore).Markup("</p></details>\n");
        html.Markup("</article>\n");
    }

    private static void AppendField(HtmlBuilder html, ReportField field)
    {
        html.Markup("<dt>").Text(field.Name).Markup("</dt>\n<dd>");
        if (field.Truth is not null)
            html.Markup(field.IsCorrect ? "<b class=\"good\" role=\"img\" aria-label=\"right\">✓</b> " : "<b class=\"bad\" role=\"img\" aria-label=\"wrong\">✗</b> ");
        if (field.Predicted is not null) html.Foreign(field.Predicted);
        else html.Markup("<em>unreadable</em>");
        if (field.Truth is not null && field.Truth != field.Predicted)
            html.Markup("<div class=\"truth\">truth: ").Foreign(field.Truth).Markup("</div>");
        if (field.Confidence is { } confidence && double.IsFinite(confidence))
            html.Drawing($"<div class=\"meter\" role=\"img\" aria-label=\"confidence {100 * confidence:0} %\" title=\"confidence {100 * confidence:0} %\"><i style=\"width:{100 * Math.Clamp(confidence, 0, 1):0}%\"></i></div>");
        html.Markup("</dd>\n");
    }
}
