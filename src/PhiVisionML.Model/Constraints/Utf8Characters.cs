using System.Text;

namespace PhiVisionML.Model.Constraints;

/// <summary>Grammar parts for characters of UTF-8: ranges of code points become ranges of bytes, so that no broken text fits.</summary>
internal sealed class Utf8Characters(GrammarBuilder builder)
{
    private static readonly int[] _lastOfLength = [0x7F, 0x7FF, 0xFFFF];

    /// <summary>Any one character of a set.</summary>
    public Fragment Of(CodePointSet set)
    {
        var fragment = new Fragment(builder.State(), builder.State());
        Add(fragment, set);
        return fragment;
    }

    /// <summary>Adds any one character of a set as ways through a part.</summary>
    public void Add(Fragment fragment, CodePointSet set)
    {
        int[] tails = Tails(fragment.Out, set.Ranges.Count == 0 ? 0 : set.Ranges[^1].Last);
        foreach ((int first, int last) in set.Ranges) Add(fragment.In, first, last, tails);
    }

    /// <summary>States from which a given number of any continuation bytes leads out.</summary>
    private int[] Tails(int end, int last)
    {
        List<int> tails = [end];
        for (int count = 0; count < _lastOfLength.Count(bound => last > bound); count++)
        {
            tails.Add(builder.State());
            builder.Step(tails[^1], 0x80, 0xBF, tails[^2]);
        }

        return [.. tails];
    }

    /// <summary>Splits a range until each byte of the first and last character bounds a range of its own.</summary>
    private void Add(int from, int first, int last, int[] tails)
    {
        foreach (int bound in _lastOfLength)
        {
            if (first > bound || last <= bound) continue;
            Add(from, first, bound, tails);
            Add(from, bound + 1, last, tails);
            return;
        }

        int length = 1 + _lastOfLength.Count(bound => first > bound);
        for (int continuation = 1; continuation < length; continuation++)
        {
            int low = (1 << (6 * continuation)) - 1;
            if ((first & ~low) == (last & ~low)) continue;
            int cut = (first & low) != 0 ? (first | low) + 1 : last & ~low;
            if ((first & low) == 0 && (last & low) == low) continue;
            Add(from, first, cut - 1, tails);
            Add(from, cut, last, tails);
            return;
        }

        AddBytes(from, Encode(first), Encode(last), tails);
    }

    private void AddBytes(int from, byte[] first, byte[] last, int[] tails)
    {
        for (int at = 0; at < first.Length; at++)
        {
            int rest = first.Length - at - 1;
            bool restIsFree = Enumerable.Range(at + 1, rest).All(i => first[i] == 0x80 && last[i] == 0xBF);
            int next = restIsFree ? tails[rest] : builder.State();
            builder.Step(from, first[at], last[at], next);
            if (restIsFree) return;
            from = next;
        }
    }

    private static byte[] Encode(int codePoint)
    {
        Span<byte> bytes = stackalloc byte[4];
        return bytes[..new Rune(codePoint).EncodeToUtf8(bytes)].ToArray();
    }
}
