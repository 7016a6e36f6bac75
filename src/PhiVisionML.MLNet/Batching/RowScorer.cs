using Microsoft.ML.Runtime;

namespace PhiVisionML.MLNet.Batching;

/// <summary>Scores rows so that a row that fails costs no other row its result.</summary>
internal sealed class RowScorer<TItem, TResult>(BatchMapper<TItem, TResult> mapper, IReadOnlyList<bool> active)
{
    /// <summary>
    /// Gives each row a result or, under <see cref="OnError.Throw"/>, a failure. A batch that fails as a whole is scored
    /// again row by row, and a warning says so.
    /// </summary>
    public void Score(IReadOnlyList<ScoredRow<TItem, TResult>> rows)
    {
        mapper.CheckAlive();
        var readable = rows.Where(row => row.Failure is null).ToList();
        if (readable.Count > 0 && Try(readable) is { } failure && readable.Count > 1)
        {
            Warn(readable.Count, failure);
            foreach (var row in readable)
                _ = Try([row]);
        }

        if (mapper.Settings.OnError == OnError.EmitEmpty)
        {
            foreach (var row in rows.Where(row => row.Failure is not null))
                row.Complete(mapper.Fail(row.Failure!.SourceException));
        }
    }

    private Exception? Try(List<ScoredRow<TItem, TResult>> rows)
    {
        mapper.CheckAlive();
        IReadOnlyList<TResult> results;
        try
        {
            results = mapper.Score([.. rows.Select(row => row.Item)], active, mapper.Cancellation);
        }
        catch (Exception failure) when (ScoredRow<TItem, TResult>.IsOfTheRow(failure))
        {
            if (rows.Count == 1)
                rows[0].Fail(failure);
            return failure;
        }

        if (results.Count != rows.Count)
            throw mapper.Host.Process(new InvalidOperationException($"Scoring {rows.Count} rows gave {results.Count} results."));
        for (int i = 0; i < results.Count; i++)
            rows[i].Complete(results[i]);
        return null;
    }

    private void Warn(int rows, Exception failure)
    {
        using var channel = mapper.Host.Start("Scoring");
        channel.Warning(
            MessageSensitivity.UserData, "A batch of {0} rows could not be scored ({1}); its rows are scored one by one.",
            rows, failure.Message);
    }
}
