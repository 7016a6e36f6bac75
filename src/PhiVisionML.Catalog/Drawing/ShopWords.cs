namespace PhiVisionML.Catalog.Drawing;

/// <summary>General words of shops and catalogues, from which <see cref="ShopLanguage"/> makes its lines.</summary>
internal static class ShopWords
{
    public static readonly string[] Nouns = Split(
        "jacket coat sweater blouse skirt jeans shorts sock sandal shoe glove belt purse wallet suitcase lamp chair table sofa "
        + "bed desk shelf rug curtain pillow blanket towel plate bowl cup glass bottle kettle pan knife fork spoon oven toaster "
        + "fan heater radio phone camera laptop tablet keyboard mouse screen cable charger battery speaker headphones printer "
        + "bicycle helmet tent rope torch ball racket glasses watch ring necklace bracelet earrings perfume soap shampoo brush "
        + "comb mirror candle vase clock frame book pen pencil notebook paper toy doll puzzle game drum guitar piano violin "
        + "flower plant pot tool hammer drill screw paint ladder bucket broom vacuum filter light bulb mattress carpet cushion "
        + "umbrella scarf shirt dress trousers boot hat handbag backpack mug hoodie vest scooter pram tea coffee cheese bread honey");

    public static readonly string[] Adjectives = Split(
        "new old small large big light heavy soft hard warm cool dry long short wide narrow thick thin round square flat fresh "
        + "modern simple elegant durable waterproof comfortable stylish sleek premium original handmade natural organic strong "
        + "quiet fast safe bright dark cheap fine rich pure deluxe compact portable adjustable foldable lightweight everyday "
        + "casual formal sporty vintage rustic smooth rough knitted woven printed quilted padded lined hooded fitted loose slim "
        + "regular classy brown white grey gold silver navy turquoise cream beige maroon golden wooden metal plastic glass paper "
        + "rubber velvet linen denim stainless recycled washable seasonal limited popular perfect ideal great good best top");

    public static readonly string[] Verbs = Split(
        "made built designed ready easy wash dry keep store carry wear use open close fold hang clean order ship return pay "
        + "choose find match mix add remove check compare save enjoy love recommend visit contact track deliver collect exchange");

    public static readonly string[] Places =
    [
        "at home", "in the office", "on the road", "for the summer", "in winter", "at the beach", "in the mountains", "every day",
        "with confidence", "before washing", "after use", "within 30 days", "in our store", "online", "at low heat", "by hand",
        "with care", "under the tree", "to your door", "without delay", "from the warehouse", "between seasons", "near you",
    ];

    public static readonly string[] People = Split("men women children kids boys girls babies adults everyone travellers runners students cooks friends families pets");

    public static readonly string[] Names = Split(
        "Anna Ben Clara David Emma Felix Grace Hannah Ivan Julia Karim Laura Maria Noah Olga Peter Quentin Rosa Samuel Tara Uma "
        + "Victor Wanda Xavier Yusuf Zoë José Müller André Søren Łukasz Ayesha Chen Priya O'Brien");

    public static readonly string[] Brands = Split(
        "Northwind Alder Brightside Corvo Delfin Everest Foxglove Granite Harbour Iris Juniper Kestrel Lumen Meridian Nimbus "
        + "Orchard Pioneer Quill Raven Solstice Tundra Umber Vega Willow Xenon Yarrow Zephyr Daily Basic Pro Max Plus Mini Ultra");

    public static readonly string[] Sizes = Split("XS S M L XL XXL 36 38 40 42 44 46 10cm 20x30 500ml 1kg 2.5m one-size 7.5 12-pack 3/4 A4 100% 24h");

    public static readonly string[] Units = Split("kg g cm mm m ml l pcs pairs sets boxes inch oz lb");

    public static readonly string[] Months = Split("January February March April May June July August September October November December");

    public static readonly string[] Currencies = Split("USD EUR GBP CHF JPY INR PKR CAD AUD SEK PLN CNY");

    public static readonly string[] Fragments = Split(
        "the a and or of in on with for to from by at is are was it this that these your our their all any each more most less "
        + "not no yes only also very two pair set pack piece item product products catalogue catalog shop store price prices sale "
        + "category categories code codes title titles full offer order stock brand quality material colour color pattern size "
        + "collection season style women's men's sleeve collar button zip pocket strap heel sole handle lid hood lining fabric "
        + "cotton wool silk leather canvas suede ceramic steel nylon polyester fashion footwear accessories clothing bags home "
        + "garden kitchen bath office sport outdoor electronics beauty toys food free shipping delivery returns tax included");

    private static string[] Split(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
