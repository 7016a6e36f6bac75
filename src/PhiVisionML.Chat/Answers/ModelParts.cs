using PhiVisionML.Chat.Formats;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Text;

namespace PhiVisionML.Chat.Answers;

/// <summary>What a request is prepared with. Works on the CPU without waiting for the model, by any number of threads.</summary>
/// <param name="Prompts">Prompts to ids.</param>
/// <param name="Processor">Pictures to what the tower sees.</param>
/// <param name="Constraints">Formats to what an answer may be, token by token.</param>
/// <param name="MaxPositions">The model's longest sequence, prompt and answer together, in tokens.</param>
internal sealed record ModelParts(PromptEncoder Prompts, ImageProcessor Processor, AnswerConstraints Constraints, int MaxPositions);
