namespace PhiVisionML.Enrichment.Stores.Schema;

/// <summary>A step from one version of the tables to the next.</summary>
/// <param name="Version">The version that it leads to.</param>
/// <param name="Script">Its statements, by <see cref="Connections.Dialect.Scripts"/>.</param>
internal sealed record Migration(int Version, Func<string, string> Script)
{
    /// <summary>All of them, in order. A script that was released is never changed: what comes later is another step.</summary>
    public static readonly IReadOnlyList<Migration> All = [new(1, database => Embedded($"001-{database}.sql")), new(2, database => Embedded($"002-{database}.sql"))];

    private static string Embedded(string name)
    {
        using Stream stream = typeof(Migration).Assembly.GetManifestResourceStream($"{typeof(Migration).Namespace}.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
