namespace PhiVisionML.Chat.Requests;

/// <summary>How many tokens an answer may have.</summary>
/// <param name="Default">Where the request says nothing.</param>
/// <param name="Most">What a request may ask for.</param>
internal sealed record OutputLimits(int Default, int Most);
