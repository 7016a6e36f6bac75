using System.CommandLine;

namespace PhiVisionML.Cli.Pipelines;

/// <summary>The option that reads columns of a table under other names.</summary>
internal static class ColumnMap
{
    public static Option<string[]> Option() => new("--map") { Description = "Read a column under another name: full_price=Listenpreis. May be given several times." };

    /// <summary>The names by which columns are read, and the columns.</summary>
    /// <exception cref="ArgumentException">A pair has no sign in it, or a name occurs twice.</exception>
    public static Dictionary<string, string> Parse(string[]? pairs)
    {
        var map = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string pair in pairs ?? [])
        {
            int sign = pair.IndexOf('=', StringComparison.Ordinal);
            if (sign <= 0 || sign == pair.Length - 1)
                throw new ArgumentException($"--map is '{pair}'; it must be NAME=COLUMN, for example full_price=Listenpreis.");
            if (!map.TryAdd(pair[..sign].Trim(), pair[(sign + 1)..].Trim()))
                throw new ArgumentException($"--map names '{pair[..sign].Trim()}' twice.");
        }

        return map;
    }
}
