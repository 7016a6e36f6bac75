using Microsoft.Extensions.AI;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Text;
using MessageRole = Microsoft.Extensions.AI.ChatRole;
using TurnRole = PhiVisionML.Model.Text.ChatRole;

namespace PhiVisionML.Chat.Conversations;

/// <summary>
/// Turns messages into turns of the published template. Text becomes plain text whoever wrote it, so nothing in it is ever read as a
/// control token; pictures stand where they stand in the message, each followed by a newline as published.
/// </summary>
/// <remarks>What says nothing to the model has no part in it: names, ids and times of messages, and usage counts.</remarks>
internal static class ConversationReader
{
    /// <param name="messages">The messages, oldest first.</param>
    /// <param name="instructions">Text of the request's own that opens the conversation as the system's turn, before a system message that stands first.</param>
    /// <param name="maxPictures">Most pictures, all turns together.</param>
    /// <exception cref="NotSupportedException">A role or a content has no place in the template; it is named.</exception>
    /// <exception cref="ArgumentException">There is no message, or the last one is the assistant's.</exception>
    /// <exception cref="PictureRefusedException">There are too many pictures; the message holds both numbers.</exception>
    public static Conversation Read(IEnumerable<ChatMessage> messages, string? instructions, int maxPictures)
    {
        var turns = new List<ChatTurn>();
        var pictures = new List<AIContent>();
        foreach (var message in messages)
            turns.Add(new ChatTurn(RoleOf(message.Role), Parts(message, pictures)));
        if (turns.Count == 0)
            throw new ArgumentException("The request has no message; it needs at least one, and the last one is what is answered.", nameof(messages));
        if (turns[^1].Role == TurnRole.Assistant)
            throw new ArgumentException("The last message is the assistant's; there is nothing to answer. End with a message of the user.", nameof(messages));
        if (pictures.Count > maxPictures)
            throw new PictureRefusedException($"The request has {pictures.Count} pictures, all turns together; at most {maxPictures} are taken ({nameof(PhiVisionChatOptions.MaxPictures)}).");
        return new Conversation(string.IsNullOrEmpty(instructions) ? turns : WithInstructions(instructions, turns), pictures);
    }

    private static IReadOnlyList<ChatTurn> WithInstructions(string instructions, List<ChatTurn> turns)
        => turns[0].Role == TurnRole.System
            ? [turns[0] with { Parts = [new PromptPart.Text(instructions + "\n"), .. turns[0].Parts] }, .. turns[1..]]
            : [new ChatTurn(TurnRole.System, instructions), .. turns];

    private static TurnRole RoleOf(MessageRole role)
        => role == MessageRole.User ? TurnRole.User
            : role == MessageRole.Assistant ? TurnRole.Assistant
            : role == MessageRole.System ? TurnRole.System
            : throw new NotSupportedException($"A message has the role '{role.Value}'; the model knows system, user and assistant. Tools and their results are not supported.");

    private static List<PromptPart> Parts(ChatMessage message, List<AIContent> pictures)
    {
        var parts = new List<PromptPart>();
        foreach (var content in message.Contents)
        {
            switch (content)
            {
                case TextContent text:
                    parts.Add(new PromptPart.Text(text.Text));
                    break;
                case UsageContent:
                    break;
                case DataContent or UriContent:
                    parts.AddRange([Picture(content, message.Role, pictures), new PromptPart.Text("\n")]);
                    break;
                default:
                    throw new NotSupportedException($"A message of the {message.Role.Value} has a {content.GetType().Name}; text and pictures can be given to the model{(content is ToolCallContent or ToolResultContent ? ", tools are not supported" : "")}.");
            }
        }

        return parts;
    }

    private static PromptPart.Picture Picture(AIContent content, MessageRole role, List<AIContent> pictures)
    {
        var (isPicture, type) = content switch
        {
            DataContent data => (data.HasTopLevelMediaType("image"), data.MediaType),
            UriContent uri => (uri.HasTopLevelMediaType("image"), uri.MediaType),
            _ => throw new InvalidOperationException($"A {content.GetType().Name} is no source of a picture."),
        };
        if (!isPicture)
            throw new NotSupportedException($"A message of the {role.Value} has a {content.GetType().Name} of the type '{type}'; of files the model takes pictures alone (image/*).");
        if (role != MessageRole.User)
            throw new NotSupportedException($"A message of the {role.Value} has a picture; pictures belong into messages of the user.");
        pictures.Add(content);
        return new PromptPart.Picture(pictures.Count - 1);
    }
}
