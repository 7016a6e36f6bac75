using System.Text.Json;

namespace PhiVisionML.Model.Constraints.Json;

/// <summary>The keywords that hold for a value at once: those of its schema, and of all that <c>$ref</c>, <c>allOf</c> and an enclosing <c>anyOf</c> join to it.</summary>
internal sealed class SchemaKeywords(SchemaRefusals refusals)
{
    private readonly List<SchemaKeyword> _all = [];

    /// <summary>Whether the schema <c>false</c> is among what was joined.</summary>
    public bool FitsNothing { get; set; }

    public void Add(SchemaKeyword keyword) => _all.Add(keyword);

    public bool Has(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
            if (_all.Exists(keyword => keyword.Name == name)) return true;
        return false;
    }

    /// <summary>Each occurrence of a keyword.</summary>
    public IEnumerable<SchemaKeyword> All(string name) => _all.Where(keyword => keyword.Name == name);

    /// <summary>Those whose names are not among these.</summary>
    public IEnumerable<SchemaKeyword> Beside(params IReadOnlyList<string> names) => _all.Where(keyword => !names.Contains(keyword.Name));

    /// <summary>The keyword, or null; refused where schemas that were joined give it several values.</summary>
    public SchemaKeyword? One(string name)
    {
        SchemaKeyword? first = null;
        foreach (SchemaKeyword keyword in All(name))
        {
            if (first is not null && !JsonElement.DeepEquals(first.Value, keyword.Value))
                refusals.Add(keyword.Place, $"'{name}' is given at {first.Place} too, and the two cannot be joined.");
            first ??= keyword;
        }

        return first;
    }

    /// <summary>The values of a keyword that counts something.</summary>
    public IEnumerable<int> Counts(string name)
    {
        foreach (SchemaKeyword keyword in All(name))
        {
            if (keyword.Value.ValueKind == JsonValueKind.Number && keyword.Value.TryGetDecimal(out decimal count) && count >= 0 && decimal.IsInteger(count))
                yield return (int)Math.Min(count, int.MaxValue);
            else
                refusals.Add(keyword.Place, $"it is {keyword.Value.GetRawText()}; a whole number from 0 on is needed.");
        }
    }

    /// <summary>The least and the most of what two keywords count; refused where the least is more.</summary>
    public (int Least, int? Most) Range(string least, string most)
    {
        (int from, int? to) = (Counts(least).DefaultIfEmpty(0).Max(), Counts(most).Select(count => (int?)count).Min());
        if (to < from) refusals.Add(All(most).First().Place, $"{most} is {to} and {least} {from}; nothing has so many.");
        return (from, to);
    }

    /// <summary>These keywords without one, for the branches that stood in it.</summary>
    public SchemaKeywords Without(SchemaKeyword left) => Copy(keyword => keyword.Name != left.Name);

    /// <summary>These keywords, to join others to.</summary>
    public SchemaKeywords Copy() => Copy(_ => true);

    private SchemaKeywords Copy(Predicate<SchemaKeyword> taken)
    {
        var copy = new SchemaKeywords(refusals);
        copy._all.AddRange(_all.FindAll(taken));
        return copy;
    }
}
