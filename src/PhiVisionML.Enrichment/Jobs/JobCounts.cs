namespace PhiVisionML.Enrichment.Jobs;

/// <summary>How many jobs stand where.</summary>
/// <param name="Ready">Waiting.</param>
/// <param name="Leased">Held by workers.</param>
/// <param name="Done">Answered.</param>
/// <param name="Dead">Given up.</param>
public sealed record JobCounts(long Ready, long Leased, long Done, long Dead)
{
    /// <summary>All of them.</summary>
    public long Total => Ready + Leased + Done + Dead;

    /// <summary>Those that a worker has still to end.</summary>
    public long Open => Ready + Leased;
}
