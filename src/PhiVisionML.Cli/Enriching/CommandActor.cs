namespace PhiVisionML.Cli.Enriching;

/// <summary>Who a command is in the ledger.</summary>
internal static class CommandActor
{
    /// <summary>The user of the machine.</summary>
    public static string Name => $"{Environment.UserName}@{Environment.MachineName}";
}
