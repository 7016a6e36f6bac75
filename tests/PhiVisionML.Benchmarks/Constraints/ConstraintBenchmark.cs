using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using PhiVisionML.Benchmarks.Measuring;
using PhiVisionML.Model;
using PhiVisionML.Model.Constraints;
using PhiVisionML.Model.Generation;
using PhiVisionML.Model.Text;

namespace PhiVisionML.Benchmarks.Constraints;

/// <summary>What a JSON schema costs: compiling it, a mask that is made and one that is known; beside a token of the tiny model.</summary>
internal sealed class ConstraintBenchmark : IBenchmark
{
    private const int Budget = 400, DecodedTokens = 64;

    public string Name => "constraint";

    public string What => "masks of a JSON schema beside a token of the tiny model; --model: with the tokenizer of that folder";

    public void Run(Settings settings, Report report)
    {
        using var tiny = PhiVisionModel.Load(Path.Combine(AppContext.BaseDirectory, "assets", "phivision-tiny"));
        var tokenizer = settings.Model is { } folder ? PhiTokenizer.FromFolder(folder) : tiny.Tokenizer;
        var vocabulary = new TokenVocabulary(tokenizer, (tokenizer.VocabularySize + 63) / 64 * 64);
        foreach (var (what, schema) in new[] { ("product record of 12 fields", ProductRecord()), ("enum of 5,000 strings", LongEnum()) })
        {
            double[] compile = new double[settings.Rounds], cold = new double[settings.Rounds], warm = new double[settings.Rounds], token = new double[settings.Rounds];
            for (int round = -1; round < settings.Rounds; round++)   // the first is not counted
            {
                long start = Stopwatch.GetTimestamp();
                var constraint = new TokenConstraint(JsonSchemaGrammar.Of(schema), vocabulary, tokenizer.DefaultStopTokens);
                double compiled = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                double made = MicrosecondsPerMask(constraint, tokenizer), known = MicrosecondsPerMask(constraint, tokenizer), decoded = MicrosecondsPerToken(tiny);
                if (round >= 0) (compile[round], cold[round], warm[round], token[round]) = (compiled, made, known, decoded);
            }

            Array.ForEach([compile, cold, warm, token], Array.Sort);
            int middle = settings.Rounds / 2;
            double share = warm[middle] / token[middle];
            report.Add(
                new { Name, Shape = what, Vocabulary = vocabulary.Size, Rounds = settings.Rounds, CompileMilliseconds = compile[middle], MaskMicroseconds = warm[middle], MaskMadeMicroseconds = cold[middle], Floor = "token of the tiny model", FloorMicroseconds = token[middle], Ratio = share },
                FormattableString.Invariant($"{Name}, {what}, {vocabulary.Size} ids: compiled in {compile[middle]:F1} ms; a mask {warm[middle]:F2} µs, {cold[middle]:F0} µs when first made; a token of the tiny model {token[middle]:F0} µs; ratio {share:F5}"));
        }
    }

    /// <summary>Walks the same random answer each time.</summary>
    private static double MicrosecondsPerMask(TokenConstraint constraint, PhiTokenizer tokenizer)
    {
        var random = new Random(1);
        var state = constraint.Start();
        ulong[] mask = new ulong[(constraint.VocabularySize + 63) / 64];
        long ticks = 0;
        for (int made = 1; ; made++)
        {
            long start = Stopwatch.GetTimestamp();
            state.FillMask(mask, Budget);
            ticks += Stopwatch.GetTimestamp() - start;
            int token = Pick(mask, random);
            if (!state.TryAccept(token)) throw new InvalidOperationException($"The mask allowed token {token} and the constraint refused it.");
            if (tokenizer.IsSpecial(token) || made == Budget) return ticks * 1e6 / Stopwatch.Frequency / made;
        }
    }

    private static int Pick(ulong[] mask, Random random)
    {
        int[] allowed = [.. Enumerable.Range(0, mask.Length * 64).Where(id => (mask[id >> 6] >> (id & 63) & 1) == 1)];
        return allowed[random.Next(allowed.Length)];
    }

    private static double MicrosecondsPerToken(PhiVisionModel model)
    {
        var request = new GenerationRequest(model.Prompts.Encode(Prompt.ForPictures(0, "Describe a shirt."), []), []) { Options = new GenerationOptions { MaxNewTokens = DecodedTokens, StopTokens = [] } };
        long first = 0, last = 0;
        model.Generator.Generate(request, onToken: _ =>
        {
            last = Stopwatch.GetTimestamp();
            if (first == 0) first = last;   // the prompt is not counted
        });
        return (last - first) * 1e6 / Stopwatch.Frequency / (DecodedTokens - 1);
    }

    private static JsonElement ProductRecord() => JsonElement.Parse("""
        {"type":"object","properties":{
          "title":{"type":"string","minLength":3,"maxLength":120}, "brand":{"type":["string","null"],"maxLength":40}, "category":{"enum":["BAGS","BELTS","COATS","DRESSES","JEANS","SHIRTS","SHOES","SOCKS"]},
          "color":{"enum":["black","blue","brown","green","red","white","yellow"]}, "material":{"type":"string","maxLength":40}, "price":{"type":"number","minimum":0,"maximum":100000}, "currency":{"type":"string","pattern":"^[A-Z]{3}$"},
          "sizes":{"type":"array","items":{"enum":["XS","S","M","L","XL"]},"maxItems":5}, "in_stock":{"type":"boolean"}, "rating":{"type":"number","minimum":0,"maximum":5}, "released":{"type":"string","format":"date"}, "description":{"type":"string"}},
         "required":["title","category","price","in_stock"]}
        """);

    private static JsonElement LongEnum()
    {
        var random = new Random(7);
        var values = new JsonArray();
        for (int i = 0; i < 5000; i++)
            values.Add(string.Join('_', Enumerable.Range(0, 3).Select(_ => new string([.. Enumerable.Range(0, 5).Select(_ => (char)('A' + random.Next(26)))]))));
        return JsonSerializer.SerializeToElement(new JsonObject { ["enum"] = values });
    }
}
