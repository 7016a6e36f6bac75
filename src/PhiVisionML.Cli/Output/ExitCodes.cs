namespace PhiVisionML.Cli.Output;

/// <summary>What a command tells the shell.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>The command could not do what was asked; the reason is on standard error.</summary>
    public const int Failure = 1;

    /// <summary>The work was done, and found what the caller asked to be told of by this code (<c>doctor --fail-on</c>; <c>sample split</c>, if something crosses).</summary>
    public const int Found = 2;

    /// <summary>Ended by Ctrl-C; what was done so far is kept where the command says so.</summary>
    public const int Cancelled = 130;
}
