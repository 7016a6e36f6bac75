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
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.ErrorDataReceived += (_, told) =>
        {
            if (told.Data?.StartsWith(Announcement, StringComparison.Ordinal) == true)
                address.TrySetResult(new Uri(told.Data[Announcement.Length..]));
        };
        _process.BeginOutputReadLine();   // read on, so that it never waits for a reader
        _process.BeginErrorReadLine();
        if (await Task.WhenAny(address.Task, Task.Delay(TimeSpan.FromMinutes(1))) == address.Task)
            _tools = await DevTools.ConnectAsync(await address.Task);
    }

    /// <summary>A new window with nothing in its past.</summary>
    internal async Task<Tab> OpenAsync()
    {
        Assert.SkipWhen(_process is null, $"There is no {Program}; install Debian's package chromium.");
        Assert.True(_tools is not null, $"{Program} told of no DevTools within a minute.");
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
