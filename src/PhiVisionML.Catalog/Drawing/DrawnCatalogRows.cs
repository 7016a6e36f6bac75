using System.Globalization;

namespace PhiVisionML.Catalog.Drawing;

/// <summary>Makes the rows of a drawn catalog, one after the other, without keeping them.</summary>
internal sealed class DrawnCatalogRows(DrawnCatalogOptions options)
{
    private const string ImageFolder = "images";

    // Keeps the shop's pictures apart from those of DrawnProduct.Random with the same seed, on which a base is taught.
    private const long ShopStream = 0x4C756D61;
    private const long PriceStream = 0x50726963;
    private const long LanguageStream = 0x4C616E67;

    private readonly DrawnCatalogSplit _split = new(options);
    private readonly DrawnCatalogFaults _faults = new(options);
    private readonly long _priceStream = SplitMix64.Derive(options.Seed, PriceStream);
    private readonly long _languageStream = SplitMix64.Derive(options.Seed, LanguageStream);

    public IEnumerable<DrawnCatalogRow> Enumerate()
    {
        long stream = SplitMix64.Derive(options.Seed, ShopStream);
        long candidate = 0;
        int row = 0;
        for (int family = 0; row < options.Products; family++)
        {
            string split = _split.Of(family);
            DrawnProduct design = DrawnProduct.Random(stream, candidate++);
            while (!_split.Allows(design, split))
                design = DrawnProduct.Random(stream, candidate++);
            foreach (DrawnProduct product in Variants(design).Take(options.Products - row))
            {
                yield return _faults.Apply(row, Row(row, family, product, split));
                row++;
            }
        }
    }

    /// <summary>The design as it is, then in other colours, each in a picture of its own.</summary>
    private IEnumerable<DrawnProduct> Variants(DrawnProduct design)
    {
        yield return design;
        if (options.Variants == 1)
            yield break;
        var random = new SplitMix64(design.Seed);
        List<ProductColour> colours = [.. Enum.GetValues<ProductColour>().Where(colour => colour != design.Colour)];
        for (int variant = 1; variant < options.Variants; variant++)
        {
            ProductColour colour = random.Pick(colours);
            colours.Remove(colour);
            yield return design with
            {
                Colour = colour,
                Background = random.Pick([.. Enum.GetValues<ProductBackground>().Where(background => DrawnProduct.SetsOff(background, colour))]),
                Seed = unchecked((long)random.NextBits()),
            };
        }
    }

    private DrawnCatalogRow Row(int row, int family, DrawnProduct product, string split)
    {
        string code = "L" + Number(row);
        string folder = options.Products > DrawnCatalogOptions.MaxFlatProducts
            ? ImageFolder + "/" + (row / DrawnCatalogOptions.PicturesPerFolder).ToString("D3", CultureInfo.InvariantCulture)
            : ImageFolder;
        TitleLanguage language = Language(family);
        string title = LumaTitles.Title(product, language);
        string category = LumaShop.Category3Code(product.Kind);
        decimal price = Price(family, product);
        return new DrawnCatalogRow
        {
            ProductCode = code,
            Title = title,
            Category3Code = category,
            FullPrice = price,
            CurrencyCode = LumaShop.CurrencyCode,
            Split = split,
            LocalImagePath = $"{folder}/{code}.jpg",
            Family = "F" + Number(family),
            Language = language,
            TrueTitle = title,
            TrueCategory3Code = category,
            TrueFullPrice = price,
            PictureState = DrawnPictureState.Sound,
            DuplicateOf = null,
            Product = product,
            Pictured = product,
        };
    }

    /// <summary>As many families one after the other as there are languages have one each, in a random order.</summary>
    private TitleLanguage Language(int family)
    {
        int count = options.Languages.Count;
        if (count == 1)
            return options.Languages[0];
        var random = new SplitMix64(SplitMix64.Derive(_languageStream, family / count));
        List<TitleLanguage> left = [.. options.Languages];
        for (int place = 0; place < family % count; place++)
            left.RemoveAt(random.Below(left.Count));
        return random.Pick(left);
    }

    private decimal Price(int family, DrawnProduct product)
    {
        decimal price = LumaShop.FullPrice(product);
        if (options.PriceNoise == 0)
            return price;
        double unit = (2 * new SplitMix64(SplitMix64.Derive(_priceStream, family)).NextUnit()) - 1;
        return Math.Round(price * (decimal)(1 + (options.PriceNoise * unit)), 2);
    }

    private static string Number(int position) => (position + 1).ToString("D5", CultureInfo.InvariantCulture);
}
