using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Stores;
using PhiVisionML.Enrichment.Stores.Connections;
using PhiVisionML.Enrichment.Stores.Schema;
using Xunit;

namespace PhiVisionML.Enrichment.Tests.Stores;

public sealed class SqliteSchemaTests() : SchemaTests(new SqlitePlace());

public sealed class PostgresSchemaTests(PostgresFixture postgres) : SchemaTests(new PostgresPlace(postgres));

public abstract class SchemaTests(IPlace place) : StoreTests(place)
{
    private static readonly int Latest = Migration.All[^1].Version;

    private static readonly Migration Next = new(Latest + 1, _ => "ALTER TABLE enrichment_release ADD COLUMN remark text; CREATE INDEX enrichment_release_actor ON enrichment_release (actor)");

    [Fact]
    public async Task Older_tables_are_brought_up_to_date_once_whoever_comes_first()
    {
        var (run, _) = await AnswerAsync("1");
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(async () =>
        {
            await using var newer = OpenWith([.. Migration.All, Next]);
            await newer.Jobs.InitializeAsync();
        })));
        Assert.Equal($"{Latest + 1}", $"{await SqlAsync("SELECT max(version) FROM enrichment_schema")}");
        Assert.Equal($"{Latest + 1}", $"{await SqlAsync("SELECT count(*) FROM enrichment_schema")}");
        await SqlAsync("INSERT INTO enrichment_release (fingerprint, path, promoted_at, actor, remark) VALUES ('f', '/f', 0, 'eve', 'new')");
        await using var again = OpenWith([.. Migration.All, Next]);
        Assert.Equal(new JobCounts(0, 0, 1, 0), await again.Jobs.CountAsync(run.Id));
    }

    [Fact]
    public async Task Releases_of_the_first_tables_can_be_rolled_back()
    {
        await DropAsync();
        await using var older = OpenWith([Migration.All[0]]);
        await older.Jobs.InitializeAsync();
        foreach (string adapter in (string[])["f1", "f2", "f2", "f3"])
            await SqlAsync($"INSERT INTO enrichment_release (fingerprint, path, promoted_at, actor) VALUES ('{adapter}', '/{adapter}', 0, 'eve')");
        await Jobs.InitializeAsync();
        Assert.Equal("f2", (await Database.Releases.RollBackAsync("eve"))!.Fingerprint);
        Assert.Equal("f1", (await Database.Releases.RollBackAsync("eve"))!.Fingerprint);
        Assert.Null(await Database.Releases.RollBackAsync("eve"));
    }

    [Fact]
    public async Task Newer_tables_are_refused_with_both_versions()
    {
        await using var newer = OpenWith([.. Migration.All, Next]);
        await newer.Jobs.InitializeAsync();
        var e = await Assert.ThrowsAsync<InvalidDataException>(() => Jobs.InitializeAsync());
        Assert.Contains($"version {Latest + 1}; this release knows versions up to {Latest}", e.Message);
    }

    [Fact]
    public async Task A_step_that_fails_leaves_everything_as_it_was()
    {
        await using var broken = OpenWith([.. Migration.All, Next, new Migration(Latest + 2, _ => "CREATE TABLE half (id int); SELECT * FROM no_such_table")]);
        await Assert.ThrowsAnyAsync<Exception>(() => broken.Jobs.InitializeAsync());
        Assert.Equal($"{Latest}", $"{await SqlAsync("SELECT max(version) FROM enrichment_schema")}");
        await Jobs.InitializeAsync();
        await using var mended = OpenWith([.. Migration.All, Next, new Migration(Latest + 2, _ => "CREATE TABLE half (id int)")]);
        await mended.Jobs.InitializeAsync();
        Assert.Equal($"{Latest + 2}", $"{await SqlAsync("SELECT max(version) FROM enrichment_schema")}");
    }

    [Fact]
    public async Task Several_processes_make_the_tables_at_once()
    {
        await DropAsync();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            await using var own = EnrichmentDatabase.Open(Connection);
            await own.Jobs.InitializeAsync();
        })));
        await AnswerAsync("1");
    }

    [Fact]
    public async Task Without_tables_one_is_told_to_make_them()
    {
        await SqlAsync("DROP TABLE enrichment_job_count");
        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => Jobs.CountAsync(null));
        Assert.Contains("call InitializeAsync first", e.Message);
    }

    private async Task DropAsync()
    {
        foreach (string table in new[] { "job_count", "proposal_count", "ledger", "proposal", "answer", "job", "run", "release", "schema" })
            await SqlAsync($"DROP TABLE enrichment_{table}");
        if (Database.IsPostgres)
            await SqlAsync("DROP FUNCTION enrichment_ledger_refuse; DROP FUNCTION enrichment_count_jobs; DROP FUNCTION enrichment_count_proposals");
    }

    private EnrichmentDatabase OpenWith(IReadOnlyList<Migration> migrations) => new(ConnectionText.Read(Connection), Retries, migrations);
}
