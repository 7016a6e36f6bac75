using System.Text.Json;
using System.Text.Json.Nodes;
using PhiVisionML.Model.Weights;
using static TorchSharp.torch;

namespace PhiVisionML.Model.Lora;

/// <summary>Adapters on disk under PEFT's file and tensor names, so that its users can read them and we can read theirs.</summary>
public static class LoraFile
{
    /// <summary>The description: rank, alpha, target modules.</summary>
    public const string ConfigName = "adapter_config.json";

    /// <summary>The tensors.</summary>
    public const string WeightsName = "adapter_model.safetensors";

    private const string Prefix = "base_model.model.";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes both files into a folder, which is made if it is not there.</summary>
    /// <param name="adapter">The adapter.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="baseModel">What to write as PEFT's <c>base_model_name_or_path</c>.</param>
    public static void Save(LoraAdapter adapter, string folder, string? baseModel = null)
    {
        Directory.CreateDirectory(folder);
        SafetensorsWriter.Write(Path.Combine(folder, WeightsName), Tensors(adapter), new Dictionary<string, string> { ["format"] = "pt" });
        File.WriteAllText(Path.Combine(folder, ConfigName), Describe(adapter.Options, baseModel));
    }

    /// <summary>The tensors under PEFT's names, in the network's order.</summary>
    public static IReadOnlyList<KeyValuePair<string, Tensor>> Tensors(LoraAdapter adapter)
        => [.. adapter.Pairs.SelectMany(p => new[] { KeyValuePair.Create(NameOfA(p.Module), p.A), KeyValuePair.Create(NameOfB(p.Module), p.B) })];

    /// <summary>The text of <c>adapter_config.json</c>.</summary>
    public static string Describe(LoraOptions options, string? baseModel) => new JsonObject
    {
        ["peft_type"] = "LORA",
        ["task_type"] = "CAUSAL_LM",
        ["base_model_name_or_path"] = baseModel,
        ["r"] = options.Rank,
        ["lora_alpha"] = options.Alpha,
        ["lora_dropout"] = 0.0,
        ["bias"] = "none",
        ["fan_in_fan_out"] = false,
        ["inference_mode"] = true,
        ["target_modules"] = new JsonArray([.. options.TargetModules.Select(t => JsonValue.Create(t))]),
    }.ToJsonString(Indented);

    /// <summary>Reads an adapter for a base, strictly.</summary>
    /// <param name="folder">Holds both files.</param>
    /// <param name="network">The base; the adapter goes where it works.</param>
    /// <param name="dtype">Type of A and B.</param>
    /// <exception cref="CheckpointException">Files are missing or damaged, or tensors do not fit the base; all of them are listed.</exception>
    /// <exception cref="NotSupportedException">The adapter uses a feature of PEFT that is not supported; it is named.</exception>
    public static LoraAdapter Load(string folder, Phi3Vision network, ScalarType dtype = ScalarType.Float32)
    {
        string config = Path.Combine(folder, ConfigName), weights = Path.Combine(folder, WeightsName);
        string[] missing = [.. new[] { config, weights }.Where(f => !File.Exists(f))];
        if (missing.Length > 0)
            throw new CheckpointException($"The adapter is incomplete; missing: {string.Join(", ", missing)}.");
        using var file = SafetensorsFile.Open(weights);
        return Read(ReadOptions(File.ReadAllText(config), config), file, network, dtype);
    }

    /// <summary>Reads the text of an <c>adapter_config.json</c>.</summary>
    /// <param name="json">The text.</param>
    /// <param name="name">What to call it in an error.</param>
    /// <exception cref="NotSupportedException">The adapter uses a feature of PEFT that is not supported; it is named.</exception>
    public static LoraOptions ReadOptions(string json, string name = ConfigName)
    {
        try
        {
            var root = JsonNode.Parse(json)!.AsObject();
            Only("peft_type", "LORA");
            Only("bias", "none");
            foreach (string feature in new[] { "use_dora", "use_rslora", "fan_in_fan_out" })
                Only(feature, "false");
            foreach (string feature in new[] { "rank_pattern", "alpha_pattern", "modules_to_save", "layers_to_transform" })
                Empty(feature);
            var options = new LoraOptions
            {
                Rank = root["r"]!.GetValue<int>(),
                Alpha = root["lora_alpha"]!.GetValue<double>(),
                TargetModules = root["target_modules"] is JsonArray list ? [.. list.Select(t => t!.GetValue<string>())] : throw new NotSupportedException($"{name}: target_modules must be a list of names."),
            };
            options.Validate();
            return options;

            void Only(string key, string value)
            {
                if (root[key] is { } node && node.ToString() != value)
                    throw new NotSupportedException($"{name}: {key} is {node.ToJsonString()}; only {value} is supported.");
            }

            void Empty(string key)
            {
                if (root[key] is { } node && node is not (JsonArray { Count: 0 } or JsonObject { Count: 0 }))
                    throw new NotSupportedException($"{name}: {key} is not supported.");
            }
        }
        catch (Exception e) when (e is JsonException or NullReferenceException or InvalidOperationException or FormatException)
        {
            throw new CheckpointException($"{name} is not a PEFT adapter description: {e.Message}", e);
        }
    }

    private static LoraAdapter Read(LoraOptions options, SafetensorsFile file, Phi3Vision network, ScalarType dtype)
    {
        using var none = no_grad();
        var faults = new List<string>();
        var pairs = new List<LoraPair>();
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var layer in LoraAdapter.Targets(network, options))
        {
            var a = Take(NameOfA(layer.Name), [options.Rank, layer.Inputs]);
            var b = Take(NameOfB(layer.Name), [layer.Outputs, options.Rank]);
            if (a is not null && b is not null)
                pairs.Add(new LoraPair(layer.Name, a, b, options.Alpha / options.Rank));
        }

        faults.AddRange(file.Entries.Keys.Where(n => !used.Contains(n)).Select(n => $"{n}: unexpected"));
        return faults.Count == 0 ? new LoraAdapter(options, pairs) : throw new CheckpointException($"{file.Path} does not fit the base: {string.Join("; ", faults)}.");

        Tensor? Take(string name, long[] shape)
        {
            used.Add(name);
            if (!file.Entries.TryGetValue(name, out var entry))
                faults.Add($"{name}: missing");
            else if (!entry.Shape.AsSpan().SequenceEqual(shape))
                faults.Add($"{name}: [{string.Join(", ", entry.Shape)}] in the file, [{string.Join(", ", shape)}] by the base");
            else
                return Copy(name);
            return null;
        }

        Tensor Copy(string name)
        {
            using var view = file.View(name);
            return view.to(dtype, network.Device, copy: true).DetachFromDisposeScope();
        }
    }

    private static string NameOfA(string module) => $"{Prefix}{module}.lora_A.weight";

    private static string NameOfB(string module) => $"{Prefix}{module}.lora_B.weight";
}
