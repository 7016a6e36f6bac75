namespace PhiVisionML.MLNet;

/// <summary>A row that could not be trained on.</summary>
/// <param name="Id">Its id, or its place in the data: "row 1" is the first.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record RefusedRow(string Id, string Reason);
