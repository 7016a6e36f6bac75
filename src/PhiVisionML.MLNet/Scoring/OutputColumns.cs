using PhiVisionML.MLNet.Batching;

namespace PhiVisionML.MLNet.Scoring;

/// <summary>The added columns, and which part of an answer each of them reads.</summary>
internal sealed class OutputColumns
{
    private readonly List<(AddedColumn<PictureAnswer> Column, AnswerParts Part)> _columns;

    private OutputColumns(List<(AddedColumn<PictureAnswer> Column, AnswerParts Part)> columns) => _columns = columns;

    public IReadOnlyList<AddedColumn<PictureAnswer>> Columns => [.. _columns.Select(column => column.Column)];

    public static OutputColumns Of(ScoringSettings settings)
    {
        var columns = new List<(AddedColumn<PictureAnswer>, AnswerParts)>
        {
            (AddedColumn<PictureAnswer>.Text(settings.OutputColumnName, answer => answer.Text), AnswerParts.Text),
        };
        if (settings.ScoreColumnName is { } score)
            columns.Add((AddedColumn<PictureAnswer>.Single(score, answer => answer.Score), AnswerParts.Score));
        if (settings.TokenCountColumnName is { } count)
            columns.Add((AddedColumn<PictureAnswer>.Int32(count, answer => answer.TokenCount), AnswerParts.TokenCount));
        if (settings.Batching.OnError == OnError.EmitEmpty && settings.ErrorColumnName is { } error)
            columns.Add((AddedColumn<PictureAnswer>.Text(error, answer => answer.Error), AnswerParts.None));
        return new(columns);
    }

    public AnswerParts PartsOf(IReadOnlyList<bool> active)
        => _columns.Where((_, i) => active[i]).Aggregate(AnswerParts.None, (parts, column) => parts | column.Part);
}
