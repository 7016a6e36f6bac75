using System.Text;
using PhiVisionML.Model.Constraints;

namespace PhiVisionML.Model.Tests.Constraints;

/// <summary>Reads texts by a grammar, without tokens.</summary>
internal static class GrammarReader
{
    public static bool Fits(Grammar grammar, string text) => Fits(grammar, Encoding.UTF8.GetBytes(text));

    public static bool Fits(Grammar grammar, ReadOnlySpan<byte> text)
    {
        HashSet<int> states = [grammar.Start];
        foreach (byte value in text) states = [.. states.SelectMany(state => grammar.Edges[state]).Where(edge => edge.Holds(value)).Select(edge => edge.To)];
        return states.Any(state => grammar.Accepts[state]);
    }
}
