namespace PhiVisionML.Model.Constraints.Json;

/// <summary>Everything in a schema that cannot be enforced, each once, in the order in which it was found.</summary>
internal sealed class SchemaRefusals
{
    private readonly HashSet<GrammarRefusal> _known = [];
    private readonly List<GrammarRefusal> _all = [];

    public void Add(string place, string reason)
    {
        var refusal = new GrammarRefusal(place, reason);
        if (_known.Add(refusal)) _all.Add(refusal);
    }

    /// <exception cref="GrammarRefusedException">Something was refused.</exception>
    public void ThrowIfAny()
    {
        if (_all.Count > 0) throw Exception(_all);
    }

    public static GrammarRefusedException Exception(params IReadOnlyList<GrammarRefusal> refusals) => new("The JSON schema", refusals);
}
