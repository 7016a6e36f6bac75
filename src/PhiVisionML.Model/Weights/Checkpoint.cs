using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace PhiVisionML.Model.Weights;

/// <summary>The safetensors files of a model folder, one or many, as one set of named tensors.</summary>
public sealed class Checkpoint : IDisposable
{
    private const string SingleFile = "model.safetensors";
    private const string IndexFile = "model.safetensors.index.json";
    private const long DefaultShardBytes = 5_000_000_000;

    private readonly Dictionary<string, SafetensorsFile> _owners = new(StringComparer.Ordinal);

    private Checkpoint(IReadOnlyList<SafetensorsFile> files)
    {
        Files = files;
        foreach (var file in files)
        {
            foreach (string name in file.Entries.Keys)
            {
                if (!_owners.TryAdd(name, file))
                    throw new CheckpointException($"Tensor '{name}' is in both {_owners[name].Path} and {file.Path}.");
            }
        }
    }

    /// <summary>The mapped files.</summary>
    public IReadOnlyList<SafetensorsFile> Files { get; }

    /// <summary>All tensor names.</summary>
    public IReadOnlyCollection<string> Names => _owners.Keys;

    /// <summary>Maps <c>model.safetensors</c>, or all files that <c>model.safetensors.index.json</c> names.</summary>
    /// <param name="folder">A model folder.</param>
    /// <exception cref="CheckpointException">Files are missing, truncated or contradictory.</exception>
    public static Checkpoint Open(string folder)
    {
        var files = new List<SafetensorsFile>();
        try
        {
            foreach (string path in FilesOf(folder))
                files.Add(SafetensorsFile.Open(path));
            return new Checkpoint(files);
        }
        catch
        {
            files.ForEach(f => f.Dispose());
            throw;
        }
    }

    /// <summary>The weight files of a model folder.</summary>
    /// <exception cref="CheckpointException">There are none, or some that the index names are missing; all are listed.</exception>
    public static IReadOnlyList<string> FilesOf(string folder)
    {
        string index = Path.Combine(folder, IndexFile);
        if (!File.Exists(index))
        {
            string single = Path.Combine(folder, SingleFile);
            return File.Exists(single) ? [single] : throw new CheckpointException($"{folder} holds neither {SingleFile} nor {IndexFile}.");
        }

        string[] paths;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(index));
            paths = [.. json.RootElement.GetProperty("weight_map").EnumerateObject().Select(p => p.Value.GetString()!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new CheckpointException($"{index} is not a weight index: {e.Message}", e);
        }

        if (paths.FirstOrDefault(p => Path.GetFileName(p) != p) is { } outside)
            throw new CheckpointException($"{index} names '{outside}', which is not a file of the folder itself.");
        string[] missing = [.. paths.Where(p => !File.Exists(Path.Combine(folder, p)))];
        if (missing.Length > 0)
            throw new CheckpointException($"{folder}: {missing.Length} of {paths.Length} weight files are missing: {string.Join(", ", missing)}.");
        return [.. paths.Select(p => Path.Combine(folder, p))];
    }

    /// <summary>Whether a tensor of this name exists.</summary>
    public bool Contains(string name) => _owners.ContainsKey(name);

    /// <summary>The header line of a tensor.</summary>
    public SafetensorsEntry Entry(string name) => _owners[name].Entries[name];

    /// <summary>A read-only tensor over the mapped file; valid until this object is disposed.</summary>
    public Tensor View(string name) => _owners[name].View(name);

    /// <summary>Writes all weights of a network into a folder, in files of at most <paramref name="maxShardBytes"/>, under the published names.</summary>
    /// <param name="folder">Made if it is not there.</param>
    /// <param name="weights">What to write.</param>
    /// <param name="maxShardBytes">Largest data size of one file in bytes (default 5 GB); one tensor is never split.</param>
    public static void Save(string folder, WeightTable weights, long maxShardBytes = DefaultShardBytes)
    {
        Directory.CreateDirectory(folder);
        var shards = Split(weights, maxShardBytes);
        var metadata = new Dictionary<string, string> { ["format"] = "pt" };
        if (shards.Count == 1)
        {
            SafetensorsWriter.Write(Path.Combine(folder, SingleFile), shards[0], metadata);
            File.Delete(Path.Combine(folder, IndexFile));
            return;
        }

        var map = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < shards.Count; i++)
        {
            string file = $"model-{i + 1:00000}-of-{shards.Count:00000}.safetensors";
            SafetensorsWriter.Write(Path.Combine(folder, file), shards[i], metadata);
            foreach (var (name, _) in shards[i])
                map.Add(name, file);
        }

        long total = weights.Slots.Sum(s => Bytes(s.Value));
        string index = JsonSerializer.Serialize(new { metadata = new { total_size = total }, weight_map = map });
        File.WriteAllText(Path.Combine(folder, IndexFile), index);
    }

    /// <summary>Unmaps all files.</summary>
    public void Dispose()
    {
        foreach (var file in Files)
            file.Dispose();
    }

    private static List<List<KeyValuePair<string, Tensor>>> Split(WeightTable weights, long maxShardBytes)
    {
        var shards = new List<List<KeyValuePair<string, Tensor>>> { new() };
        long size = 0;
        foreach (var slot in weights.Slots)
        {
            long bytes = Bytes(slot.Value);
            if (size > 0 && size + bytes > maxShardBytes)
            {
                shards.Add([]);
                size = 0;
            }

            shards[^1].Add(KeyValuePair.Create(slot.Name, slot.Value));
            size += bytes;
        }

        return shards;
    }

    private static long Bytes(Tensor tensor) => tensor.numel() * tensor.dtype.ElementSize();
}
