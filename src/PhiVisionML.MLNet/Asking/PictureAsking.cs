using System.Runtime.ExceptionServices;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Prompts;
using PhiVisionML.MLNet.Batching;
using PhiVisionML.MLNet.Images;
using PhiVisionML.MLNet.Scoring;

namespace PhiVisionML.MLNet.Asking;

/// <summary>Answers questions outside of data views, with all the evidence there is.</summary>
/// <param name="scorer">Who answers.</param>
/// <param name="settings">How it scores.</param>
/// <param name="prompt">What it is asked.</param>
internal sealed class PictureAsking(IPictureScorer scorer, ScoringSettings settings, PromptTemplate prompt)
{
    // Each picture that is being decoded takes seven bytes a pixel.
    private const int MostDecoded = 4;

    private readonly AnswerReader? _fields = settings.Answer is { } answer ? AnswerReader.Of(answer) : null;
    private readonly IReadOnlyList<AnswerField> _names = settings.Answer is { } answer ? AnswerTemplate.Parse(answer.Template).Fields : [];

    /// <inheritdoc cref="PhiVisionTransformer.Ask"/>
    public IReadOnlyList<PictureReply> Ask(IReadOnlyList<PictureQuestion> questions, CancellationToken cancellation)
    {
        var rows = Prepare(questions, cancellation);
        foreach (var batch in Batches([.. rows.Where(row => row.Failure is null)]))
        {
            cancellation.ThrowIfCancellationRequested();
            var answers = scorer.Score([.. batch.Select(row => row.Item)], AnswerParts.Text | AnswerParts.TokenCount | AnswerParts.Fields | AnswerParts.Evidence, cancellation);
            for (int i = 0; i < batch.Count; i++)
                batch[i].Complete(_fields?.Read(answers[i]) ?? answers[i]);
        }

        return [.. rows.Select(row => row.Failure is { } failure ? new PictureReply { Error = failure.SourceException.Message, IsRefused = true } : Reply(row.Result))];
    }

    private ScoredRow<PreparedRow, PictureAnswer>[] Prepare(IReadOnlyList<PictureQuestion> questions, CancellationToken cancellation)
    {
        var rows = new ScoredRow<PreparedRow, PictureAnswer>[questions.Count];
        try
        {
            var several = new ParallelOptions { MaxDegreeOfParallelism = Math.Min(MostDecoded, Environment.ProcessorCount), CancellationToken = cancellation };
            Parallel.For(0, rows.Length, several, i => rows[i] = new(() => Prepare(questions[i])));
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }

        return rows;
    }

    private PreparedRow Prepare(PictureQuestion question)
    {
        int most = settings.ImageColumnNames.Count;
        return question.Pictures.Count >= 1 && question.Pictures.Count <= most
            ? scorer.Prepare([.. question.Pictures.Select(bytes => new PictureSource.Encoded(bytes))], prompt.Render(question.Cell))
            : throw new FormatException($"The product has {question.Pictures.Count} pictures; the model looks at {(most == 1 ? "one" : $"1 to {most}")}.");
    }

    private List<List<ScoredRow<PreparedRow, PictureAnswer>>> Batches(ScoredRow<PreparedRow, PictureAnswer>[] rows)
    {
        var limits = settings.Batching with { Rows = int.MaxValue };
        var batches = new List<List<ScoredRow<PreparedRow, PictureAnswer>>>();
        long dearest = 0;
        foreach (var row in rows)
        {
            if (batches.Count == 0 || !limits.HasRoom(batches[^1].Count, dearest, row.Item.Tokens))
            {
                batches.Add([]);
                dearest = 0;
            }

            batches[^1].Add(row);
            dearest = Math.Max(dearest, row.Item.Tokens);
        }

        return batches;
    }

    private PictureReply Reply(PictureAnswer answer) => new()
    {
        Text = answer.Text,
        Fields = [.. answer.Fields.Zip(_names, Reply).OfType<ReplyField>()],
        Tokens = [.. answer.Tokens.Select(token => new ReplyToken(token.Text, Math.Exp(Math.Min(token.LogProbability, 0))))],
        PromptTokens = answer.PromptTokenCount,
        OutputTokens = answer.TokenCount,
        Error = answer.Error,
    };

    private static ReplyField? Reply(FieldAnswer answer, AnswerField field)
    {
        if (answer.Text.Length == 0 || Math.Abs(answer.Number ?? 0) > (double)decimal.MaxValue / 2)
            return null;
        string value = answer.Number is { } number ? NumberFormat.Render((decimal)number, field.Decimals) : answer.Text;
        return new(field.Name, value, answer.Confidence) { RunnerUp = answer.RunnerUp?.Value, RunnerUpProbability = answer.RunnerUp?.Probability };
    }
}
