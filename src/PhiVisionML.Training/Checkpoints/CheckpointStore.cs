using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using PhiVisionML.Model.Weights;
using PhiVisionML.Training.Optimizers;
using static TorchSharp.torch;

namespace PhiVisionML.Training.Checkpoints;

/// <summary>A folder with a run's checkpoints, <c>checkpoint-00000001</c> and so on; each is whole or not there.</summary>
/// <remarks>A checkpoint is written beside its place, flushed to the disk and then renamed. The last two are kept.</remarks>
internal sealed class CheckpointStore(string folder, IReadOnlyDictionary<string, string> fingerprint, IReadOnlyList<TrainableParameter> parameters, AdamW optimizer, BestWeights best)
{
    private const string Prefix = "checkpoint-", Unfinished = "unfinished-";
    private const string StateFile = "state.json", WeightsFile = "weights.safetensors", OptimizerFile = "optimizer.safetensors", BestFile = "best.safetensors";
    private const int Kept = 2;

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private RunState? _saved;

    /// <summary>Saves the run as it stands; does nothing if that was saved already.</summary>
    /// <param name="state">Where the run stands.</param>
    public void Save(RunState state)
    {
        if (ReferenceEquals(state, _saved))
            return;
        Directory.CreateDirectory(folder);
        int number = Numbered().Select(n => n.Number).DefaultIfEmpty(0).Max() + 1;
        string temporary = Path.Combine(folder, Name(Unfinished, number));
        RemoveUnfinished();
        Directory.CreateDirectory(temporary);
        SafetensorsWriter.Write(Path.Combine(temporary, WeightsFile), [.. parameters.Select(p => KeyValuePair.Create(p.Name, p.Value))]);
        SafetensorsWriter.Write(Path.Combine(temporary, OptimizerFile), optimizer.State());
        if (best.Named.Count > 0)
            SafetensorsWriter.Write(Path.Combine(temporary, BestFile), best.Named);
        using (var stream = new FileStream(Path.Combine(temporary, StateFile), FileMode.Create))
        {
            JsonSerializer.Serialize(stream, new SavedRun(state, fingerprint), Json);
            stream.Flush(flushToDisk: true);
        }

        Directory.Move(temporary, Path.Combine(folder, Name(Prefix, number)));
        _saved = state;
        foreach (var (path, _) in Numbered().OrderByDescending(n => n.Number).Skip(Kept))
            Directory.Delete(path, recursive: true);
    }

    /// <summary>Puts weights, optimizer and best weights back as the newest checkpoint has them.</summary>
    /// <returns>Where the run stood; null if there is no checkpoint.</returns>
    /// <exception cref="CheckpointMismatchException">The checkpoint is another run's, or not readable.</exception>
    public RunState? Load()
    {
        if (Numbered().OrderByDescending(n => n.Number).FirstOrDefault().Path is not { } path)
            return null;
        try
        {
            var saved = JsonSerializer.Deserialize<SavedRun>(File.ReadAllBytes(Path.Combine(path, StateFile)), Json)!;
            RequireSameRun(path, saved.Fingerprint);
            LoadTensors(path);
            return _saved = saved.State;
        }
        catch (Exception e) when (e is JsonException or IOException or CheckpointException or KeyNotFoundException)
        {
            throw new CheckpointMismatchException($"The checkpoint {path} cannot be read: {e.Message} Delete that folder to go on from the checkpoint before it.", e);
        }
    }

    private static string Name(string prefix, int number) => prefix + number.ToString("00000000", CultureInfo.InvariantCulture);

    private void LoadTensors(string path)
    {
        using var none = no_grad();
        using (var weights = SafetensorsFile.Open(Path.Combine(path, WeightsFile)))
        {
            foreach (var parameter in parameters)
            {
                using var view = weights.View(parameter.Name);
                parameter.Value.copy_(view);
            }
        }

        using (var state = SafetensorsFile.Open(Path.Combine(path, OptimizerFile)))
            optimizer.Load(state);
        if (!File.Exists(Path.Combine(path, BestFile)))
            return;
        using var kept = SafetensorsFile.Open(Path.Combine(path, BestFile));
        best.Take([.. parameters.Select(p => KeyValuePair.Create(p.Name, Copy(kept, p.Name)))]);
    }

    private static Tensor Copy(SafetensorsFile file, string name)
    {
        using var view = file.View(name);
        return view.clone().DetachFromDisposeScope();
    }

    private void RequireSameRun(string path, IReadOnlyDictionary<string, string> saved)
    {
        var differences = fingerprint.Keys.Union(saved.Keys).Order(StringComparer.Ordinal)
            .Where(k => fingerprint.GetValueOrDefault(k) != saved.GetValueOrDefault(k))
            .Select(k => $"{k} was '{saved.GetValueOrDefault(k)}' and is now '{fingerprint.GetValueOrDefault(k)}'").ToArray();
        if (differences.Length > 0)
            throw new CheckpointMismatchException($"The checkpoint {path} is another run's: {string.Join("; ", differences)}. Give this run another folder, or run it as that one was.");
    }

    private void RemoveUnfinished()
    {
        foreach (string path in Directory.EnumerateDirectories(folder, Unfinished + "*").ToArray())
            Directory.Delete(path, recursive: true);
    }

    private IEnumerable<(string Path, int Number)> Numbered()
    {
        if (!Directory.Exists(folder))
            yield break;
        foreach (string path in Directory.GetDirectories(folder, Prefix + "*"))
        {
            if (int.TryParse(Path.GetFileName(path).AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                yield return (path, number);
        }
    }
}
