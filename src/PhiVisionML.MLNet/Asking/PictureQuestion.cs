namespace PhiVisionML.MLNet.Asking;

/// <summary>A product to look at, outside of data views.</summary>
/// <param name="Pictures">The bytes of its picture files, one for each picture column of the model; those behind the first may be missing.</param>
/// <param name="Cell">Gives the text of a column that the prompt names; plain text to the model, never a control token.</param>
public sealed record PictureQuestion(IReadOnlyList<ReadOnlyMemory<byte>> Pictures, Func<string, string> Cell);
