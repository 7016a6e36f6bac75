using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace PhiVisionML.Tests;

/// <summary>A PostgreSQL server of the tests' own, on loopback, in a folder that goes with it: Debian's binaries. It ends with this process, however that ends.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>Why there is none, where there is none.</summary>
    public const string Missing = "Needs PostgreSQL: install Debian's package postgresql, or name a server and a database in PHIVISION_TEST_POSTGRES, as Host=…;Database=….";

    private const string User = "phivision";

    private readonly string _binaries;
    private readonly string _data;
    private readonly string[] _settings;
    private readonly int _port;
    private Process? _process;

    private PostgresServer(string binaries, string data, string[] settings)
    {
        (_binaries, _data, _settings) = (binaries, data, settings);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _port = ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>How to connect to it.</summary>
    public string Connection => $"Host=127.0.0.1;Port={_port};Username={User};Database=postgres";

    /// <summary>Whether it does not run, because it was ended or went down.</summary>
    public bool HasEnded => _process!.HasExited;

    /// <summary>Starts one.</summary>
    /// <param name="data">A folder for its data; <c>null</c> for one below the system's.</param>
    /// <param name="settings">Its settings, as <c>fsync=off</c>.</param>
    /// <returns>It; <c>null</c> if PostgreSQL is not installed.</returns>
    public static async Task<PostgresServer?> StartAsync(string? data = null, params string[] settings)
    {
        string? binaries = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin")).Where(d => File.Exists(Path.Combine(d, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault()
            : null;
        if (binaries is null)
            return null;
        data ??= Directory.CreateTempSubdirectory("phivision-postgres-").FullName;
        var server = new PostgresServer(binaries, Path.Combine(data, "data"), settings);
        if (Environment.UserName == "root")   // which PostgreSQL does not run as
            await RunAsync("chown", "postgres", data);
        await server.RunAsUserAsync("initdb", "-D", server._data, "-U", User, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        await server.LaunchAsync();
        return server;
    }

    /// <summary>Ends it in a way of pg_ctl: fast ends connections, immediate leaves everything to recovery.</summary>
    public async Task StopAsync(string mode)
    {
        await RunAsUserAsync("pg_ctl", "stop", "-D", _data, "-m", mode);
        await _process!.WaitForExitAsync();
    }

    /// <summary>Starts it again, and waits until it answers.</summary>
    public async Task LaunchAsync()
    {
        // The shell waits for the end of its input, which is this process's end at the latest.
        string settings = string.Concat(_settings.Select(s => $" -c {s}"));
        string postgres = $"{_binaries}/postgres -D {_data} -p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=60{settings}";
        string script = $"exec 3<&0; {postgres} </dev/null >>{_data}.log 2>&1 & server=$!; {{ cat <&3 >/dev/null; kill -INT $server; }} & wait $server; kill $!";
        _process = Process.Start(new ProcessStartInfo(AsUser[0], [.. AsUser[1..], "sh", "-c", script]) { RedirectStandardInput = true, WorkingDirectory = "/" })!;
        await using var source = NpgsqlDataSource.Create(Connection + ";Pooling=false");
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync();
                return;
            }
            catch (NpgsqlException) when (attempt < 600 && !_process.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
            await StopAsync("immediate");
        Directory.Delete(Path.GetDirectoryName(_data)!, recursive: true);
    }

    private static string[] AsUser => Environment.UserName == "root" ? ["runuser", "-u", "postgres", "--"] : ["env"];

    private Task RunAsUserAsync(string program, params string[] arguments) => RunAsync(AsUser[0], [.. AsUser[1..], Path.Combine(_binaries, program), .. arguments]);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await output} {await error}");
    }
}
