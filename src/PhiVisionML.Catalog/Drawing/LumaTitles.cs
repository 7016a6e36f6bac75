namespace PhiVisionML.Catalog.Drawing;

/// <summary>
/// The titles of <see cref="LumaShop"/> in several languages. Each says the same as the English one: pattern,
/// material, kind and colour, with one word or phrase for each value, so that a title and a product decide each other.
/// </summary>
public static class LumaTitles
{
    /// <summary>
    /// "Luma Striped Silk Scarf in Crimson", "لوما دھاری دار ریشمی اسکارف قرمزی رنگ میں" or "露玛 条纹真丝围巾 绯红色".
    /// The text is in reading order; whatever displays Urdu shapes it and turns its direction.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The language is none of the enum's members.</exception>
    public static string Title(DrawnProduct product, TitleLanguage language)
    {
        ArgumentNullException.ThrowIfNull(product);
        return language switch
        {
            TitleLanguage.English => LumaShop.Title(product),
            TitleLanguage.Urdu => $"لوما {Urdu(product.Pattern)} {Urdu(product.Material)} {Urdu(product.Kind)} {Urdu(product.Colour)} رنگ میں",
            TitleLanguage.Chinese => $"露玛 {Chinese(product.Pattern)}{Chinese(product.Material)}{Chinese(product.Kind)} {Chinese(product.Colour)}",
            _ => throw new ArgumentOutOfRangeException(nameof(language), language, "A language in which the shop writes no titles."),
        };
    }

    private static string Urdu(ProductPattern pattern) => pattern switch
    {
        ProductPattern.Plain => "کلاسک",
        ProductPattern.Striped => "دھاری دار",
        ProductPattern.Checked => "چارخانہ",
        ProductPattern.Dotted => "پولکا ڈاٹ",
        _ => throw Unknown(pattern),
    };

    // Adjectives that do not change with the gender of what follows: "چرمی", not "چمڑے کا" or "چمڑے کی".
    private static string Urdu(ProductMaterial material) => material switch
    {
        ProductMaterial.Cotton => "سوتی",
        ProductMaterial.Wool => "اونی",
        ProductMaterial.Suede => "سوئیڈ",
        ProductMaterial.Canvas => "کینوس",
        ProductMaterial.Ceramic => "سرامک",
        ProductMaterial.Silk => "ریشمی",
        ProductMaterial.Leather => "چرمی",
        ProductMaterial.Steel => "فولادی",
        ProductMaterial.Nylon => "نائلون",
        _ => throw Unknown(material),
    };

    private static string Urdu(ProductKind kind) => kind switch
    {
        ProductKind.Scarf => "اسکارف",
        ProductKind.Shirt => "ٹی شرٹ",
        ProductKind.Dress => "ڈریس",
        ProductKind.Trousers => "چینو پتلون",
        ProductKind.Boot => "بوٹ",
        ProductKind.Hat => "ہیٹ",
        ProductKind.Handbag => "ٹوٹ بیگ",
        ProductKind.Backpack => "رک سیک",
        ProductKind.Mug => "مگ",
        ProductKind.Umbrella => "چھتری",
        _ => throw Unknown(kind),
    };

    // In the oblique case, as "in … colour" asks for: "نیلے", not "نیلا".
    private static string Urdu(ProductColour colour) => colour switch
    {
        ProductColour.Red => "قرمزی",
        ProductColour.Orange => "نارنجی",
        ProductColour.Yellow => "زرد",
        ProductColour.Green => "سبز",
        ProductColour.Blue => "کوبالٹ نیلے",
        ProductColour.Purple => "بنفشی",
        ProductColour.Pink => "گلابی",
        ProductColour.Black => "اونکس سیاہ",
        _ => throw Unknown(colour),
    };

    private static string Chinese(ProductPattern pattern) => pattern switch
    {
        ProductPattern.Plain => "经典",
        ProductPattern.Striped => "条纹",
        ProductPattern.Checked => "格纹",
        ProductPattern.Dotted => "波点",
        _ => throw Unknown(pattern),
    };

    private static string Chinese(ProductMaterial material) => material switch
    {
        ProductMaterial.Cotton => "棉质",
        ProductMaterial.Wool => "羊毛",
        ProductMaterial.Suede => "麂皮",
        ProductMaterial.Canvas => "帆布",
        ProductMaterial.Ceramic => "陶瓷",
        ProductMaterial.Silk => "真丝",
        ProductMaterial.Leather => "皮质",
        ProductMaterial.Steel => "钢制",
        ProductMaterial.Nylon => "尼龙",
        _ => throw Unknown(material),
    };

    private static string Chinese(ProductKind kind) => kind switch
    {
        ProductKind.Scarf => "围巾",
        ProductKind.Shirt => "T恤",
        ProductKind.Dress => "连衣裙",
        ProductKind.Trousers => "奇诺裤",
        ProductKind.Boot => "靴子",
        ProductKind.Hat => "帽子",
        ProductKind.Handbag => "托特包",
        ProductKind.Backpack => "双肩包",
        ProductKind.Mug => "马克杯",
        ProductKind.Umbrella => "雨伞",
        _ => throw Unknown(kind),
    };

    private static string Chinese(ProductColour colour) => colour switch
    {
        ProductColour.Red => "绯红色",
        ProductColour.Orange => "橙色",
        ProductColour.Yellow => "黄色",
        ProductColour.Green => "绿色",
        ProductColour.Blue => "钴蓝色",
        ProductColour.Purple => "紫罗兰色",
        ProductColour.Pink => "粉色",
        ProductColour.Black => "玛瑙黑色",
        _ => throw Unknown(colour),
    };

    private static ArgumentOutOfRangeException Unknown(Enum value) => new(nameof(value), value, "A value that the shop has no word for.");
}
