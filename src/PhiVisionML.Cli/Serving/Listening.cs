namespace PhiVisionML.Cli.Serving;

/// <summary>Where a server listens, and to whom.</summary>
/// <param name="Address">Where.</param>
/// <param name="Keys">Keys that let in.</param>
/// <param name="KeyFile">A file with further ones; null for none.</param>
/// <param name="AllowAnonymous">Whether everybody is let in where there is no key.</param>
internal sealed record Listening(ListenAddress Address, IReadOnlyList<string> Keys, string? KeyFile, bool AllowAnonymous);
