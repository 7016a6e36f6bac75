namespace PhiVisionML.Hosting.Enrichers;

/// <summary>Counts the energy that a part of the machine takes.</summary>
internal interface IEnergyCounter
{
    /// <summary>Where it starts again, in microjoules; 0 if it does not.</summary>
    long Range { get; }

    /// <summary>The count, in microjoules; <c>null</c> if it cannot be read.</summary>
    long? Read();
}
