using System.Globalization;

namespace PhiVisionML.Benchmarks.CommandLine;

/// <summary>Words and <c>--name value</c> options of a command line. Every option must be asked for once, so that none is ignored.</summary>
internal sealed class Arguments
{
    private readonly Queue<string> _words = new();
    private readonly Dictionary<string, string> _options = new(StringComparer.Ordinal);

    /// <summary>Splits a command line.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="switches">Options that take no value.</param>
    public Arguments(IReadOnlyList<string> args, params string[] switches)
    {
        for (int i = 0; i < args.Count; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
                _words.Enqueue(args[i]);
            else if (switches.Contains(args[i]))
                _options[args[i]] = "";
            else if (i + 1 < args.Count)
                _options[args[i]] = args[++i];
            else
                throw new UsageException($"{args[i]} needs a value after it.");
        }
    }

    /// <summary>The next word, or null when there is none.</summary>
    public string? Word() => _words.TryDequeue(out string? word) ? word : null;

    /// <summary>Whether a switch was given.</summary>
    public bool Has(string name) => _options.Remove(name);

    /// <summary>The value of an option, or null.</summary>
    public string? Text(string name) => _options.Remove(name, out string? value) ? value : null;

    /// <summary>The value of an option that must be given.</summary>
    public string Required(string name, string meaning) => Text(name) ?? throw new UsageException($"{name} is missing: {meaning}.");

    /// <summary>A whole number from 1, or the default.</summary>
    public int Count(string name, int absent)
    {
        if (Text(name) is not { } text)
            return absent;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw new UsageException($"{name} is '{text}'; it must be a whole number from 1.");
    }

    /// <summary>Refuses what nobody asked for.</summary>
    public void Finish()
    {
        string[] left = [.. _words, .. _options.Keys];
        if (left.Length > 0)
            throw new UsageException($"Not understood here: {string.Join(", ", left)}. See --help.");
    }
}
