namespace PhiVisionML.Catalog.Drawing;

/// <summary>
/// Text to train the tiny model's tokenizer on: everything <see cref="Captions"/> says, and the general language of
/// shops (sentences, lists of fields, prices in many notations, random codes, names, punctuation), so that the
/// tokenizer can write any catalogue. No title, code, price or word of <see cref="LumaShop"/> is in it.
/// </summary>
public static class CaptionCorpus
{
    /// <summary>
    /// The first <paramref name="count"/> lines of the corpus of <paramref name="seed"/>: about half are captions
    /// with their prompts, half shop text. A line may hold line breaks.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public static IEnumerable<string> Lines(int count, long seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Enumerate(count, seed);
    }

    private static IEnumerable<string> Enumerate(int count, long seed)
    {
        for (int line = 0; line < count; line++)
        {
            var random = new SplitMix64(SplitMix64.Derive(seed, line));
            if (random.Chance(0.5))
            {
                Caption caption = Captions.One(DrawnProduct.Random(seed, line), random);
                yield return caption.Prompt + "\n" + caption.Answer;
            }
            else
                yield return ShopLanguage.Line(random);
        }
    }
}
