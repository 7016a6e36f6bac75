using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using PhiVisionML.Model.Generation;

namespace PhiVisionML.Chat.Requests;

/// <summary>Turns the options of a request into those of generation. Every property is honoured or refused.</summary>
internal static class RequestOptions
{
    /// <summary>The one additional property: see <see cref="GenerationOptions.RepetitionPenalty"/>.</summary>
    public const string RepetitionPenalty = "repetition_penalty";

    /// <param name="options">What the request asks for; null asks for nothing.</param>
    /// <param name="modelId">The client's own model.</param>
    /// <param name="defaultMaxOutputTokens">Most tokens where the request says nothing.</param>
    /// <exception cref="NotSupportedException">Something cannot be honoured; the message lists all of it.</exception>
    /// <exception cref="ArgumentException">A value is out of range; the message names it.</exception>
    public static GenerationOptions Read(ChatOptions? options, string modelId, int defaultMaxOutputTokens)
    {
        options ??= new ChatOptions();
        string[] refused = [.. UnsupportedOptions.Of(options, modelId)];
        if (refused.Length > 0)
            throw new NotSupportedException($"The request asks for what this client cannot do: {string.Join("; ", refused)}. Leave it out.");
        if (options.MaxOutputTokens < 1)
            throw new ArgumentException($"{nameof(ChatOptions.MaxOutputTokens)} is {options.MaxOutputTokens}; it must be at least 1.", nameof(options));
        var generation = new GenerationOptions
        {
            MaxNewTokens = options.MaxOutputTokens ?? defaultMaxOutputTokens,
            Temperature = options.Temperature ?? (AsksForDraws(options) ? 1 : 0),
            TopK = options.TopK ?? 0,
            TopP = options.TopP ?? 1,
            Seed = options.Seed,
            StopStrings = [.. options.StopSequences ?? []],
            RepetitionPenalty = options.AdditionalProperties?.TryGetValue(RepetitionPenalty, out object? penalty) == true ? Number(penalty) : 1,
        };
        if (generation.StopStrings.Any(stop => string.IsNullOrEmpty(stop) || char.IsLowSurrogate(stop[0])))
            throw new ArgumentException($"{nameof(ChatOptions.StopSequences)} has a text that is empty or begins within a character.", nameof(options));
        generation.Validate();
        return generation;
    }

    // Greedy is the default; whoever narrows the choice without a temperature wants a choice.
    private static bool AsksForDraws(ChatOptions options) => options.TopK > 0 || options.TopP < 1;

    private static double Number(object? value)
    {
        try
        {
            return value is JsonElement { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : Convert.ToDouble(value is JsonElement text ? text.ToString() : value ?? "null", CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is FormatException or InvalidCastException or OverflowException)
        {
            throw new ArgumentException($"{RepetitionPenalty} is '{value}'; it must be a positive number.", nameof(value), e);
        }
    }
}
