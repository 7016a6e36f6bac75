using PhiVisionML.Catalog.Answers;
using PhiVisionML.MLNet.Batching;
using Names = PhiVisionML.MLNet.PhiVisionScoringOptions.Defaults;

namespace PhiVisionML.MLNet.Scoring;

/// <summary>The added columns, and which part of an answer each of them reads.</summary>
internal sealed class OutputColumns
{
    private readonly List<(AddedColumn<PictureAnswer> Column, AnswerParts Part)> _columns = [];

    private OutputColumns()
    {
    }

    public IReadOnlyList<AddedColumn<PictureAnswer>> Columns => [.. _columns.Select(column => column.Column)];

    public static OutputColumns Of(ScoringSettings settings)
    {
        var columns = new OutputColumns();
        columns.Add(AddedColumn<PictureAnswer>.Text(settings.OutputColumnName, answer => answer.Text), AnswerParts.Text);
        if (settings.ScoreColumnName is { } score)
            columns.Add(AddedColumn<PictureAnswer>.Single(score, answer => answer.Score), AnswerParts.Score);
        if (settings.TokenCountColumnName is { } count)
            columns.Add(AddedColumn<PictureAnswer>.Int32(count, answer => answer.TokenCount), AnswerParts.TokenCount);
        if (settings.Answer is { } fields)
            columns.AddFields(fields);
        if (settings is { HasEvidence: true, Answer: { } evident })
            columns.AddEvidence(evident);
        if (settings.Batching.OnError == OnError.EmitEmpty && settings.ErrorColumnName is { } error)
            columns.Add(AddedColumn<PictureAnswer>.Text(error, answer => answer.Error), settings.Answer is null ? AnswerParts.None : AnswerParts.Fields);
        return columns;
    }

    public AnswerParts PartsOf(IReadOnlyList<bool> active)
        => _columns.Where((_, i) => active[i]).Aggregate(AnswerParts.None, (parts, column) => parts | column.Part);

    private void AddFields(AnswerSettings settings)
    {
        var fields = AnswerTemplate.Parse(settings.Template).Fields;
        for (int i = 0; i < fields.Count; i++)
        {
            int index = i; // the getters outlive the loop
            var name = fields[i].Name + settings.FieldColumnSuffix;
            Add(
                fields[i].IsNumeric
                    ? AddedColumn<PictureAnswer>.Double(name, answer => Field(answer, index)?.Number)
                    : AddedColumn<PictureAnswer>.Text(name, answer => Field(answer, index)?.Text ?? ""),
                AnswerParts.Fields);
            if (settings.ConfidenceColumnSuffix is { } suffix)
                Add(AddedColumn<PictureAnswer>.Single(fields[i].Name + suffix, answer => Field(answer, index)?.Confidence ?? float.NaN), AnswerParts.Fields);
        }
    }

    private void AddEvidence(AnswerSettings settings)
    {
        foreach (var (index, field) in AnswerTemplate.Parse(settings.Template).Fields.Index().Where(field => field.Item.Kind == AnswerFieldKind.Choice))
        {
            Add(AddedColumn<PictureAnswer>.Text(field.Name + Names.RunnerUpSuffix, answer => Field(answer, index)?.RunnerUp?.Value ?? ""), AnswerParts.Fields | AnswerParts.Evidence);
            Add(AddedColumn<PictureAnswer>.Single(field.Name + Names.RunnerUpConfidenceSuffix, answer => Field(answer, index)?.RunnerUp?.Probability ?? float.NaN), AnswerParts.Fields | AnswerParts.Evidence);
        }

        Add(AddedColumn<PictureAnswer>.Int32(Names.PromptTokenCountColumnName, answer => answer.PromptTokenCount), AnswerParts.TokenCount);
    }

    private void Add(AddedColumn<PictureAnswer> column, AnswerParts part) => _columns.Add((column, part));

    private static FieldAnswer? Field(PictureAnswer answer, int index) => index < answer.Fields.Count ? answer.Fields[index] : null;
}
