namespace PhiVisionML.Chat.Tests.Fakes;

/// <summary>Waits for what other threads do, and not for ever.</summary>
internal static class Waiting
{
    public static async Task UntilAsync(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!holds())
            await Task.Delay(5, patience.Token);
    }
}
