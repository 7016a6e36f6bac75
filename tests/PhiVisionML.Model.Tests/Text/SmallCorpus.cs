namespace PhiVisionML.Model.Tests.Text;

/// <summary>Made-up catalog sentences for a small tokenizer, and random strings to try it on.</summary>
internal static class SmallCorpus
{
    private static readonly string[] _colours = ["red", "blue", "black", "ivory", "olive green", "navy", "rosé", "crème"];
    private static readonly string[] _materials = ["cotton", "wool", "leather", "linen", "cashmere", "silk", "denim"];
    private static readonly (string Name, string Code)[] _kinds =
    [
        ("shirt", "SHIRTS_CASUAL"), ("trench coat", "COATS"), ("tote bag", "BAGS"), ("sneakers", "SHOES"), ("scarf", "SCARVES"), ("dress", "DRESSES"), ("包", "BAGS"),
    ];

    private static readonly string[] _fragments =
    [
        " ", "  ", "\n", "\t", "Product: ", "Category: ", ", Full Price: ", "490.00", "$1,299", "red", "wool", "shirt", "SHIRTS_CASUAL", "crème brûlée", "包", "カタログ", "상품", "حقيبة", "👜🏽", "e\u0301",
        "<|end|>", "<|user|>", "<|assistant|>", "<|system|>", "<|endoftext|>", "<s>", "</s>", "<unk>", "<0x0A>", "<|image_1|>", "<|", "|>", "▁", "▁▁", "\u00a0", "\u3000", "\u0001", "\"", "'s", "&amp;", "<b>", "-", "_", "12", "0", "a", "s", "t", "the", "product", "ing",
    ];

    public static IEnumerable<string> Sentences()
    {
        int price = 95;
        foreach (string colour in _colours)
            foreach (string material in _materials)
                foreach ((string name, string code) in _kinds)
                {
                    price = (price * 37 + 11) % 2003;
                    yield return $"Product: {char.ToUpperInvariant(colour[0])}{colour[1..]} {material} {name}, Category: {code}, Full Price: {price}.00";
                    yield return $"What is shown in this picture? A {material} {name} in {colour}, for {price} dollars.";
                }
    }

    /// <summary>The same strings for the same seed, on every machine.</summary>
    public static IEnumerable<string> RandomStrings(int count, uint seed)
    {
        for (int i = 0; i < count; i++)
        {
            int length = 1 + (int)Next(9);
            yield return string.Concat(Enumerable.Range(0, length).Select(_ => _fragments[Next((uint)_fragments.Length)]));
        }

        uint Next(uint below)
        {
            seed = (seed * 1664525u) + 1013904223u;
            return (seed >> 8) % below;
        }
    }
}
