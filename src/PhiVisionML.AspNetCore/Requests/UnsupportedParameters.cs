using System.Text.Json;
using PhiVisionML.AspNetCore.Errors;

namespace PhiVisionML.AspNetCore.Requests;

/// <summary>Refuses what of a request cannot be honoured, all at once. A value that asks for nothing passes, and so does what is for the sender's own books.</summary>
internal static class UnsupportedParameters
{
    private static readonly string[] WithoutEffect = ["user", "safety_identifier", "metadata", "prompt_cache_key", "prompt_cache_retention"];

    // Of each the values that ask for nothing.
    private static readonly Dictionary<string, string[]> Neutral = new()
    {
        ["n"] = ["1"],
        ["top_logprobs"] = ["0"],
        ["modalities"] = ["""["text"]"""],
        ["service_tier"] = ["\"auto\"", "\"default\""],
        ["reasoning_effort"] = ["\"none\""],
        ["verbosity"] = ["\"medium\""],
        ["function_call"] = ["\"none\"", "\"auto\""],
    };

    private static readonly Dictionary<string, string> Remedies = new()
    {
        ["n"] = "one answer a request",
        ["functions"] = "use tools",
        ["function_call"] = "use tool_choice",
    };

    /// <param name="request">The request.</param>
    /// <param name="honoured">The parameters that are honoured.</param>
    /// <exception cref="ApiException">Something cannot be honoured; the message lists all of it (400).</exception>
    public static void Check(RequestValue request, ICollection<string> honoured)
    {
        RequestValue[] refused = [.. from member in request.Members() where !honoured.Contains(member.Name) && !AsksForNothing(member.Name, member.Value) select member.Value];
        if (refused.Length > 0)
            throw new ApiException(400, $"The request asks for what this server cannot do: {string.Join(", ", refused.Select(Shown))}. Leave it out.") { Param = refused[0].Path, Code = "unsupported_parameter" };
    }

    private static bool AsksForNothing(string name, RequestValue value)
        => value.IsEmpty || WithoutEffect.Contains(name) || Neutral.TryGetValue(name, out string[]? values) && values.Any(neutral => JsonElement.DeepEquals(JsonElement.Parse(neutral), value.Json));

    private static string Shown(RequestValue value) => Remedies.TryGetValue(value.Path, out string? remedy) ? $"{value.Path} ({remedy})" : value.Path;
}
