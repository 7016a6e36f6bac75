using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PhiVisionML.Review.Tests.Browser;

/// <summary>A window of the browser: goes to pages, presses keys, and keeps what the pages complain of.</summary>
internal sealed class Tab : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DevTools _tools;
    private readonly string _session;
    private readonly string _context;
    private TaskCompletionSource _loaded = new();

    private Tab(DevTools tools, string session, string context)
    {
        (_tools, _session, _context) = (tools, session, context);
        tools.Told += OnTold;
    }

    /// <summary>Violations of the content policy, errors of scripts, and dialogs.</summary>
    public ConcurrentQueue<string> Complaints { get; } = new();

    public static async Task<Tab> OpenAsync(DevTools tools)
    {
        string context = (await tools.CallAsync("Target.createBrowserContext")).GetProperty("browserContextId").GetString()!;
        string target = (await tools.CallAsync("Target.createTarget", new JsonObject { ["url"] = "about:blank", ["browserContextId"] = context })).GetProperty("targetId").GetString()!;
        string session = (await tools.CallAsync("Target.attachToTarget", new JsonObject { ["targetId"] = target, ["flatten"] = true })).GetProperty("sessionId").GetString()!;
        var tab = new Tab(tools, session, context);
        foreach (string domain in (string[])["Page", "Runtime", "Log", "Audits"])
            await tab.CallAsync(domain + ".enable");
        return tab;
    }

    public Task<JsonElement> CallAsync(string method, JsonObject? parameters = null) => _tools.CallAsync(method, parameters, _session);

    /// <summary>Goes to an address.</summary>
    public Task GoAsync(Uri address) => LoadAsync(() => CallAsync("Page.navigate", new JsonObject { ["url"] = address.ToString() }));

    /// <summary>Does something that leads to another page, and waits for it.</summary>
    public async Task LoadAsync(Func<Task> act)
    {
        var loaded = _loaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await act();
        await loaded.Task.WaitAsync(Patience);
    }

    /// <summary>Presses a key.</summary>
    public async Task PressAsync(string key)
    {
        string? text = key switch { "Enter" => "\r", { Length: 1 } => key, _ => null };
        int code = key switch { "Enter" => 13, "Escape" => 27, "Tab" => 9, _ => char.ToUpperInvariant(key[0]) };
        string name = key.Length == 1 && char.IsLetter(key[0]) ? "Key" + key.ToUpperInvariant() : key;
        await CallAsync("Input.dispatchKeyEvent", new JsonObject { ["type"] = text is null ? "rawKeyDown" : "keyDown", ["key"] = key, ["code"] = name, ["text"] = text ?? "", ["windowsVirtualKeyCode"] = code });
        await CallAsync("Input.dispatchKeyEvent", new JsonObject { ["type"] = "keyUp", ["key"] = key, ["code"] = name, ["windowsVirtualKeyCode"] = code });
    }

    /// <summary>Presses a key that leads to another page.</summary>
    public Task PressAndLoadAsync(string key) => LoadAsync(() => PressAsync(key));

    /// <summary>Writes into what has the focus, over what is selected.</summary>
    public Task WriteAsync(string text) => CallAsync("Input.insertText", new JsonObject { ["text"] = text });

    /// <summary>Clicks the first element of a selector with the mouse.</summary>
    public async Task ClickAsync(string selector)
    {
        string at = JsonSerializer.Serialize(selector);
        var place = await EvaluateAsync($"(() => {{ const e = document.querySelector({at}); e.scrollIntoView({{block: 'center'}}); const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; }})()");
        foreach (string type in (string[])["mousePressed", "mouseReleased"])
            await CallAsync("Input.dispatchMouseEvent", new JsonObject { ["type"] = type, ["x"] = place[0].GetDouble(), ["y"] = place[1].GetDouble(), ["button"] = "left", ["clickCount"] = 1 });
    }

    /// <summary>What an expression is worth in the page.</summary>
    public async Task<JsonElement> EvaluateAsync(string expression)
    {
        var answer = await CallAsync("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true });
        return answer.TryGetProperty("exceptionDetails", out var fault) ? throw new InvalidOperationException($"{expression}: {fault}")
            : answer.GetProperty("result").TryGetProperty("value", out var value) ? value : default;
    }

    public async Task<string> TextAsync(string expression) => (await EvaluateAsync(expression)).GetString() ?? "";

    /// <summary>What the page says, as it is seen.</summary>
    public Task<string> SeenAsync(string selector = "body") => TextAsync($"document.querySelector({JsonSerializer.Serialize(selector)})?.innerText ?? ''");

    /// <summary>Waits until an expression holds.</summary>
    public async Task WaitForAsync(string expression)
    {
        for (var end = DateTime.UtcNow + Patience; !(await EvaluateAsync($"!!({expression})")).GetBoolean(); await Task.Delay(50))
            if (DateTime.UtcNow > end)
                throw new TimeoutException($"It never held: {expression}");
    }

    public Task DisableScriptsAsync() => CallAsync("Emulation.setScriptExecutionDisabled", new JsonObject { ["value"] = true });

    public Task PreferAsync(string scheme) => CallAsync("Emulation.setEmulatedMedia", new JsonObject { ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme }) });

    public Task ResizeAsync(int width, int height, bool isPhone = false)
        => CallAsync("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = isPhone });

    /// <summary>The window as PNG.</summary>
    public async Task<byte[]> ScreenshotAsync() => (await CallAsync("Page.captureScreenshot", new JsonObject { ["format"] = "png" })).GetProperty("data").GetBytesFromBase64();

    public async ValueTask DisposeAsync()
    {
        _tools.Told -= OnTold;
        await _tools.CallAsync("Target.disposeBrowserContext", new JsonObject { ["browserContextId"] = _context });
    }

    private void OnTold(string session, string name, JsonElement told)
    {
        if (session != _session)
            return;
        if (name == "Page.loadEventFired")
            _loaded.TrySetResult();
        else if (name == "Page.javascriptDialogOpening")
        {
            Complaints.Enqueue($"dialog: {told}");
            _ = CallAsync("Page.handleJavaScriptDialog", new JsonObject { ["accept"] = false });
        }
        else if (name == "Runtime.exceptionThrown")
            Complaints.Enqueue($"script: {told}");
        else if (name == "Log.entryAdded" && told.GetProperty("entry").GetProperty("source").GetString() is "security" or "javascript")
            Complaints.Enqueue($"log: {told}");
        else if (name == "Audits.issueAdded" && told.ToString().Contains("ContentSecurityPolicy", StringComparison.Ordinal))
            Complaints.Enqueue($"policy: {told}");
    }
}
