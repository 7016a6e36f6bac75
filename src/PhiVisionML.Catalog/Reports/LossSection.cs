namespace PhiVisionML.Catalog.Reports;

/// <summary>The loss curve as a drawing in the page.</summary>
internal static class LossSection
{
    private const int Width = 760, Height = 290, Left = 60, Right = 20, Top = 14, Bottom = 52;
    private const int MostPoints = 300;

    public static void Append(HtmlBuilder html, IReadOnlyList<LossPoint> losses)
    {
        var train = Thin([.. losses.Where(point => point.Train is { } loss && double.IsFinite(loss)).Select(point => ((double)point.Step, point.Train!.Value))]);
        (double Step, double Loss)[] validation =
            [.. losses.Where(point => point.Validation is { } loss && double.IsFinite(loss)).Select(point => ((double)point.Step, point.Validation!.Value))];
        if (train.Length + validation.Length == 0) return;

        var steps = new ChartAxis(train.Concat(validation).Select(point => point.Step), Left, Width - Right);
        var values = new ChartAxis(train.Concat(validation).Select(point => point.Loss).Append(0), Height - Bottom, Top);
        html.Markup("<section>\n<h2>Loss</h2>\n<p class=\"key\">");
        if (train.Length > 0) html.Markup("<span><i class=\"line train\"></i>training</span>");
        if (validation.Length > 0) html.Markup("<span><i class=\"line validation\"></i>validation</span>");
        html.Markup("</p>\n").Drawing($"<svg class=\"chart\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"Loss by training step\">\n");
        AppendGrid(html, steps, values);
        AppendCurve(html, "train", train, steps, values);
        AppendCurve(html, "validation", validation, steps, values);
        foreach (var (step, loss) in validation)
            html.Drawing($"<circle class=\"validation\" cx=\"{steps.At(step):0.#}\" cy=\"{values.At(loss):0.#}\" r=\"3.5\"><title>step {step:0}: validation loss {loss:G4}</title></circle>\n");
        html.Markup("</svg>\n</section>\n");
    }

    /// <summary>Means of equally many neighbouring points, so that a long run stays a small page.</summary>
    private static (double Step, double Loss)[] Thin((double Step, double Loss)[] points)
    {
        var bucket = (points.Length + MostPoints - 1) / MostPoints;
        return bucket <= 1 ? points : [.. points.Chunk(bucket).Select(chunk => (chunk.Average(point => point.Step), chunk.Average(point => point.Loss)))];
    }

    private static void AppendGrid(HtmlBuilder html, ChartAxis steps, ChartAxis values)
    {
        foreach (var tick in values.Ticks)
            html.Drawing($"<line class=\"grid\" x1=\"{Left}\" y1=\"{values.At(tick):0.#}\" x2=\"{Width - Right}\" y2=\"{values.At(tick):0.#}\"/>")
                .Drawing($"<text x=\"{Left - 8}\" y=\"{values.At(tick) + 4:0.#}\" text-anchor=\"end\">{tick:G4}</text>\n");
        foreach (var tick in steps.Ticks.Where(tick => tick == Math.Floor(tick)))
            html.Drawing($"<text x=\"{steps.At(tick):0.#}\" y=\"{Height - Bottom + 22}\" text-anchor=\"middle\">{tick:0}</text>\n");
        html.Drawing($"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 6}\" text-anchor=\"middle\">step</text>\n");
    }

    private static void AppendCurve(HtmlBuilder html, string cssClass, (double Step, double Loss)[] points, ChartAxis steps, ChartAxis values)
    {
        if (points.Length == 0) return;
        html.Drawing($"<polyline class=\"{cssClass}\" points=\"");
        foreach (var (step, loss) in points) html.Drawing($"{steps.At(step):0.#},{values.At(loss):0.#} ");
        html.Markup("\"/>\n");
    }
}
