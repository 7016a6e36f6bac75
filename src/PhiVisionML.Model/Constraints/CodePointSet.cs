using System.Text;

namespace PhiVisionML.Model.Constraints;

/// <summary>A set of Unicode code points, as ascending ranges that do not touch. Surrogates are never in it. Immutable.</summary>
internal sealed class CodePointSet
{
    private const int Last = 0x10FFFF;

    private CodePointSet(IEnumerable<(int First, int Last)> ranges)
    {
        List<(int First, int Last)> merged = [];
        foreach ((int first, int last) in ranges.Where(range => range.First <= range.Last).Order())
        {
            if (merged.Count > 0 && first <= merged[^1].Last + 1) merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, last));
            else merged.Add((first, last));
        }

        Ranges = merged;
    }

    /// <summary>Every code point but the surrogates.</summary>
    public static CodePointSet All { get; } = new([(0, 0xD7FF), (0xE000, Last)]);

    /// <summary>What text is made of: all but the control characters, of which tab, line feed and carriage return are in it.</summary>
    public static CodePointSet Text { get; } = All.Except(Of((0, 0x1F), (0x7F, 0x9F))).Union(Of(('\t', '\n'), ('\r', '\r')));

    /// <summary>What can be seen: neither white space nor control characters.</summary>
    public static CodePointSet Visible { get; } = All.Except(Where(rune => Rune.IsWhiteSpace(rune) || Rune.IsControl(rune)));

    public IReadOnlyList<(int First, int Last)> Ranges { get; }

    public static CodePointSet Of(params IEnumerable<(int First, int Last)> ranges) => new(ranges);

    public static CodePointSet Of(Rune rune) => new([(rune.Value, rune.Value)]);

    public CodePointSet Union(CodePointSet other) => new(Ranges.Concat(other.Ranges));

    public CodePointSet Except(CodePointSet other) => Intersect(other.Complement());

    public CodePointSet Intersect(CodePointSet other) =>
        new(Ranges.SelectMany(a => other.Ranges, (a, b) => (Math.Max(a.First, b.First), Math.Min(a.Last, b.Last))));

    private CodePointSet Complement()
    {
        List<(int First, int Last)> gaps = [];
        int next = 0;
        foreach ((int first, int last) in Ranges)
        {
            gaps.Add((next, first - 1));
            next = last + 1;
        }

        gaps.Add((next, Last));
        return new(gaps.SelectMany(gap => new[] { (gap.First, Math.Min(gap.Last, 0xD7FF)), (Math.Max(gap.First, 0xE000), gap.Last) }));
    }

    private static CodePointSet Where(Func<Rune, bool> holds) =>
        new(Enumerable.Range(0, Last + 1).Where(value => Rune.IsValid(value) && holds(new Rune(value))).Select(value => (value, value)));
}
