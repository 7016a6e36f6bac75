using PhiVisionML.Catalog.Drawing;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Text;
using PhiVisionML.Training.Samples;

namespace PhiVisionML.Cli.TinyModel;

/// <summary>An endless supply of drawn products with true things said about them: row i is drawn when it is asked for, the same each time.</summary>
/// <remarks>
/// A row is a short conversation about one picture, each turn with its own <c>&lt;s&gt;</c>, as in Microsoft's fine-tuning recipe:
/// more is learned from each picture, and the tower is most of the work.
/// </remarks>
internal sealed class DrawnCaptionSource(int count, long seed, PhiTokenizer tokenizer, ImageProcessor processor) : ISampleSource
{
    private const int Turns = 3;

    private readonly PromptEncoder _encoder = new(tokenizer);

    public int Count { get; } = count;

    public SampleSize Size(int index)
    {
        var (ids, labels) = Converse(index, processor.LayoutFor(TinyModelConfig.Tower.ImageSize, TinyModelConfig.Tower.ImageSize));
        return new TrainingSample { Id = "", Ids = ids, Labels = labels }.Size;
    }

    public uint Checksum(int index) => (uint)RandomOf(index).NextBits();   // the row follows from these numbers

    public TrainingSample Get(int index)
    {
        var product = DrawnProduct.Random(seed, index);
        var picture = DrawnPictures.Make(product, DrawnPictures.Smallest + RandomOf(index).Below(DrawnPictures.Sizes), processor);
        var (ids, labels) = Converse(index, picture.Layout);
        return new TrainingSample { Id = $"drawn {index}", Ids = ids, Labels = labels, Pictures = [picture] };
    }

    private (int[] Ids, int[] Labels) Converse(int index, HdLayout layout)
    {
        var product = DrawnProduct.Random(seed, index);
        var random = RandomOf(index);
        _ = random.Below(2);   // the picture's size is drawn first
        var ids = new List<int>();
        var labels = new List<int>();
        for (int turn = 0; turn < Turns; turn++)
        {
            var caption = Captions.One(product, random);
            int[] prompt = _encoder.Encode(Prompt.ForPictures(turn == 0 ? 1 : 0, caption.Prompt), turn == 0 ? [layout.Tokens] : []);
            int[] answer = _encoder.EncodeAnswer(caption.Answer);
            ids.AddRange([.. prompt, .. answer]);
            labels.AddRange([.. Enumerable.Repeat(TrainingSample.Ignored, prompt.Length), .. answer]);
        }

        return ([.. ids], [.. labels]);
    }

    private Catalog.Drawing.SplitMix64 RandomOf(int index) => new(Catalog.Drawing.SplitMix64.Derive(seed, index));
}
