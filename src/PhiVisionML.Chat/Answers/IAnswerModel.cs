using PhiVisionML.Model.Generation;

namespace PhiVisionML.Chat.Answers;

/// <summary>The model as its worker sees it. One thread makes all calls but <see cref="Service"/>.</summary>
internal interface IAnswerModel : IDisposable
{
    /// <summary>Loads what is not loaded yet.</summary>
    ModelParts Load();

    /// <summary>Answers a batch, in this model's turn at its network.</summary>
    /// <param name="requests">At least one.</param>
    /// <param name="adapter">The adapter that all of them ask for; null for the client's own.</param>
    /// <param name="listener">Hears of tokens and ends.</param>
    /// <param name="cancellation">Gives up waiting for the turn.</param>
    void Answer(IReadOnlyList<GenerationRequest> requests, string? adapter, IGenerationListener listener, CancellationToken cancellation);

    /// <summary>What the client hands out when asked for a service of this type; null if that is not here.</summary>
    object? Service(Type type);
}
