namespace PhiVisionML.Training.Samples;

/// <summary>Rows by index. Implementations may be read from several threads at once.</summary>
public interface ISampleSource
{
    /// <summary>Number of rows.</summary>
    int Count { get; }

    /// <summary>The size of a row, without reading its pictures.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    SampleSize Size(int index);

    /// <summary>A number that follows from the row's content, pictures included, without reading it.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    uint Checksum(int index);

    /// <summary>A row.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    TrainingSample Get(int index);
}
