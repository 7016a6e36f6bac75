using System.Diagnostics;
using Xunit;

namespace PhiVisionML.Review.Tests.Browser;

/// <summary>Debian's Chromium without a window, shared by the tests of a class.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium", Announcement = "DevTools listening on ";

    private readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("chromium-");
    private Process? _process;
    private DevTools? _tools;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Program))
            return;
        string[] arguments = ["--headless=new", "--remote-debugging-port=0", $"--user-data-dir={_profile.FullName}", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "about:blank"];
        _process = Process.Start(new ProcessStartInfo(Program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await _process.StandardError.ReadLineAsync(patience.Token) is { } line)
        {
            if (!line.StartsWith(Announcement, StringComparison.Ordinal))
                continue;
            _process.ErrorDataReceived += (_, _) => { };
            _process.OutputDataReceived += (_, _) => { };
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();
            _tools = await DevTools.ConnectAsync(new Uri(line[Announcement.Length..]));
            return;
        }
    }

    /// <summary>A new window with nothing in its past.</summary>
    internal async Task<Tab> OpenAsync()
    {
        Assert.SkipWhen(_process is null, $"There is no {Program}; install Debian's package chromium.");
        Assert.True(_tools is not null, $"{Program} ended, or told of no DevTools within a minute.");
        return await Tab.OpenAsync(_tools);
    }

    public async ValueTask DisposeAsync()
    {
        if (_tools is not null)
            await _tools.DisposeAsync();
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        for (int i = 0; i < 20 && _profile.Exists; i++)   // its children end a little later
        {
            try
            {
                _profile.Delete(recursive: true);
                return;
            }
            catch (IOException)
            {
                await Task.Delay(100);
            }
        }
    }
}
