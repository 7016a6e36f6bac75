namespace PhiVisionML.Enrichment.Tests.Stores;

/// <summary>Where a test's database lies.</summary>
public interface IPlace : IAsyncDisposable
{
    /// <summary>Makes it.</summary>
    /// <returns>What names it.</returns>
    Task<string> MakeAsync();
}

/// <summary>A SQLite file in a folder of its own.</summary>
public sealed class SqlitePlace : IPlace
{
    private readonly string _folder = Directory.CreateTempSubdirectory("phivision-store-").FullName;

    public Task<string> MakeAsync() => Task.FromResult(Path.Combine(_folder, "below", "enrichment.db"));

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}

/// <summary>A schema of the tests' PostgreSQL.</summary>
public sealed class PostgresPlace(PostgresFixture postgres) : IPlace
{
    private string? _connection;

    public async Task<string> MakeAsync() => _connection = await postgres.NewSchemaAsync();

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await postgres.DropAsync(_connection);
    }
}
