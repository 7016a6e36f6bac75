using PhiVisionML.Model.Configuration;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Text;
using PhiVisionML.Training;

namespace PhiVisionML.Cli.Doctor;

/// <summary>What a base model makes of texts and picture sizes, told without its weights.</summary>
internal sealed class BaseArithmetic
{
    private readonly PhiTokenizer _tokenizer;

    private BaseArithmetic(string folder, int? numCrops)
    {
        Folder = folder;
        Config = Phi3VisionConfig.FromFile(Path.Combine(folder, "config.json"));
        var pictures = ImageProcessorConfig.FromJson(File.ReadAllText(Path.Combine(folder, "preprocessor_config.json")));
        Pictures = numCrops is { } crops ? pictures.WithNumCrops(crops) : pictures;
        _tokenizer = PhiTokenizer.FromFolder(folder);
        Prompts = new PromptEncoder(_tokenizer);
        WeightBytes = Directory.EnumerateFiles(folder, "*.safetensors").Sum(file => new FileInfo(file).Length);
    }

    public string Folder { get; }

    public Phi3VisionConfig Config { get; }

    /// <summary>The processor, with the number of crops that training would use.</summary>
    public ImageProcessorConfig Pictures { get; }

    public PromptEncoder Prompts { get; }

    public long WeightBytes { get; }

    /// <summary>Whether texts have as many tokens as with the published model.</summary>
    public bool HasPublishedTokenizer => Config.VocabSize == FineTuneEstimate.PublishedVocabulary;

    /// <summary>Most tokens of a row: what <c>train</c> allows and the base has places for.</summary>
    public int MostTokens => Math.Min(new TrainingOptions().BatchTokens, Config.MaxPositionEmbeddings);

    /// <param name="folder">The model folder.</param>
    /// <param name="numCrops">Most tiles of a picture; null for the model's own.</param>
    public static BaseArithmetic Open(string folder, int? numCrops) => new(folder, numCrops);

    /// <summary>Tokens of a question about one picture, the picture's places left out.</summary>
    public int PromptTokens(string text) => Prompts.Encode(Prompt.ForPictures(1, text), [1]).Length - 1;

    public int AnswerTokens(string answer) => Prompts.EncodeAnswer(answer).Length;

    /// <summary>How the base cuts a picture; null where the picture is too thin for it.</summary>
    public HdLayout? Layout(int width, int height, int numCrops)
    {
        try
        {
            return HdLayout.For(width, height, numCrops, Pictures.CropSize, Pictures.TokensPerSide);
        }
        catch (PictureRefusedException)
        {
            return null;
        }
    }
}
