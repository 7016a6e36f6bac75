namespace PhiVisionML.Catalog.Drawing;

/// <summary>What is printed on a drawn product, in a tone that contrasts with its colour.</summary>
public enum ProductPattern
{
    /// <summary>Nothing.</summary>
    Plain,

    /// <summary>Parallel bands.</summary>
    Striped,

    /// <summary>A chessboard.</summary>
    Checked,

    /// <summary>Round dots.</summary>
    Dotted,
}
