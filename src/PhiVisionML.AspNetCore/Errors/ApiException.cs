namespace PhiVisionML.AspNetCore.Errors;

/// <summary>What is wrong with a request, as the sender is told.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="message">A sentence with the remedy.</param>
/// <param name="cause">What it was found by; for logs alone.</param>
internal sealed class ApiException(int status, string message, Exception? cause = null) : Exception(message, cause)
{
    public int Status => status;

    /// <summary>The place in the request, such as <c>messages[0].content</c>; null where there is none.</summary>
    public string? Param { get; init; }

    /// <summary>A word for programs; null where the status says all.</summary>
    public string? Code { get; init; }

    /// <summary>When it is worth another try; null where time changes nothing, or nobody knows.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The kind of error by OpenAI's names.</summary>
    public string Type => status switch
    {
        401 => "authentication_error",
        403 => "permission_error",
        429 => "rate_limit_error",
        >= 500 => "server_error",
        _ => "invalid_request_error",
    };

    /// <summary>A request that has to be changed.</summary>
    public static ApiException Invalid(string? param, string message) => new(400, message) { Param = param, Code = "invalid_value" };
}
