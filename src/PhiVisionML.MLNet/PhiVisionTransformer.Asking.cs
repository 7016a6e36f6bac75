using Microsoft.ML;
using PhiVisionML.Catalog.Prompts;
using PhiVisionML.MLNet.Asking;
using PhiVisionML.MLNet.Storage;

namespace PhiVisionML.MLNet;

/// <content>Opening by path, answers with evidence, and answers outside of data views.</content>
public sealed partial class PhiVisionTransformer
{
    /// <summary>What the base model is known again by: 16 hexadecimal digits of <see cref="ModelFingerprint"/>.</summary>
    public string BaseFingerprint => ModelFingerprint.Of(_model.Base.Fingerprint);

    /// <summary>What the model is asked of each row.</summary>
    public PromptTemplate Prompt => _model.Settings.PromptColumnName is { } column ? PromptTemplate.OfColumn(column) : PromptTemplate.Parse(_model.Settings.PromptTemplate!);

    /// <summary>The most pictures of a row.</summary>
    public int PictureCount => _model.Settings.ImageColumnNames.Count;

    /// <summary>Opens a saved model, whichever way it was saved.</summary>
    /// <param name="mlContext">The context, whose options may name the base model's folder.</param>
    /// <param name="path">A zip of <c>mlContext.Model.Save</c>, or a folder of <see cref="SaveAdapter"/>.</param>
    /// <exception cref="FileNotFoundException">There is no such file or folder, or the base model is not found.</exception>
    /// <exception cref="InvalidDataException">The zip holds another transformer.</exception>
    /// <exception cref="FormatException">It is incomplete, damaged, or written by a newer release.</exception>
    /// <remarks>Only open models from trusted sources.</remarks>
    public static PhiVisionTransformer Open(MLContext mlContext, string path)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
            return Load(mlContext, path);
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no model '{Path.GetFullPath(path)}'.");
        var loaded = mlContext.Model.Load(path, out _);
        return loaded as PhiVisionTransformer ?? throw new InvalidDataException($"{path} holds a {loaded.GetType().Name}; a {nameof(PhiVisionTransformer)} is needed.");
    }

    /// <summary>The same model with the columns of <see cref="PhiVisionScoringOptions.EvidenceColumns"/>, also for one that was saved without. It is loaded for itself, but shares the base.</summary>
    /// <exception cref="InvalidOperationException">The model has no template, so there is nothing to give evidence of.</exception>
    public PhiVisionTransformer WithEvidence() => _model.Settings.Answer is null
        ? throw _host.Process(new InvalidOperationException("This transformer has no template; evidence is of a template's fields."))
        : new(_environment, _model with { Settings = _model.Settings with { HasEvidence = true } }, BaseModelPath, _cancellation);

    /// <summary>Loads the model now instead of for the first row.</summary>
    /// <exception cref="InvalidOperationException">A GPU is asked for, is not there, and the CPU may not stand in for it.</exception>
    public void EnsureLoaded() => OpenScorer();

    /// <summary>
    /// Answers questions as <see cref="Transform"/> answers rows, with evidence: whatever the columns and batches are that the model was saved with. Questions are
    /// answered together as far as <see cref="PhiVisionScoringOptions.BatchTokens"/> allows.
    /// </summary>
    /// <param name="questions">The questions.</param>
    /// <param name="cancellation">Looked at between tokens.</param>
    /// <returns>A reply to each question, in their order; one whose pictures or prompt cannot be used is refused alone.</returns>
    /// <exception cref="ObjectDisposedException">The transformer was disposed.</exception>
    /// <exception cref="Exception">The model failed, or there is no memory; asked one by one, each question may be answered.</exception>
    public IReadOnlyList<PictureReply> Ask(IReadOnlyList<PictureQuestion> questions, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(questions);
        return new PictureAsking(OpenScorer(), _model.Settings, Prompt).Ask(questions, cancellation);
    }
}
