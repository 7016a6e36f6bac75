using PhiVisionML.Model.Generation;

namespace PhiVisionML.Chat.Answers;

/// <summary>A piece of an answer as it appears.</summary>
/// <param name="Text">Whole characters; may be empty.</param>
/// <param name="End">The answer as a whole, in its last piece alone.</param>
/// <param name="Time">When it appeared, a timestamp of the client's clock.</param>
internal readonly record struct AnswerPiece(string Text, GenerationResult? End, long Time);
