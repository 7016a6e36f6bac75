using System.Numerics.Tensors;

namespace PhiVisionML.Model.Generation;

/// <summary>Chooses a token from scores: penalty, temperature, top-k, top-p, draw. One per answer; not thread-safe.</summary>
internal sealed class TokenSampler
{
    private readonly GenerationOptions _options;
    private readonly HashSet<int> _seen;
    private readonly SplitMix64 _random;

    public TokenSampler(GenerationOptions options, IEnumerable<int> promptIds)
    {
        _options = options;
        _seen = options.RepetitionPenalty == 1 ? [] : [.. promptIds.Where(id => id >= 0)];
        _random = new SplitMix64((ulong)(options.Seed ?? Random.Shared.NextInt64()));
    }

    /// <summary>Chooses among the allowed tokens.</summary>
    /// <param name="logits">Score of every token, <c>[vocab]</c>; overwritten.</param>
    /// <param name="allowed">One bit per token, or empty when all are allowed.</param>
    public SampledToken Next(Span<float> logits, ReadOnlySpan<ulong> allowed)
    {
        if (!allowed.IsEmpty)
            Forbid(logits, allowed);
        float maximum = TensorPrimitives.Max(logits);
        if (!float.IsFinite(maximum))
            throw new InvalidOperationException("The network gave no finite score for any allowed token; its weights or the precision are not usable.");
        float normaliser = maximum + MathF.Log(SumOfExponentials(logits, maximum));
        int likeliest = TensorPrimitives.IndexOfMax(logits);
        if (_options.Temperature == 0 && _options.RepetitionPenalty == 1)
            return Chosen(likeliest, logits, normaliser);

        float[] original = logits.ToArray();
        Penalise(logits);
        int token = _options.Temperature == 0 ? TensorPrimitives.IndexOfMax(logits) : Draw(logits);
        _seen.Add(token);
        return Chosen(token, original, normaliser);
    }

    /// <summary>Counts a token as said that was not chosen here.</summary>
    public void Note(int token) => _seen.Add(token);

    private SampledToken Chosen(int token, ReadOnlySpan<float> logits, float normaliser)
        => new(token, logits[token] - normaliser, _options.Alternatives == 0 ? [] : [.. Best(logits, token, _options.Alternatives).Select(other => new TokenAlternative(other.Id, other.Score - normaliser))]);

    // In one pass: nearly every score is below those that are kept.
    private static List<(int Id, float Score)> Best(ReadOnlySpan<float> logits, int without, int count)
    {
        var best = new List<(int Id, float Score)>(count + 1);
        float least = float.NegativeInfinity;
        for (int id = 0; id < logits.Length; id++)
        {
            float score = logits[id];
            if (!(score > least) || id == without)
                continue;
            int place = best.Count;
            while (place > 0 && best[place - 1].Score < score)
                place--;
            best.Insert(place, (id, score));
            if (best.Count > count)
                best.RemoveAt(count);
            if (best.Count == count)
                least = best[^1].Score;
        }

        return best;
    }

    private static void Forbid(Span<float> logits, ReadOnlySpan<ulong> allowed)
    {
        for (int i = 0; i < logits.Length; i++)
        {
            if ((allowed[i >> 6] >> (i & 63) & 1) == 0)
                logits[i] = float.NegativeInfinity;
        }
    }

    private static float SumOfExponentials(ReadOnlySpan<float> logits, float maximum)
    {
        double sum = 0;
        foreach (float logit in logits)
            sum += MathF.Exp(logit - maximum);
        return (float)sum;
    }

    private void Penalise(Span<float> logits)
    {
        float penalty = (float)_options.RepetitionPenalty;
        foreach (int id in _seen)
            logits[id] = logits[id] > 0 ? logits[id] / penalty : logits[id] * penalty;
    }

    private int Draw(Span<float> logits)
    {
        int[] order = new int[logits.Length];
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        float[] keys = new float[logits.Length];
        TensorPrimitives.Negate(logits, keys);
        Array.Sort(keys, order);   // most likely first; ties by Array.Sort are broken the same way each time

        int kept = _options.TopK == 0 ? order.Length : Math.Min(_options.TopK, order.Length);
        double[] weights = new double[kept];
        double total = 0;
        for (int i = 0; i < kept; i++)
            total += weights[i] = Math.Exp((keys[0] - keys[i]) / _options.Temperature);

        double reach = 0;
        for (int i = 0; i < kept && _options.TopP < 1; i++)
        {
            reach += weights[i] / total;
            if (reach >= _options.TopP)
                kept = i + 1;
        }

        double point = _random.NextDouble() * weights.AsSpan(0, kept).ToArray().Sum();
        for (int i = 0; i < kept; i++)
        {
            point -= weights[i];
            if (point < 0)
                return order[i];
        }

        return order[kept - 1];
    }
}
