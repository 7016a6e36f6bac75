using System.Globalization;

namespace PhiVisionML.Training.Grounding;

/// <summary>Whether a model uses its pictures.</summary>
/// <param name="Rows">Rows it was measured on.</param>
/// <param name="Loss">Mean loss over answer tokens for each variant, in nats.</param>
/// <param name="Accuracies">For each measured name the accuracy (0 to 1) for each variant; empty if none was asked for.</param>
public sealed record GroundingReport(int Rows, IReadOnlyDictionary<PictureVariant, double> Loss, IReadOnlyDictionary<string, IReadOnlyDictionary<PictureVariant, double>> Accuracies)
{
    /// <summary>With other rows' pictures the loss must be higher by this share at least, or the model does not use its pictures.</summary>
    public const double LeastRise = 0.05;

    /// <summary>How much higher the loss is with other rows' pictures, as a share of the loss with the right ones.</summary>
    public double ShuffledRise => Rise(PictureVariant.Shuffled);

    /// <summary>How much higher the loss is with blank pictures, as a share of the loss with the right ones.</summary>
    public double BlankRise => Rise(PictureVariant.Blank);

    /// <summary>Whether the loss with other rows' pictures is clearly higher.</summary>
    public bool UsesItsPictures => ShuffledRise >= LeastRise;

    /// <summary>The finding in plain words.</summary>
    public string Verdict
    {
        get
        {
            string numbers = string.Create(CultureInfo.InvariantCulture,
                $"loss {Loss[PictureVariant.Right]:0.####} with the right pictures, {Loss[PictureVariant.Shuffled]:0.####} with other rows' pictures ({ShuffledRise:+0.#%;-0.#%;0%}), {Loss[PictureVariant.Blank]:0.####} with blank ones ({BlankRise:+0.#%;-0.#%;0%}), on {Rows} rows");
            return UsesItsPictures
                ? $"The model uses its pictures: {numbers}."
                : $"THE MODEL IGNORES ITS PICTURES: {numbers}. Its answers come from the text alone. Look whether the pictures show what is asked, train longer, or train projector and tower too.";
        }
    }

    private double Rise(PictureVariant variant)
    {
        double right = Loss[PictureVariant.Right];
        return Loss[variant] == right ? 0 : (Loss[variant] - right) / right;
    }
}
