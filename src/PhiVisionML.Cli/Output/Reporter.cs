using System.Globalization;
using Spectre.Console;

namespace PhiVisionML.Cli.Output;

/// <summary>What a person reads while a command works: progress bars in a terminal, plain lines elsewhere. Everything goes to standard error, so that standard output holds results alone.</summary>
internal sealed class Reporter
{
    // No edge to wrap at: a line of a log is found as a whole.
    private const int FileWidth = 1000;

    private readonly IAnsiConsole _console;
    private readonly bool _quiet;

    public Reporter(bool quiet, TextWriter? writer = null)
    {
        _quiet = quiet;
        _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer ?? Console.Error) });
        IsTerminal = writer is null && !Console.IsErrorRedirected;
        if (!IsTerminal)
            _console.Profile.Width = FileWidth;
    }

    /// <summary>Whether somebody watches.</summary>
    public bool IsTerminal { get; }

    /// <summary>Writes a line.</summary>
    public void Line(string text)
    {
        if (!_quiet)
            _console.WriteLine(text);
    }

    /// <summary>Asks a person for a line; nobody else.</summary>
    public void Prompt(string text)
    {
        if (!_quiet && IsTerminal)
            _console.Write(new Text(text));
    }

    /// <summary>Writes a table; long cells are wrapped within their column.</summary>
    /// <param name="headings">The names of the columns.</param>
    /// <param name="rows">A cell for each column.</param>
    public void Table(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (_quiet)
            return;
        var table = new Table { Border = TableBorder.Simple };
        foreach (string heading in headings)
            table.AddColumn(Markup.Escape(heading));
        foreach (var row in rows)
            table.AddRow(row.Select(cell => new Text(cell)));
        _console.Write(table);
    }

    /// <summary>Writes a heading.</summary>
    public void Heading(string text)
    {
        if (_quiet)
            return;
        if (IsTerminal)
            _console.MarkupLineInterpolated($"[bold]{text}[/]");
        else
            _console.WriteLine(text);
    }

    /// <summary>Writes an error that ends the command.</summary>
    public void Error(string text)
    {
        if (IsTerminal)
            _console.MarkupLineInterpolated($"[red]error:[/] {text}");
        else
            _console.WriteLine("error: " + text);
    }

    /// <summary>Works while showing how far it is.</summary>
    /// <param name="title">What is being done.</param>
    /// <param name="work">Reports the done share (0 to 1) and a remark.</param>
    public T Track<T>(string title, Func<Action<double, string>, T> work)
    {
        if (_quiet)
            return work((_, _) => { });
        return IsTerminal ? TrackWithBar(title, work) : TrackWithLines(title, work);
    }

    private T TrackWithBar<T>(string title, Func<Action<double, string>, T> work)
        => _console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new SpinnerColumn())
            .Start(context =>
            {
                var task = context.AddTask(Markup.Escape(title), maxValue: 1);
                var result = work((share, remark) =>
                {
                    task.Value = share;
                    task.Description = remark.Length == 0 ? Markup.Escape(title) : Markup.Escape($"{title} ({remark})");
                });
                task.Value = 1;
                return result;
            });

    private T TrackWithLines<T>(string title, Func<Action<double, string>, T> work)
    {
        const double step = 0.1, rounding = 1e-9;   // 0.6 / 0.1 is a little less than 6
        double next = step;
        _console.WriteLine(title + " …");
        var lines = new Lock();
        return work((share, remark) =>
        {
            lock (lines)
            {
                if (share < next)
                    return;
                next = (Math.Floor(share / step + rounding) + 1) * step;
                _console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {title}: {share * 100:F0} %{(remark.Length == 0 ? "" : $" ({remark})")}"));
            }
        });
    }
}
