using System.Text;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Policies;

namespace PhiVisionML.Chaos.Checks;

/// <summary>What was looked at, and whether it is as it has to be.</summary>
internal sealed class CheckTable
{
    private readonly List<(string What, string Found, bool IsFine)> _lines = [];

    public bool IsFine => _lines.TrueForAll(line => line.IsFine);

    public void Add(string what, string found, bool isFine) => _lines.Add((what, found, isFine));

    /// <summary>A number that has to be another.</summary>
    public void AddCount(string what, long found, long wanted) => Add(what, found == wanted ? $"{found}" : $"{found}, not {wanted}", found == wanted);

    /// <summary>Things that there must be none of.</summary>
    public void AddNone(string what, IEnumerable<string> found)
    {
        string[] all = [.. found];
        Add(what, all.Length == 0 ? "0" : $"{all.Length}: {string.Join(", ", all.Take(5))}", all.Length == 0);
    }

    /// <summary>Everything that has to hold after any chaos.</summary>
    public void AddAll(Outcome outcome, int jobs)
    {
        var done = outcome.Jobs.Where(job => job.State == JobState.Done).Select(job => job.Id).ToHashSet();
        var dead = outcome.Jobs.Where(job => job.State == JobState.Dead).Select(job => job.Id).ToHashSet();
        var ledger = outcome.Ledger.ToLookup(entry => (entry.Kind, entry.JobId ?? 0));
        Add("what the database says of itself", outcome.Examined, outcome.Examined == "ok");
        AddCount("jobs", outcome.Jobs.Count, jobs);
        AddCount("jobs done or dead", done.Count + dead.Count, jobs);
        AddCount("jobs done", done.Count, outcome.Jobs.Count(job => Products.FateOf(job.Sku) != Fate.Fails));
        AddNone("jobs dead that were to succeed", outcome.Jobs.Where(job => dead.Contains(job.Id) && Products.FateOf(job.Sku) != Fate.Fails).Select(job => job.Sku));
        AddNone("jobs done that were to fail", outcome.Jobs.Where(job => done.Contains(job.Id) && Products.FateOf(job.Sku) == Fate.Fails).Select(job => job.Sku));
        AddNone("jobs with more failures counted than there were", outcome.Jobs.Where(job => job.Attempts > MostFailures(job)).Select(job => $"{job.Sku}: {job.Attempts}"));
        Add("counts kept", $"{outcome.Counts}", outcome.Counts == new JobCounts(0, 0, done.Count, dead.Count));

        AddNone("jobs not exactly once done or dead in the ledger", outcome.Jobs
            .Where(job => ledger[(LedgerKind.Done, job.Id)].Count() != (done.Contains(job.Id) ? 1 : 0) || ledger[(LedgerKind.Dead, job.Id)].Count() != (dead.Contains(job.Id) ? 1 : 0))
            .Select(job => job.Sku));
        AddCount("answers", outcome.AnswerRows, done.Count);
        AddCount("answers of jobs done, with proposals", outcome.Answers.Select(answer => answer.JobId).Distinct().Count(done.Contains), done.Count);
        AddNone("answers of other products", outcome.Answers.Where(a => !a.Answer.Fields.All(f => f.Value.StartsWith(a.Product.Sku + "-", StringComparison.Ordinal))).Select(a => a.Product.Sku));
        AddNone("answers whose proposals are not theirs", outcome.Answers
            .Where(a => !a.Proposals.Select(p => (p.Field, p.Proposed, p.State)).SequenceEqual(a.Answer.Fields.Select(f => (f.Name, f.Value, f.Name == "brand" ? ProposalState.Accepted : ProposalState.Pending))))
            .Select(a => a.Product.Sku));
        AddCount("proposals counted", outcome.Proposals.Sum(p => p.Pending + p.Accepted + p.Rejected + p.Reverted), done.Count * 2);
        AddNone("accepted values not exactly once in the ledger", outcome.Answers
            .Where(a => !ledger[(LedgerKind.Accepted, a.JobId)].Select(entry => (entry.Field, entry.NewValue)).SequenceEqual([("brand", a.Answer.Fields[0].Value)]))
            .Select(a => a.Product.Sku));
        AddCount("values to export that are the answers'", outcome.Values.Select(v => (v.Sku, v.Value)).Intersect(outcome.Answers.Select(a => (a.Product.Sku, a.Answer.Fields[0].Value))).Count(), done.Count);
        AddCount("lines of the ledger", outcome.Ledger.Count, done.Count * 2 + dead.Count);
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        int width = _lines.Max(line => line.What.Length);
        foreach (var (what, found, isFine) in _lines)
            text.AppendLine($"{(isFine ? "ok  " : "FAIL")}  {what.PadRight(width)}  {found}");
        return text.ToString();
    }

    private static int MostFailures(JobLine job) => Products.FateOf(job.Sku) switch { Fate.Fails => 1, Fate.FailsTwice => 2, _ => 0 };
}
