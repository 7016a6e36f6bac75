using Microsoft.ML;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Prompts;
using PhiVisionML.Enrichment.Answers;
using PhiVisionML.Enrichment.Enriching;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.MLNet;
using PhiVisionML.MLNet.Asking;
using PhiVisionML.MLNet.Storage;

namespace PhiVisionML.Hosting.Enrichers;

/// <summary>Looks at products with a model on this machine, in batches, and gives all its evidence.</summary>
/// <remarks>
/// A product whose pictures or prompt cannot be used fails alone and for good. A model that fails, or has no memory, fails the call. One call at a
/// time: it keeps the device busy by its batch. Cancelling ends a call within a token.
/// </remarks>
public sealed class TransformerEnricher : IProductEnricher, IDisposable
{
    private readonly PhiVisionTransformer _transformer;
    private readonly string _adapter;
    private readonly TransformerEnricherOptions _options;
    private readonly EnergyMeter? _energy;
    private readonly TimeProvider _time;
    private readonly string _base;

    /// <summary>Takes a transformer, and disposes it with itself.</summary>
    /// <param name="transformer">The model; it needs a template.</param>
    /// <param name="adapter">What its adapter is known by (<see cref="ModelFingerprint.OfFile"/>); empty for a base model alone.</param>
    /// <param name="options">How to work; <c>null</c> takes the defaults.</param>
    /// <param name="energy">Tells what batches take; <c>null</c> tells nothing.</param>
    /// <param name="time">Measures batches; <c>null</c> takes the system's.</param>
    /// <exception cref="ArgumentException">The model has no template, or an option is out of range.</exception>
    public TransformerEnricher(PhiVisionTransformer transformer, string adapter, TransformerEnricherOptions? options = null, EnergyMeter? energy = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(transformer);
        ArgumentNullException.ThrowIfNull(adapter);
        _options = options ?? new();
        _options.Validate();
        Template = transformer.Template ?? throw new ArgumentException("The model has no template, so it has no fields to fill in; train it with one.", nameof(transformer));
        (_transformer, _adapter, _energy, _time) = (transformer, adapter, energy, time ?? TimeProvider.System);
        _base = transformer.BaseFingerprint;
        Prompt = transformer.Prompt;
        PromptVersion = PromptFingerprint.Of(Template.Source, Prompt.Source);
    }

    /// <summary>The fields that it fills in.</summary>
    public AnswerTemplate Template { get; }

    /// <summary>What it asks beside the picture.</summary>
    public PromptTemplate Prompt { get; }

    /// <summary>What its adapter is known by; empty for a base model alone.</summary>
    public string Adapter => _adapter;

    /// <inheritdoc/>
    public int BatchSize => _options.BatchSize;

    /// <inheritdoc/>
    public int MaxConcurrency => 1;

    /// <inheritdoc/>
    public string PromptVersion { get; }

    /// <summary>Opens a saved model. Its weights are loaded by <see cref="LoadAsync"/>; enrichers over one base folder share them.</summary>
    /// <param name="context">Names device and, where it lies elsewhere than when the model was saved, the base model's folder.</param>
    /// <param name="path">A model zip, or an adapter's folder.</param>
    /// <param name="options">How to work; <c>null</c> takes the defaults.</param>
    /// <param name="energy">Tells what batches take; <c>null</c> tells nothing.</param>
    /// <inheritdoc cref="PhiVisionTransformer.Open" path="/exception"/>
    public static TransformerEnricher Open(MLContext context, string path, TransformerEnricherOptions? options = null, EnergyMeter? energy = null)
    {
        string adapter = ModelFingerprint.OfFile(path);
        var transformer = PhiVisionTransformer.Open(context, path);
        try
        {
            return new(transformer, adapter, options, energy);
        }
        catch
        {
            transformer.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task LoadAsync(CancellationToken cancellation = default)
    {
        try
        {
            await Task.Run(_transformer.EnsureLoaded, CancellationToken.None).WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (OperationCanceledException or ObjectDisposedException))
        {
            throw new EnricherUnavailableException($"The model over '{_transformer.BaseModelPath}' cannot be loaded: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<EnrichmentResult>> EnrichAsync(IReadOnlyList<EnrichmentProduct> products, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(products);
        if (products.Count < 1 || products.Count > BatchSize)
            throw new ArgumentException($"There are {products.Count} products; a call takes 1 to {BatchSize}.", nameof(products));
        await LoadAsync(cancellation).ConfigureAwait(false);
        long start = _time.GetTimestamp();
        var before = _energy?.Read();

        var results = new EnrichmentResult[products.Count];
        var asked = new List<(int Product, string PictureHash, PictureQuestion Question)>();
        for (int i = 0; i < products.Count; i++)
        {
            try
            {
                var (hash, question) = await QuestionAsync(products[i], cancellation).ConfigureAwait(false);
                asked.Add((i, hash, question));
            }
            catch (ProductRefusal refusal)
            {
                results[i] = refusal.Result;
            }
        }

        var replies = asked.Count == 0 ? [] : await Task.Run(() => _transformer.Ask([.. asked.Select(one => one.Question)], cancellation), CancellationToken.None).ConfigureAwait(false);
        double seconds = _time.GetElapsedTime(start).TotalSeconds / products.Count;
        double? joules = _energy?.JoulesBetween(before, _energy.Read()) / products.Count;
        foreach (var (one, reply) in asked.Zip(replies))
            results[one.Product] = Result(reply, one.PictureHash, seconds, joules);
        return results;
    }

    /// <summary>Lets the model go; a call under way ends first.</summary>
    public void Dispose() => _transformer.Dispose();

    private async Task<(string PictureHash, PictureQuestion Question)> QuestionAsync(EnrichmentProduct product, CancellationToken cancellation)
    {
        var pictures = await ProductPicture.ReadAsync(product, _transformer.PictureCount, _options.Pictures, decode: false, cancellation).ConfigureAwait(false);
        var cells = _transformer.Prompt.Columns.ToDictionary(column => column, column => ProductCells.Cell(product, column));
        return (pictures[0].Sha256, new PictureQuestion([.. pictures.Select(picture => (ReadOnlyMemory<byte>)picture.Bytes)], column => cells[column]));
    }

    private EnrichmentResult Result(PictureReply reply, string pictureHash, double seconds, double? joules)
    {
        // The likeliest answer is the same every time, so one that cannot be read stays so.
        if (reply.IsRefused || reply.Fields.Count == 0)
            return EnrichmentResult.Failed(reply.Error.Length > 0 ? reply.Error : $"The model's answer has none of the fields: {reply.Text}", isPermanent: true);
        return EnrichmentResult.Of(new ProductAnswer
        {
            Text = reply.Text,
            Fields =
            [
                .. reply.Fields.Select(field => new AnsweredField(field.Name, field.Value, double.IsNaN(field.Probability) ? null : field.Probability)
                {
                    RunnerUp = field.RunnerUp,
                    RunnerUpProbability = field.RunnerUpProbability,
                }),
            ],
            Tokens = [.. reply.Tokens.Select(token => new AnsweredToken(token.Text, token.Probability))],
            Model = _base,
            Adapter = _adapter,
            PromptVersion = PromptVersion,
            PictureHash = pictureHash,
            PromptTokens = reply.PromptTokens,
            OutputTokens = reply.OutputTokens,
            Seconds = seconds,
            Joules = joules,
        });
    }
}
