namespace PhiVisionML.Enrichment.Jobs;

/// <summary>Where a job stands. The numbers are stored.</summary>
public enum JobState
{
    /// <summary>It waits, perhaps until a back-off ends.</summary>
    Ready = 0,

    /// <summary>A worker holds it.</summary>
    Leased = 1,

    /// <summary>Its answer is stored.</summary>
    Done = 2,

    /// <summary>It is given up, with its error, until somebody requeues it.</summary>
    Dead = 3,
}
