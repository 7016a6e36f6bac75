using System.CommandLine;
using PhiVisionML.Enrichment.Stores;

namespace PhiVisionML.Cli.Enriching;

/// <summary>The option that names the database of an enrichment.</summary>
internal sealed class StoreOption
{
    /// <summary>The variable that names it, too: a password on the command line can be read by other users of the machine.</summary>
    private const string Variable = "PHIVISION_STORE";

    private const string DefaultFile = "enrichment.db";

    /// <param name="defaultText">What it is without the option, for the help.</param>
    public StoreOption(string defaultText = DefaultFile)
        => Option = new("--store") { Description = $"Database of queue, ledger and releases: a SQLite file, or for several machines PostgreSQL as postgres://user@host/name. Default: {Variable}, else {defaultText}." };

    public Option<string?> Option { get; }

    /// <summary>What is named; null if nothing is.</summary>
    public string? Named(ParseResult parsed) => parsed.GetValue(Option) ?? Environment.GetEnvironmentVariable(Variable);

    /// <summary>Where the database is.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="other">Where it is if nothing is named.</param>
    public string Connection(ParseResult parsed, string other = DefaultFile) => Named(parsed) ?? other;

    /// <summary>Opens the database, and makes it if it is missing.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="other">Where it is if nothing is named.</param>
    /// <param name="cancellation">Gives up.</param>
    public EnrichmentDatabase Open(ParseResult parsed, CancellationToken cancellation, string other = DefaultFile)
    {
        var database = EnrichmentDatabase.Open(Connection(parsed, other));
        try
        {
            database.Jobs.InitializeAsync(cancellation).GetAwaiter().GetResult();
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Opens a database that has to be there.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public EnrichmentDatabase OpenExisting(ParseResult parsed, CancellationToken cancellation)
    {
        using (var database = EnrichmentDatabase.Open(Connection(parsed)))
        {
            if (!database.IsPostgres && !File.Exists(database.Name))
                throw new FileNotFoundException($"There is no database '{database.Name}'; name it with {Option.Name}.");
        }

        return Open(parsed, cancellation);
    }
}
