using System.CommandLine;

namespace PhiVisionML.Cli.Output;

/// <summary>Options that do nothing under a condition. Given nevertheless they are a mistake, which would be noticed late.</summary>
/// <param name="Options">The options.</param>
/// <param name="Are">Whether they do nothing.</param>
/// <param name="Because">What follows the option's name: why they do nothing, and what to do instead.</param>
internal sealed record IdleOptions(IEnumerable<Option> Options, Func<ParseResult, bool> Are, string Because)
{
    /// <summary>Refuses the first option that is given and does nothing.</summary>
    /// <exception cref="ArgumentException">There is one.</exception>
    public static void Refuse(ParseResult parsed, IEnumerable<IdleOptions> table)
    {
        foreach (var idle in table.Where(idle => idle.Are(parsed)))
        {
            if (idle.Options.FirstOrDefault(option => IsGiven(parsed, option)) is { } given)
                throw new ArgumentException($"{given.Name} {idle.Because}");
        }
    }

    /// <summary>Whether an option stands on the command line.</summary>
    public static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };
}
