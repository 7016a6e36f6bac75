namespace PhiVisionML.Model.Text;

/// <summary>A stretch of plain text, or (with an empty text) one control token.</summary>
internal readonly record struct TextOrToken(string Text, AddedToken? Token);
