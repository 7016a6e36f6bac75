namespace PhiVisionML.Chaos;

/// <summary>What happens, and how often.</summary>
internal sealed record ChaosOptions
{
    public const string Sqlite = "sqlite", Postgres = "postgres";

    public static readonly ChaosOptions Defaults = new();

    public string Store { get; init; } = Sqlite;

    public int Jobs { get; init; } = 5000;

    public int Workers { get; init; } = 3;

    public int Kills { get; init; } = 100;

    public int Restarts { get; init; } = 5;

    public bool DiskFull { get; init; } = true;

    /// <summary>Milliseconds between kills, on average.</summary>
    public int Gap { get; init; } = 1500;

    /// <summary>Milliseconds that a product takes.</summary>
    public int Pace { get; init; } = 100;

    public int Seed { get; init; } = 1;
}
