namespace PhiVisionML.Catalog.Answers;

/// <summary>Collects the closed list of values that a <see cref="AnswerFieldKind.Choice"/> field may take.</summary>
public static class ChoiceValues
{
    /// <summary>The distinct values of a choice field over the rows, folded as the template writes them, in ordinal order.</summary>
    /// <param name="field">A field of kind <see cref="AnswerFieldKind.Choice"/>.</param>
    /// <param name="values">The field's raw value of each row; missing and empty ones are passed over.</param>
    /// <returns>The distinct values; the same list whatever the order of the rows.</returns>
    /// <exception cref="ArgumentException">The field is not a choice, or no row has a value.</exception>
    public static IReadOnlyList<string> Collect(AnswerField field, IEnumerable<string?> values)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(values);
        if (field.Kind != AnswerFieldKind.Choice)
            throw new ArgumentException($"Field '{field.Name}' is of kind {field.Kind}; only a choice has a closed list of values.", nameof(field));

        var distinct = new SortedSet<string>(StringComparer.Ordinal);
        var rows = 0;
        foreach (var value in values)
        {
            rows++;
            var folded = WhiteSpace.Fold(value ?? "");
            if (folded.Length > 0) distinct.Add(folded);
        }
        return distinct.Count > 0
            ? [.. distinct]
            : throw new ArgumentException($"None of the {rows} rows has a value for the choice field '{field.Name}'; its list of values would be empty.", nameof(values));
    }

    /// <summary>The lists of all choice fields of a template.</summary>
    /// <param name="template">The template.</param>
    /// <param name="rows">The training rows, by field name.</param>
    /// <returns>For each choice field its values in ordinal order.</returns>
    /// <exception cref="ArgumentException">A choice field has no value in any row.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Collect(AnswerTemplate template, IReadOnlyCollection<IReadOnlyDictionary<string, string?>> rows)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(rows);
        return template.Fields
            .Where(field => field.Kind == AnswerFieldKind.Choice)
            .ToDictionary(field => field.Name, field => Collect(field, rows.Select(row => row.GetValueOrDefault(field.Name))), StringComparer.Ordinal);
    }
}
