namespace PhiVisionML.Catalog.Splits;

/// <summary>Words by which the titles of one product's variants differ: colours and sizes, folded as <see cref="TitleStem"/> folds words.</summary>
internal static class VariantWords
{
    /// <summary>Words that say a colour or size by themselves. Names that are wares more often than colours (coffee, lemon, wine) are not among them.</summary>
    public static readonly HashSet<string> Variants = Words(
        // English colours
        "red blue green yellow orange purple pink black white grey gray brown beige navy teal turquoise cyan magenta violet indigo lilac lavender mauve "
        + "maroon burgundy crimson scarlet coral salmon fuchsia khaki olive mint aqua gold golden silver bronze copper ivory cream ecru taupe tan camel "
        + "charcoal anthracite onyx cobalt amber mustard rust ochre nude blush multicolor multicolour multicolored multicoloured transparent "
        // German, French, Spanish, Italian colours
        + "rot blau grun gelb schwarz weis weiss grau braun rosa lila turkis dunkelblau hellblau rouge bleu noir blanc vert jaune gris violette marron "
        + "rojo roja azul negro negra blanco blanca verde amarillo amarilla morado rosso rossa nero nera bianco bianca giallo gialla blu grigio grigia "
        // Sizes
        + "xxs xs sm md lg xl xxl xxxl small medium large oversize oversized petite tall onesize "
        // Urdu colours and sizes
        + "سرخ لال نیلا نیلی نیلے کالا کالی کالے سیاہ سفید ہرا ہری ہرے سبز پیلا پیلی پیلے زرد گلابی نارنجی بنفشی جامنی بھورا بھوری بھورے خاکی سرمئی "
        + "سنہرا سنہری سنہرے چاندی آسمانی قرمزی فیروزی چھوٹا چھوٹی چھوٹے بڑا بڑی بڑے درمیانہ درمیانی "
        // Chinese colours and sizes, standing alone
        + "红 橙 黄 绿 青 蓝 紫 粉 黑 白 灰 棕 金 银 紅 黃 綠 藍 銀 大号 中号 小号 加大 加大号 均码 大號 中號 小號 均碼");

    /// <summary>Words that shade a colour and mean something else by themselves: they go with a colour that follows.</summary>
    public static readonly HashSet<string> Shades = Words(
        "light dark deep bright pale soft hot royal rose sky baby forest navy army off cobalt sea lime neon pastel dusty dunkel hell bleu "
        + "ہلکا ہلکی ہلکے گہرا گہری گہرے کوبالٹ اونکس");

    /// <summary>Units of a number that goes before.</summary>
    public static readonly HashSet<string> Units = Words("ml cl dl l mg g kg oz lb mm cm m ft inch inches pcs pc pack w v mah gb tb");

    /// <summary>Words that only join a variant to the title.</summary>
    public static readonly HashSet<string> Joints = Words(
        "in size sizes colour colours color colors eu uk us رنگ میں سائز کا کی کے 颜色 尺码 尺寸 顏色 尺碼");

    /// <summary>Letters that are sizes where they stand alone as capitals.</summary>
    public static readonly HashSet<string> CapitalSizes = Words("s m l");

    /// <summary>Chinese colours that are written without a space, the longest first.</summary>
    public static readonly string[] InsideChinese =
    [
        .. ("玛瑙黑色 紫罗兰色 紫羅蘭色 香槟色 藏青色 军绿色 墨绿色 天蓝色 钴蓝色 宝蓝色 深蓝色 浅蓝色 湖蓝色 酒红色 绯红色 玫红色 大红色 深红色 粉红色 深灰色 浅灰色 米白色 乳白色 深绿色 浅绿色 "
            + "卡其色 咖啡色 深棕色 浅棕色 红色 橙色 黄色 绿色 青色 蓝色 紫色 粉色 黑色 白色 灰色 棕色 褐色 米色 金色 银色 驼色 杏色 紅色 黃色 綠色 藍色 銀色 駝色").Split(' ').OrderByDescending(word => word.Length),
    ];

    private static HashSet<string> Words(string words) => [.. words.Split(' ')];
}
