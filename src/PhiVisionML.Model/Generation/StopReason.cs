namespace PhiVisionML.Model.Generation;

/// <summary>Why an answer ended.</summary>
public enum StopReason
{
    /// <summary>The model gave a stop token.</summary>
    StopToken,

    /// <summary>The text reached one of the stop strings.</summary>
    StopString,

    /// <summary>The answer has <see cref="GenerationOptions.MaxNewTokens"/> tokens.</summary>
    MaxTokens,

    /// <summary>Prompt and answer fill the model's longest sequence.</summary>
    ContextLength,
}
