using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using PhiVisionML.Chat;
using PhiVisionML.Model.Constraints;
using PhiVisionML.Model.Images;

namespace PhiVisionML.AspNetCore.Errors;

/// <summary>What the sender of a request is told of an exception. Only what was written for senders is passed on.</summary>
internal static class Failures
{
    private static readonly (string Option, string Parameter)[] Names =
    [
        (nameof(ChatOptions.ModelId), "model"),
        (nameof(ChatOptions.MaxOutputTokens), "max_completion_tokens"),
        (nameof(ChatOptions.FrequencyPenalty), "frequency_penalty"),
        (nameof(ChatOptions.PresencePenalty), "presence_penalty"),
        (nameof(ChatOptions.ResponseFormat), "response_format"),
        (nameof(ChatOptions.StopSequences), "stop"),
        (nameof(ChatOptions.Temperature), "temperature"),
        (nameof(ChatOptions.ToolMode), "tool_choice"),
        (nameof(ChatOptions.Tools), "tools"),
        (nameof(ChatOptions.TopK), "top_k"),
        (nameof(ChatOptions.TopP), "top_p"),
        (nameof(ChatOptions.Seed), "seed"),
        ("RepetitionPenalty", "repetition_penalty"),
        (nameof(ChatOptions.AdditionalProperties) + "[\"regex\"]", "structured_outputs.regex"),
        (nameof(ChatOptions.AdditionalProperties) + "[\"choice\"]", "structured_outputs.choice"),
        (" among " + nameof(ChatOptions.AdditionalProperties), ""),
    ];

    /// <summary>The error; one of 500 says nothing of its cause, which belongs into the log.</summary>
    public static ApiException Of(Exception failure) => failure switch
    {
        ApiException error => error,
        QueueFullException => new ApiException(StatusCodes.Status429TooManyRequests, failure.Message) { Code = "queue_full" },
        PictureRefusedException => ApiException.Invalid("messages", failure.Message),
        GrammarRefusedException => ApiException.Invalid(null, failure.Message),
        ArgumentException or NotSupportedException => OfOptions(Sentence(failure)),
        ObjectDisposedException => new ApiException(StatusCodes.Status503ServiceUnavailable, "The server is stopping."),
        BadHttpRequestException bad => new ApiException(bad.StatusCode, bad.Message),
        _ => new ApiException(StatusCodes.Status500InternalServerError, "The request failed inside the server; its log says why."),
    };

    /// <summary>The message without the parameter's name that .NET adds, which means nothing to the sender.</summary>
    public static string Sentence(Exception failure)
    {
        int addition = failure is ArgumentException { ParamName: { } name } ? failure.Message.IndexOf($" (Parameter '{name}')", StringComparison.Ordinal) : -1;
        return addition < 0 ? failure.Message : failure.Message[..addition];
    }

    // The client speaks of its options; the sender knows them under the names in the request.
    private static ApiException OfOptions(string message)
    {
        var (option, parameter) = Names.FirstOrDefault(name => message.Contains(name.Option, StringComparison.Ordinal));
        return ApiException.Invalid(parameter, option is null ? message : Names.Aggregate(message, (text, name) => text.Replace(name.Option, name.Parameter, StringComparison.Ordinal)));
    }
}
