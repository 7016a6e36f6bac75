using Microsoft.Extensions.AI;

namespace PhiVisionML.AspNetCore.Responses;

/// <summary>Turns a chat client's response into a whole answer.</summary>
internal static class WholeAnswer
{
    /// <param name="response">The response.</param>
    /// <param name="model">The model that was asked.</param>
    /// <param name="now">The time, where the response has none.</param>
    public static Completion Of(ChatResponse response, ServedModel model, DateTimeOffset now)
    {
        var end = new AnswerEnd();
        foreach (var message in response.Messages)
            end.Add(message.Contents);
        end.Add(response.Usage);
        end.Add(response.FinishReason);
        string text = string.Concat(response.Messages.Where(message => message.Role == ChatRole.Assistant).Select(message => message.Text));
        var calls = end.Calls(numbered: false);
        return new Completion(
            response.ResponseId ?? NewId(), "chat.completion", (response.CreatedAt ?? now).ToUnixTimeSeconds(), model.NameOf(response.ModelId),
            [new Choice(0, new AnswerMessage("assistant", text.Length == 0 && calls is not null ? null : text, Refusal: null, calls), end.Reason)], end.Usage);
    }

    /// <summary>An id for a response that has none.</summary>
    public static string NewId() => $"chatcmpl-{Guid.NewGuid():N}";
}
