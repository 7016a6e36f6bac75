using System.Globalization;

namespace PhiVisionML.Catalog.Drawing;

/// <summary>Captions that list several attributes in one line, in an order and a notation that the prompt names.</summary>
internal static class FieldCaptions
{
    private static readonly string[] FieldNames = ["kind", "colour", "pattern", "material", "stars"];

    /// <summary>Two to five attributes of <paramref name="product"/>, in the order asked for.</summary>
    public static Caption List(DrawnProduct product, SplitMix64 random)
    {
        string[] names = Shuffled(random)[..(2 + random.Below(FieldNames.Length - 1))];
        string asked = string.Join(", ", names);
        if (random.Chance(0.4))
            return new Caption(
                random.Pick([$"Give {asked}.", $"Only the values: {asked}.", $"Answer with {asked}."]),
                string.Join(", ", names.Select(name => Value(product, name))));

        (string prompt, string assign, string separator) = random.Pick<(string, string, string)>(
        [
            ($"List {asked}.", ": ", ", "),
            ($"Fill in {asked}.", ": ", "; "),
            ($"Fields: {asked}.", " = ", ", "),
            ($"One line each: {asked}.", ": ", "\n"),
        ]);
        return new Caption(prompt, string.Join(separator, names.Select(name => name + assign + Value(product, name))));
    }

    private static string Value(DrawnProduct product, string name) => name switch
    {
        "kind" => ProductWords.Of(product.Kind),
        "colour" => ProductWords.Of(product.Colour),
        "pattern" => ProductWords.Of(product.Pattern),
        "material" => ProductWords.Of(product.Material),
        _ => product.Stars.ToString(CultureInfo.InvariantCulture),
    };

    private static string[] Shuffled(SplitMix64 random)
    {
        string[] names = [.. FieldNames];
        for (int last = names.Length - 1; last > 0; last--)
        {
            int other = random.Below(last + 1);
            (names[last], names[other]) = (names[other], names[last]);
        }

        return names;
    }
}
