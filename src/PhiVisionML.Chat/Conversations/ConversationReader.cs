using Microsoft.Extensions.AI;
using PhiVisionML.Chat.Tools;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Text;
using MessageRole = Microsoft.Extensions.AI.ChatRole;
using TurnRole = PhiVisionML.Model.Text.ChatRole;

namespace PhiVisionML.Chat.Conversations;

/// <summary>
/// Turns messages into turns of the published template. Text becomes plain text whoever wrote it, so nothing in it is ever read as a
/// control token; pictures stand where they stand in the message, each followed by a newline as published. The template has no turn
/// for tools: their results are turns of the user.
/// </summary>
/// <remarks>What says nothing to the model has no part in it: names, ids and times of messages, and usage counts.</remarks>
internal sealed class ConversationReader
{
    private readonly List<AIContent> _pictures = [];
    private readonly Dictionary<string, string> _called = [];   // the tool of each call

    private ConversationReader()
    {
    }

    /// <param name="messages">The messages, oldest first.</param>
    /// <param name="instructions">Text of the request's own that opens the conversation as the system's turn, before a system message that stands first.</param>
    /// <param name="tools">What the model reads of tools, at the end of that turn.</param>
    /// <param name="maxPictures">Most pictures, all turns together.</param>
    /// <exception cref="NotSupportedException">A role or a content has no place in the template; it is named.</exception>
    /// <exception cref="ArgumentException">There is no message, the last one is the assistant's, or a result belongs to no call.</exception>
    /// <exception cref="PictureRefusedException">There are too many pictures; the message holds both numbers.</exception>
    public static Conversation Read(IEnumerable<ChatMessage> messages, string? instructions, string? tools, int maxPictures)
    {
        var reader = new ConversationReader();
        List<ChatTurn> turns = [.. messages.Select(message => new ChatTurn(RoleOf(message.Role), reader.Parts(message)))];
        if (turns.Count == 0)
            throw new ArgumentException("The request has no message; it needs at least one, and the last one is what is answered.", nameof(messages));
        if (turns[^1].Role == TurnRole.Assistant)
            throw new ArgumentException("The last message is the assistant's; there is nothing to answer. End with a message of the user or the result of a tool.", nameof(messages));
        if (reader._pictures.Count > maxPictures)
            throw new PictureRefusedException($"The request has {reader._pictures.Count} pictures, all turns together; at most {maxPictures} are taken ({nameof(PhiVisionChatOptions.MaxPictures)}).");
        return new Conversation(WithSystem(turns, instructions, tools), reader._pictures);
    }

    private static List<ChatTurn> WithSystem(List<ChatTurn> turns, string? opening, string? closing)
    {
        bool begins = turns[0].Role == TurnRole.System;
        List<PromptPart> parts = begins ? [.. turns[0].Parts] : [];
        if (!string.IsNullOrEmpty(opening))
            parts.InsertRange(0, parts.Count > 0 ? [new PromptPart.Text(opening), NewLine()] : [new PromptPart.Text(opening)]);
        if (closing is not null)
            parts.AddRange(parts.Count > 0 ? [NewLine(), new PromptPart.Text(closing)] : [new PromptPart.Text(closing)]);
        return parts.Count == 0 ? turns : [new ChatTurn(TurnRole.System, parts), .. begins ? turns[1..] : turns];
    }

    private static TurnRole RoleOf(MessageRole role)
        => role == MessageRole.User || role == MessageRole.Tool ? TurnRole.User
            : role == MessageRole.Assistant ? TurnRole.Assistant
            : role == MessageRole.System ? TurnRole.System
            : throw new NotSupportedException($"A message has the role '{role.Value}'; the model knows system, user, assistant and tool.");

    private List<PromptPart> Parts(ChatMessage message)
    {
        var parts = new List<PromptPart>();
        FunctionCallContent[] calls = [.. message.Contents.OfType<FunctionCallContent>()];
        foreach (var content in message.Contents)
        {
            switch (content)
            {
                case TextContent text when message.Role == MessageRole.Tool && IsCopyOfResult(text, message):
                case UsageContent:
                    break;
                case TextContent text when message.Role != MessageRole.Tool:
                    parts.Add(new PromptPart.Text(text.Text));
                    break;
                case DataContent or UriContent:
                    parts.AddRange([Picture(content, message.Role), NewLine()]);
                    break;
                case FunctionCallContent call when message.Role == MessageRole.Assistant:
                    _called[call.CallId] = call.Name;
                    if (call == calls[^1])
                        parts.AddRange(OnItsOwn(parts, new PromptPart.Text(ToolText.Calls(calls))));
                    break;
                case FunctionResultContent result when message.Role == MessageRole.Tool:
                    parts.AddRange(OnItsOwn(parts, [.. Result(result)]));
                    break;
                default:
                    throw new NotSupportedException($"A message of the {message.Role.Value} has a {content.GetType().Name}; the model takes text and pictures, calls of tools from the assistant, and from the tool their results alone.");
            }
        }

        return parts;
    }

    // Some frameworks add what a tool gave as the message's text. By itself it would pass for the user's words.
    private static bool IsCopyOfResult(TextContent text, ChatMessage message)
        => string.IsNullOrEmpty(text.Text) || message.Contents.OfType<FunctionResultContent>().Any(result => result.Result?.ToString() == text.Text);

    private IEnumerable<PromptPart> Result(FunctionResultContent result)
    {
        if (!_called.TryGetValue(result.CallId, out string? tool))
            throw new ArgumentException($"A message has the result of a call '{result.CallId}' that no message before it makes; keep the assistant's message with the call.");
        AIContent[] shown = result.Result switch
        {
            AIContent one => [one],
            IEnumerable<AIContent> several => [.. several],
            _ => [],
        };
        foreach (var picture in shown.Where(content => content is DataContent or UriContent))
        {
            yield return Picture(picture, MessageRole.User);
            yield return NewLine();
        }

        if (shown.FirstOrDefault(content => content is not (DataContent or UriContent or TextContent)) is { } unknown)
            throw new NotSupportedException($"The tool '{tool}' gave a {unknown.GetType().Name} as its result; values, text and pictures can be given to the model.");
        object? value = result.Result;
        if (shown.Length > 0)
            value = shown.Any(content => content is TextContent) ? string.Join('\n', shown.OfType<TextContent>()) : "shown above";
        else if (value is null && result.Exception is not null)
            value = "The tool failed.";   // the exception's own words may be none of the model's business
        yield return new PromptPart.Text(ToolText.Result(tool, value));
    }

    private PromptPart.Picture Picture(AIContent content, MessageRole role)
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
            throw new NotSupportedException($"A message of the {role.Value} has a picture; pictures belong into messages of the user, or into the result of a tool.");
        _pictures.Add(content);
        return new PromptPart.Picture(_pictures.Count - 1);
    }

    private static IEnumerable<PromptPart> OnItsOwn(List<PromptPart> before, params IEnumerable<PromptPart> parts)
        => before.Count == 0 ? parts : parts.Prepend(NewLine());

    private static PromptPart.Text NewLine() => new("\n");
}
