using System.Globalization;
using PhiVisionML.Catalog.Drawing;
using PhiVisionML.Model.Generation;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Text;

namespace PhiVisionML.Cli.TinyModel;

/// <summary>Asks a model for the attributes of drawn products that it has never seen, one by one and all in a list, and counts right answers.</summary>
internal sealed class AttributeExam(int products, long seed, PhiTokenizer tokenizer, ImageProcessor processor)
{
    private const int PictureSize = 224;
    private const int BatchRows = 32;

    private static readonly (string Name, string Question, Func<DrawnProduct, string> Truth)[] Questions =
    [
        ("kind", "What is it?", p => ProductWords.Of(p.Kind)),
        ("colour", "What colour is it?", p => ProductWords.Of(p.Colour)),
        ("pattern", "Which pattern?", p => ProductWords.Of(p.Pattern)),
        ("material", "What is it made of?", p => ProductWords.Of(p.Material)),
        ("stars", "Count the stars.", p => p.Stars.ToString(CultureInfo.InvariantCulture)),
        ("list", "Give kind, colour, pattern, material, stars.", p =>
            string.Create(CultureInfo.InvariantCulture, $"{ProductWords.Of(p.Kind)}, {ProductWords.Of(p.Colour)}, {ProductWords.Of(p.Pattern)}, {ProductWords.Of(p.Material)}, {p.Stars}")),
    ];

    private readonly PromptEncoder _encoder = new(tokenizer);

    /// <summary>Share of right answers to each question ("list": all five attributes at once).</summary>
    public IReadOnlyDictionary<string, double> Run(TextGenerator generator)
    {
        int[] right = new int[Questions.Length];
        foreach (var chunk in Enumerable.Range(0, products).Chunk(BatchRows))
        {
            var drawn = chunk.Select(i => DrawnProduct.Random(seed, i)).ToArray();
            var pictures = drawn.Select(p => DrawnPictures.Make(p, PictureSize, processor)).ToArray();
            for (int q = 0; q < Questions.Length; q++)
            {
                var answers = generator.Generate([.. pictures.Select(p => Ask(Questions[q].Question, p))]);
                right[q] += drawn.Zip(answers).Count(pair => pair.Second.Text == Questions[q].Truth(pair.First));
            }
        }

        return Questions.Zip(right).ToDictionary(q => q.First.Name, q => (double)q.Second / products);
    }

    private GenerationRequest Ask(string question, HdPicture picture) => new(_encoder.Encode(Prompt.ForPictures(1, question), [picture.Layout.Tokens]), [picture])
    {
        Options = new GenerationOptions { MaxNewTokens = 32 },
    };
}
