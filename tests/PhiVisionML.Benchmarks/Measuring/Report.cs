using System.Text.Json;
using System.Text.Json.Serialization;

namespace PhiVisionML.Benchmarks.Measuring;

/// <summary>Writes results: JSON lines to one writer, sentences to another.</summary>
internal sealed class Report(TextWriter lines, TextWriter people)
{
    private static readonly JsonSerializerOptions Snake = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Whether a result missed its bar.</summary>
    public bool Failed { get; private set; }

    /// <summary>Writes a speed.</summary>
    public void Add(SpeedResult result) => Add(result.ToJson(), result.ToString());

    /// <summary>Writes any other result.</summary>
    /// <param name="fields">The fields of the JSON line.</param>
    /// <param name="sentence">The same for people.</param>
    /// <param name="passed">False makes the program's exit code 1.</param>
    public void Add(object fields, string sentence, bool passed = true)
    {
        Failed |= !passed;
        lines.WriteLine(JsonSerializer.Serialize(fields, Snake));
        lines.Flush();
        Say(sentence);
    }

    /// <summary>Tells people something.</summary>
    public void Say(string sentence) => people.WriteLine(sentence);
}
