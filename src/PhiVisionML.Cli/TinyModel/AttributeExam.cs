using PhiVisionML.Catalog.Drawing;
using PhiVisionML.Model.Generation;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Text;

namespace PhiVisionML.Cli.TinyModel;

/// <summary>Asks a model for the attributes of drawn products that it has never seen, and counts right answers.</summary>
internal sealed class AttributeExam(int products, long seed, PhiTokenizer tokenizer, ImageProcessor processor)
{
    private const string Question = "Give kind, colour, pattern, material, stars.";
    private const int PictureSize = 224;
    private const int BatchRows = 32;

    private static readonly string[] Attributes = ["kind", "colour", "pattern", "material", "stars"];

    /// <summary>Share of right answers by attribute, and of products with all of them right ("all").</summary>
    public IReadOnlyDictionary<string, double> Run(TextGenerator generator)
    {
        int[] right = new int[Attributes.Length];
        int allRight = 0;
        var encoder = new PromptEncoder(tokenizer);
        foreach (var chunk in Enumerable.Range(0, products).Chunk(BatchRows))
        {
            var drawn = chunk.Select(i => DrawnProduct.Random(seed, i)).ToArray();
            var requests = drawn.Select(p => Ask(encoder, p)).ToArray();
            var answers = generator.Generate(requests);
            foreach (var (product, answer) in drawn.Zip(answers))
            {
                string[] given = answer.Text.Split(", ");
                bool[] hits = [.. Truth(product).Select((t, i) => i < given.Length && given[i] == t)];
                for (int i = 0; i < hits.Length; i++)
                    right[i] += hits[i] ? 1 : 0;
                allRight += hits.All(h => h) ? 1 : 0;
            }
        }

        var shares = Attributes.Zip(right).ToDictionary(a => a.First, a => (double)a.Second / products);
        shares["all"] = (double)allRight / products;
        return shares;
    }

    private static string[] Truth(DrawnProduct product) =>
    [
        ProductWords.Of(product.Kind), ProductWords.Of(product.Colour), ProductWords.Of(product.Pattern), ProductWords.Of(product.Material),
        product.Stars.ToString(System.Globalization.CultureInfo.InvariantCulture),
    ];

    private GenerationRequest Ask(PromptEncoder encoder, DrawnProduct product)
    {
        var picture = processor.Process(RgbPicture.FromRgb(PictureSize, PictureSize, ProductPainter.PaintRgb(product, PictureSize)));
        return new GenerationRequest(encoder.Encode(Prompt.ForPictures(1, Question), [picture.Layout.Tokens]), [picture])
        {
            Options = new GenerationOptions { MaxNewTokens = 32 },
        };
    }
}
