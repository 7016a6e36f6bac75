namespace PhiVisionML.MLNet.Asking;

/// <summary>A token of a reply.</summary>
/// <param name="Text">The text that is finished with it; may be empty.</param>
/// <param name="Probability">Of the token among those that were allowed, given what came before it, 0 to 1; 1 for one that had to follow.</param>
public readonly record struct ReplyToken(string Text, double Probability);
