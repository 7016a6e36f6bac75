namespace PhiVisionML.SemanticKernel.Asking;

/// <summary>What an agent asked for cannot be done; the message is the sentence that it gets.</summary>
internal sealed class SkillRefusal(string sentence, Exception? cause = null) : Exception(sentence, cause);
