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

    // The best of what is left, again and again: a handful of quick passes.
    private SampledToken Chosen(int token, Span<float> logits, float normaliser)
    {
        float logProbability = logits[token] - normaliser;
        if (_options.Alternatives == 0)
            return new(token, logProbability, []);
        var alternatives = new List<TokenAlternative>(_options.Alternatives);
        logits[token] = float.NegativeInfinity;
        while (alternatives.Count < _options.Alternatives && TensorPrimitives.IndexOfMax(logits) is var next && float.IsFinite(logits[next]))
        {
            alternatives.Add(new(next, logits[next] - normaliser));
            logits[next] = float.NegativeInfinity;
        }

        return new(token, logProbability, alternatives);
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
