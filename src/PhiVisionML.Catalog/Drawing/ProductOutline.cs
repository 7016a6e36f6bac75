using SkiaSharp;

namespace PhiVisionML.Catalog.Drawing;

/// <summary>
/// The silhouette of a kind as SVG path data on a 100 × 100 field, filled clockwise.
/// </summary>
/// <param name="Body">What takes the colour and the pattern.</param>
/// <param name="Back">Strokes behind the body: handles, straps, shafts.</param>
/// <param name="BackWidth">The width of these strokes.</param>
/// <param name="Shade">Areas in a darker tone over the body: soles, bands, openings.</param>
/// <param name="Seams">Thin lines over the body.</param>
/// <param name="Label">The middle of the star label.</param>
/// <param name="Sparkle">The middle of the large sparkle of shiny products.</param>
internal sealed record ProductOutline(
    string Body, string Back, float BackWidth, string Shade, string Seams, SKPoint Label, SKPoint Sparkle)
{
    /// <summary>The silhouette of <paramref name="kind"/>.</summary>
    public static ProductOutline Of(ProductKind kind) => kind switch
    {
        ProductKind.Scarf => new(
            Body: "M18 30C18 8 82 8 82 30C82 46 66 51 50 51C34 51 18 46 18 30Z M30 43L51 47L48 87L22 87Z M51 47L71 43L78 76L55 76Z",
            Back: "M25 86V94M31 86V94M37 86V94M43 86V94M59 75V83M65 75V83M71 75V83",
            BackWidth: 2.4f,
            Shade: "M31 27C31 18 69 18 69 27C69 36 31 36 31 27Z",
            Seams: "",
            Label: new(50, 68), Sparkle: new(30, 36)),
        ProductKind.Shirt => new(
            Body: "M34 15C40 24 60 24 66 15L84 23L94 46L79 52L74 43V88H26V43L21 52L6 46L16 23Z",
            Back: "", BackWidth: 0,
            Shade: "M34 15C40 24 60 24 66 15L62 13.5C56 18 44 18 38 13.5Z",
            Seams: "M27 44L28 32M73 44L72 32",
            Label: new(50, 72), Sparkle: new(38, 40)),
        ProductKind.Dress => new(
            Body: "M34 10H39C41 24 59 24 61 10H66L68 30L61 44L88 86C68 93 32 93 12 86L39 44L32 30Z",
            Back: "", BackWidth: 0,
            Shade: "M39 42H61L62 48H38Z",
            Seams: "M44 50L34 87M56 50L66 87",
            Label: new(50, 75), Sparkle: new(42, 57)),
        ProductKind.Trousers => new(
            Body: "M28 10H72L82 89H56L50 42L44 89H18Z",
            Back: "", BackWidth: 0,
            Shade: "M28 10H72L73 18H27Z",
            Seams: "M50 18V42",
            Label: new(50, 60), Sparkle: new(38, 32)),
        ProductKind.Boot => new(
            Body: "M20 10H56V46C62 58 88 56 91 74V80H20C24 60 22 40 20 10Z",
            Back: "", BackWidth: 0,
            Shade: "M18 79H92V86H48L45 91H18Z M20 10H56V17H20.5Z",
            Seams: "M46 28H56M46 36H56M46 44H56",
            Label: new(56, 69), Sparkle: new(34, 32)),
        ProductKind.Hat => new(
            Body: "M5 64C5 50 95 50 95 64C95 82 5 82 5 64Z M26 62C26 22 34 14 50 20C66 14 74 22 74 62C60 68 40 68 26 62Z",
            Back: "", BackWidth: 0,
            Shade: "M26.5 50C40 57 60 57 73.5 50L74 61C60 68 40 68 26 61Z",
            Seams: "",
            Label: new(50, 77), Sparkle: new(39, 36)),
        ProductKind.Handbag => new(
            Body: "M24 42H76C79 42 80 43 81 46L90 84C91 87 89 88 87 88H13C11 88 9 87 10 84L19 46C20 43 21 42 24 42Z",
            Back: "M33 46C31 4 69 4 67 46", BackWidth: 6,
            Shade: "M43 42H57V52C57 56 43 56 43 52Z",
            Seams: "M17 54C35 60 65 60 83 54",
            Label: new(50, 75), Sparkle: new(27, 58)),
        ProductKind.Backpack => new(
            Body: "M24 38C24 12 76 12 76 38L78 84C78 90 22 90 22 84Z",
            Back: "M41 20C40 5 60 5 59 20M24 40C8 44 8 76 22 80M76 40C92 44 92 76 78 80", BackWidth: 5.5f,
            Shade: "M24 40C40 50 60 50 76 40L76.4 45C60 55 40 55 23.6 45Z",
            Seams: "M32 60H68V84H32Z",
            Label: new(50, 73), Sparkle: new(38, 33)),
        ProductKind.Mug => new(
            Body: "M12 20H66L63 82C62 90 16 90 15 82Z",
            Back: "M64 36C96 30 96 74 62 70", BackWidth: 8,
            Shade: "M12 20C12 13 66 13 66 20C66 27 12 27 12 20Z",
            Seams: "",
            Label: new(41, 68), Sparkle: new(27, 42)),
        ProductKind.Umbrella => new(
            Body: "M5 56C8 2 92 2 95 56C88 47 72 47 65 56C58 47 42 47 35 56C28 47 12 47 5 56Z",
            Back: "M50 8V84C50 95 67 95 67 84", BackWidth: 4.5f,
            Shade: "",
            Seams: "M50 16C40 24 36 40 35 56M50 16C60 24 64 40 65 56",
            Label: new(50, 72), Sparkle: new(28, 38)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind without an outline."),
    };
}
