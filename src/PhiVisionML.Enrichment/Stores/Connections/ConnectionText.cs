using System.Text.RegularExpressions;
using Npgsql;

namespace PhiVisionML.Enrichment.Stores.Connections;

/// <summary>Reads what users write to name a database. Nothing of it but keys is repeated in errors: it may hold a password.</summary>
internal static partial class ConnectionText
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // libpq's names, where Npgsql's are others
    private static readonly Dictionary<string, string> Settings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["connect_timeout"] = "Timeout",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["dbname"] = "Database",
        ["user"] = "Username",
    };

    /// <summary>The database that the text names.</summary>
    /// <exception cref="ArgumentException">It names none.</exception>
    public static IConnections Read(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        if (Scheme().IsMatch(text))
            return new PostgresConnections(FromUri(text));
        if (Keywords().IsMatch(text))
            return new PostgresConnections(FromKeywords(text));
        if (text.Contains("://", StringComparison.Ordinal))
            throw new ArgumentException("The database is to be a file's path, postgres://user:password@host/database, or Host=…;Database=…; addresses of other kinds are not known.");
        return new SqliteConnections(Path.GetFullPath(text), Patience);
    }

    private static NpgsqlConnectionStringBuilder FromKeywords(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new ArgumentException("The PostgreSQL connection cannot be read: a setting is not known or has a wrong value. It is written Host=…;Port=…;Database=…;Username=…;Password=….");
        }
    }

    private static NpgsqlConnectionStringBuilder FromUri(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri))
            throw new ArgumentException("The PostgreSQL address cannot be read; it is written postgres://user:password@host:port/database, with % codes for special characters of user and password.");
        var connection = new NpgsqlConnectionStringBuilder { Host = uri.Host.Length > 0 ? uri.Host : "localhost" };
        if (uri.Port > 0)
            connection.Port = uri.Port;
        if (uri.AbsolutePath.Length > 1)
            connection.Database = Uri.UnescapeDataString(uri.AbsolutePath[1..]);
        string[] user = uri.UserInfo.Split(':', 2);
        if (user[0].Length > 0)
            connection.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length > 1)
            connection.Password = Uri.UnescapeDataString(user[1]);
        foreach (string setting in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = setting.Split('=', 2);
            string key = Uri.UnescapeDataString(pair[0]);
            try
            {
                connection[Settings.GetValueOrDefault(key, key.Replace("_", "", StringComparison.Ordinal))] = Uri.UnescapeDataString(pair.Length > 1 ? pair[1] : "");
            }
            catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
            {
                throw new ArgumentException($"The PostgreSQL address has a setting '{key}' that is not known or has a wrong value.");
            }
        }

        return connection;
    }

    [GeneratedRegex("^postgres(ql)?://", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"(^|;)\s*(Host|Server)\s*=", RegexOptions.IgnoreCase)]
    private static partial Regex Keywords();
}
