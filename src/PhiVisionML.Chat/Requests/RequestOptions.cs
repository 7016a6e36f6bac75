using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using PhiVisionML.Model.Generation;

namespace PhiVisionML.Chat.Requests;

/// <summary>Turns the options of a request into those of generation. Every property is honoured or refused.</summary>
internal static class RequestOptions
{
    /// <summary>An additional property: see <see cref="GenerationOptions.RepetitionPenalty"/>.</summary>
    public const string RepetitionPenalty = "repetition_penalty";

    private const int MostStops = 16, LongestStop = 256;

    /// <param name="options">What the request asks for; null asks for nothing.</param>
    /// <param name="models">The models that the client has.</param>
    /// <param name="limits">How many tokens an answer may have.</param>
    /// <exception cref="NotSupportedException">Something cannot be honoured; the message lists all of it.</exception>
    /// <exception cref="ArgumentException">A value is out of range; the message names it.</exception>
    public static GenerationOptions Read(ChatOptions? options, ModelNames models, OutputLimits limits)
    {
        options ??= new ChatOptions();
        string[] refused = [.. UnsupportedOptions.Of(options, models)];
        if (refused.Length > 0)
            throw new NotSupportedException($"The request asks for what this client cannot do: {string.Join("; ", refused)}. Leave it out.");
        if (options.MaxOutputTokens is { } tokens && (tokens < 1 || tokens > limits.Most))
            throw new ArgumentException($"{nameof(ChatOptions.MaxOutputTokens)} is {tokens}; it must be 1 to {limits.Most}.", nameof(options));
        var generation = new GenerationOptions
        {
            MaxNewTokens = options.MaxOutputTokens ?? limits.Default,
            Temperature = options.Temperature ?? (AsksForDraws(options) ? 1 : 0),
            TopK = options.TopK ?? 0,
            TopP = options.TopP ?? 1,
            Seed = options.Seed,
            StopStrings = [.. options.StopSequences ?? []],
            RepetitionPenalty = AdditionalProperties.Value(options, RepetitionPenalty) is { } penalty ? Number(penalty) : 1,
        };
        if (generation.StopStrings.Count > MostStops || generation.StopStrings.Any(stop => stop?.Length > LongestStop))
            throw new ArgumentException($"{nameof(ChatOptions.StopSequences)} has {generation.StopStrings.Count} texts, the longest of {generation.StopStrings.Max(stop => stop?.Length)} characters; at most {MostStops} of {LongestStop} are taken: each piece of an answer is searched for all of them.", nameof(options));
        if (generation.StopStrings.Any(stop => string.IsNullOrEmpty(stop) || char.IsLowSurrogate(stop[0])))
            throw new ArgumentException($"{nameof(ChatOptions.StopSequences)} has a text that is empty or begins within a character.", nameof(options));
        generation.Validate();
        return generation;
    }

    // Greedy is the default; whoever narrows the choice without a temperature wants a choice.
    private static bool AsksForDraws(ChatOptions options) => options.TopK > 0 || options.TopP < 1;

    private static double Number(object value)
    {
        try
        {
            return value is JsonElement { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : Convert.ToDouble(value is JsonElement or JsonNode ? value.ToString() : value, CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is FormatException or InvalidCastException or OverflowException)
        {
            throw new ArgumentException($"{RepetitionPenalty} is '{value}'; it must be a positive number.", nameof(value), e);
        }
    }
}
