namespace PhiVisionML.Model.Text;

/// <summary>A token that stands beside the pieces of the vocabulary: a role, an end, a placeholder.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">The markup that stands for it, such as <c>&lt;|user|&gt;</c>.</param>
/// <param name="StripsRight">Whether it swallows all white space that follows it (<c>rstrip</c> in the published files).</param>
/// <param name="IsSpecial">Whether decoding leaves it out by default. The published <c>&lt;/s&gt;</c> is an added token that is not special.</param>
public sealed record AddedToken(int Id, string Content, bool StripsRight, bool IsSpecial);
