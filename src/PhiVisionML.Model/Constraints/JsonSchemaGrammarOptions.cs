namespace PhiVisionML.Model.Constraints;

/// <summary>How a <see cref="JsonSchemaGrammar"/> is built.</summary>
public sealed record JsonSchemaGrammarOptions
{
    /// <summary>White space outside of strings. Default <see cref="JsonLayout.Free"/>.</summary>
    public JsonLayout Layout { get; init; } = JsonLayout.Free;

    /// <summary>
    /// The most states of the grammar; default 250,000, at least 1. A character of a string with <c>maxLength</c> takes about ten, an
    /// element of an array with <c>maxItems</c> as many as its schema. What has no upper limit is a loop and takes none.
    /// </summary>
    public int MaxStates { get; init; } = RegexGrammar.DefaultMaxStates;
}
