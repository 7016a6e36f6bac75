namespace PhiVisionML.Model.Constraints;

/// <summary>A step of a <see cref="Grammar"/>: any byte from <paramref name="Low"/> to <paramref name="High"/> leads to a state.</summary>
internal readonly record struct ByteEdge(byte Low, byte High, int To)
{
    public bool Holds(byte value) => Low <= value && value <= High;
}
