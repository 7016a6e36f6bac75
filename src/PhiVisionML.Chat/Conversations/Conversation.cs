using Microsoft.Extensions.AI;
using PhiVisionML.Model.Text;

namespace PhiVisionML.Chat.Conversations;

/// <summary>A conversation as the template takes it.</summary>
/// <param name="Turns">The turns, oldest first; pictures are numbered through all of them.</param>
/// <param name="Pictures">Where the pictures come from (<see cref="DataContent"/>, <see cref="UriContent"/>), in the order of their numbers.</param>
internal sealed record Conversation(IReadOnlyList<ChatTurn> Turns, IReadOnlyList<AIContent> Pictures);
