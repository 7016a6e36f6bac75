using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Stores;
using Xunit;

namespace PhiVisionML.Enrichment.Tests.Stores;

public class ConnectionTextTests
{
    [Theory]
    [InlineData("postgres://eve:s%3Acret@db.example:5433/catalog?sslmode=require&connect_timeout=5", "postgres://db.example:5433/catalog")]
    [InlineData("postgresql://db.example", "postgres://db.example:5432/")]
    [InlineData("postgres://db.example/a%20b", "postgres://db.example:5432/a b")]
    [InlineData("Host=db.example;Password=secret;Database=catalog", "postgres://db.example:5432/catalog")]
    [InlineData(" server=db.example;Username=eve;Password=secret", "postgres://db.example:5432/eve")]
    public async Task PostgreSQL_is_named_without_its_password(string text, string name)
    {
        await using var database = EnrichmentDatabase.Open(text);
        Assert.True(database.IsPostgres);
        Assert.Equal(name, database.Name);
    }

    [Theory]
    [InlineData("enrichment.db")]
    [InlineData("runs/host.db")]
    [InlineData("a=b.db")]
    public async Task Anything_else_is_a_file(string path)
    {
        await using var database = EnrichmentDatabase.Open(path);
        Assert.False(database.IsPostgres);
        Assert.Equal(Path.GetFullPath(path), database.Name);
    }

    [Theory]
    [InlineData("mysql://eve:secret@db/catalog", "addresses of other kinds")]
    [InlineData("postgres://eve:secret@db:no/catalog", "cannot be read")]
    [InlineData("postgres://eve:secret@db/catalog?colour=secret", "a setting 'colour'")]
    [InlineData("postgres://eve:secret@db/catalog?port=secret", "a setting 'port'")]
    [InlineData("Host=db;Password=secret;Colour=secret", "a setting is not known")]
    [InlineData("Host=db;Port=secret", "a setting is not known")]
    [InlineData(" ", "")]
    public void What_cannot_be_read_is_refused_without_repeating_passwords(string text, string part)
    {
        var e = Assert.ThrowsAny<ArgumentException>(() => EnrichmentDatabase.Open(text));
        Assert.Contains(part, e.Message);
        Assert.DoesNotContain("secret", e.ToString());
    }

    [Fact]
    public void Retries_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => EnrichmentDatabase.Open("x.db", new RetryOptions { MaxAttempts = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => EnrichmentDatabase.Open("x.db", new RetryOptions { FirstBackOff = TimeSpan.FromSeconds(-1) }));
    }
}
