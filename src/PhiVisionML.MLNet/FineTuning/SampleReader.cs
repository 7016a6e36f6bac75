using Microsoft.ML;
using Microsoft.ML.Runtime;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.MLNet.Batching;
using PhiVisionML.MLNet.Columns;
using PhiVisionML.MLNet.Network;
using PhiVisionML.MLNet.Scoring;
using PhiVisionML.Training.Samples;

namespace PhiVisionML.MLNet.FineTuning;

/// <summary>Reads a view once, row by row, and writes what the trainer needs of it to the disk: no stock source of ML.NET can shuffle pictures.</summary>
internal sealed class SampleReader
{
    private readonly IHost _host;
    private readonly FineTunePlan _plan;
    private readonly AnswerTemplate _template;
    private readonly BaseModel _model;
    private readonly SampleEncoder _encoder;

    public SampleReader(IHost host, FineTunePlan plan, BaseModel model)
    {
        _host = host;
        _plan = plan;
        _template = AnswerTemplate.Parse(plan.Settings.Answer!.Template);
        _model = model;
        _encoder = new(Math.Min(plan.Training.BatchTokens, model.Config.MaxPositionEmbeddings));
    }

    /// <param name="view">The rows.</param>
    /// <param name="path">The file that they are written to.</param>
    /// <param name="cancellation">Looked at between rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="FormatException">A row cannot be used, and <see cref="OnError.Throw"/> is asked for; or none can.</exception>
    public SampleSet Read(IDataView view, string path, RunCancellation cancellation)
    {
        var inputs = new RowInputs(_host, view.Schema, _plan.Settings);
        var labels = new FieldValues(_host, view.Schema, _template);
        DataViewSchema.Column[] ids = _plan.IdColumnName is { } name ? [InputColumn.TextOrNumber.Find(_host, view.Schema, name)] : [];
        var values = new List<IReadOnlyList<string>>();
        var refused = new List<RefusedRow>();
        using (var writer = new SampleCacheWriter(path))
        {
            using var cursor = view.GetRowCursor(inputs.Columns.Concat(labels.Columns).Concat(ids).DistinctBy(column => column.Index));
            var readInputs = inputs.CreateReader(cursor);
            var readLabels = labels.CreateReader(cursor);
            var readId = ids.Length == 0 ? () => $"row {cursor.Position + 1}" : ValueText.Reader(cursor, ids[0]);
            while (cursor.MoveNext())
            {
                cancellation.Check();
                var id = readId();
                if (TryEncode(id, readInputs, readLabels, refused) is not { } row)
                    continue;
                writer.Add(row.Sample);
                values.Add(row.Values);
            }

            writer.Complete();
        }

        if (values.Count == 0)
            throw _host.Process(new FormatException($"None of the {refused.Count} rows can be trained on.{(refused.Count > 0 ? $" The first, '{refused[0].Id}': {refused[0].Reason}" : "")}"));
        return new(SampleCache.Open(path), values, refused);
    }

    private (TrainingSample Sample, IReadOnlyList<string> Values)? TryEncode(
        string id, Func<(IReadOnlyList<Images.PictureSource> Pictures, string Prompt)> readInputs, Func<IReadOnlyList<string>> readLabels, List<RefusedRow> refused)
    {
        try
        {
            var raw = readLabels();
            string[] values = [.. _template.Fields.Select((field, i) => field.Normalize(raw[i]))];
            var answer = _template.Render(name => values[FieldIndex(name)]);
            var (pictures, prompt) = readInputs();
            var row = _model.Rows.Encode(pictures, prompt);
            return (_encoder.Encode(id, row.Ids, _model.Prompts.EncodeAnswer(answer), row.Pictures), values);
        }
        catch (Exception failure) when (ScoredRow<PreparedRow, PictureAnswer>.IsOfTheRow(failure))
        {
            if (_plan.Settings.Batching.OnError == OnError.Throw)
            {
                throw _host.Process(new FormatException(
                    $"Row '{id}' cannot be trained on: {failure.Message} Correct it, or set OnError to EmitEmpty to leave such rows out.", failure));
            }

            refused.Add(new(id, failure.Message));
            using var channel = _host.Start("Reading");
            channel.Warning(MessageSensitivity.UserData, "Row '{0}' is left out: {1}", id, failure.Message);
            return null;
        }
    }

    private int FieldIndex(string name) => _template.Fields.Select((field, i) => (field.Name, i)).First(field => field.Name == name).i;
}
