using System.Text;

namespace PhiVisionML.Model.Generation;

/// <summary>Lets text through until a stop string appears, and holds back what may be the beginning of one.</summary>
internal sealed class StopStringFilter(IReadOnlyList<string> stops)
{
    private readonly StringBuilder _held = new();

    /// <summary>Whether a stop string was reached; nothing passes afterwards.</summary>
    public bool Stopped { get; private set; }

    /// <summary>Takes new text and gives back what is certain to belong to the answer.</summary>
    public string Pass(string text)
    {
        if (stops.Count == 0 || Stopped)
            return Stopped ? "" : text;
        string all = _held.Append(text).ToString();
        int end = stops.Select(s => all.IndexOf(s, StringComparison.Ordinal)).Where(i => i >= 0).DefaultIfEmpty(-1).Min();
        if (end >= 0)
        {
            Stopped = true;
            _held.Clear();
            return all[..end];
        }

        int keep = stops.Max(stop => OverlapAtEnd(all, stop));
        _held.Clear().Append(all, all.Length - keep, keep);
        return all[..^keep];
    }

    /// <summary>Gives back what was held when the answer ends otherwise.</summary>
    public string Finish()
    {
        string rest = _held.ToString();
        _held.Clear();
        return rest;
    }

    private static int OverlapAtEnd(string text, string stop)
    {
        for (int length = Math.Min(stop.Length - 1, text.Length); length > 0; length--)
        {
            if (text.AsSpan(text.Length - length).SequenceEqual(stop.AsSpan(0, length)))
                return length;
        }

        return 0;
    }
}
