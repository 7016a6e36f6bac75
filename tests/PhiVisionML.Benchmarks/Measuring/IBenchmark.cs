namespace PhiVisionML.Benchmarks.Measuring;

/// <summary>Something that can be measured by name.</summary>
internal interface IBenchmark
{
    /// <summary>The name on the command line and in the results.</summary>
    string Name { get; }

    /// <summary>What is measured, in a few words.</summary>
    string What { get; }

    /// <summary>Measures and writes the results.</summary>
    void Run(Settings settings, Report report);
}
