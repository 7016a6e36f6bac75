using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace PhiVisionML.Training.Logging;

/// <summary>A run's log: one JSON object a line, on the disk as soon as it is written.</summary>
/// <remarks>
/// A step's line has step, epoch, loss, learning_rate, grad_norm, tokens_per_second and rss_mb; a validation's line has step,
/// validation_loss and the measured metrics. A fresh run puts an older log aside as <c>.old</c>; a resumed one goes on in the same
/// file after taking out what was logged beyond its checkpoint.
/// </remarks>
internal sealed class RunLog : IDisposable
{
    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private readonly StreamWriter _writer;

    private RunLog(string path) => _writer = new StreamWriter(path, append: true, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };

    /// <summary>Opens a log.</summary>
    /// <param name="path">The file; its folder is made.</param>
    /// <param name="resumedStep">Steps taken before; 0 for a fresh run.</param>
    public static RunLog Open(string path, int resumedStep)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        if (File.Exists(path))
        {
            string[] kept = [.. File.ReadLines(path).Where(line => StepOf(line) is { } step && step <= resumedStep)];
            string temporary = path + ".tmp";
            File.WriteAllLines(temporary, kept);
            if (resumedStep == 0)
                File.Move(path, path + ".old", overwrite: true);
            File.Move(temporary, path, overwrite: true);
        }

        return new RunLog(path);
    }

    public void Write(TrainingProgress progress) => Write(new JsonObject
    {
        ["step"] = progress.Step,
        ["epoch"] = Math.Round(progress.Epoch, 4),
        ["loss"] = progress.Loss,
        ["learning_rate"] = progress.LearningRate,
        ["grad_norm"] = progress.GradientNorm,
        ["tokens_per_second"] = Math.Round(progress.TokensPerSecond, 1),
        ["rss_mb"] = Math.Round(progress.ResidentMegabytes, 1),
    });

    public void Write(ValidationPoint validation)
    {
        var line = new JsonObject { ["step"] = validation.Step, ["validation_loss"] = validation.Loss };
        foreach (var (name, value) in validation.Metrics)
            line[name] = value;
        Write(line);
    }

    public void Dispose() => _writer.Dispose();

    private void Write(JsonObject line) => _writer.WriteLine(line.ToJsonString(Json));

    // Null for a line that was cut off when the run was killed
    private static int? StepOf(string line)
    {
        try
        {
            return JsonNode.Parse(line)?["step"]?.GetValue<int>();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
