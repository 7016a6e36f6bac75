using PhiVisionML.Model.Weights;
using PhiVisionML.Tests;
using Xunit;
using static TorchSharp.torch;

namespace PhiVisionML.Model.Tests.Weights;

public sealed class CheckpointTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("phivision-weights").FullName;

    private string File1 => Path.Combine(_folder, "model.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_full_model_has_the_published_names_and_shapes()
    {
        using var network = new Phi3Vision(Configs.Published, new MetaWeights());
        string[] actual = [.. network.Weights.Slots.Select(s => $"{s.Name} {string.Join('x', s.Value.shape)}").Order(StringComparer.Ordinal)];
        Assert.Equal(File.ReadAllLines(GoldenFiles.Path("network", "published-shapes.txt")), actual);
        Assert.Equal(592, actual.Length);
        Assert.Equal(4_146_621_440, network.Weights.ParameterCount);
    }

    [Theory]
    [InlineData(long.MaxValue, 1)]
    [InlineData(60_000, 4)]
    public void Saved_weights_load_bit_for_bit_from_one_file_or_many(long shardBytes, int atLeastFiles)
    {
        using var network = Network(seed: 5);
        Checkpoint.Save(_folder, network.Weights, shardBytes);
        using var checkpoint = Checkpoint.Open(_folder);
        Assert.True(checkpoint.Files.Count >= atLeastFiles);
        using var loaded = new Phi3Vision(Configs.Minute, new CheckpointWeights(checkpoint, ScalarType.Float32, CPU));
        Assert.All(network.Weights.Slots, s => Assert.True(s.Value.equal(loaded.Weights[s.Name].Value).all().item<bool>()));
    }

    [Theory]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float16)]
    public void Weights_are_converted_to_the_type_asked_for(ScalarType type)
    {
        using var network = Network(seed: 5);
        Checkpoint.Save(_folder, network.Weights);
        using var checkpoint = Checkpoint.Open(_folder);
        using var loaded = new Phi3Vision(Configs.Minute, new CheckpointWeights(checkpoint, type, CPU));
        Assert.Equal(type, loaded.DType);
        Assert.All(network.Weights.Slots, s => Assert.True(s.Value.to_type(type).equal(loaded.Weights[s.Name].Value).all().item<bool>()));
    }

    [Fact]
    public void One_error_lists_all_missing_misshapen_and_unexpected_names()
    {
        using var network = Network(seed: 5);
        var tensors = network.Weights.Slots.Select(s => KeyValuePair.Create(s.Name, s.Value)).ToList();
        tensors.RemoveAll(t => t.Key is "model.norm.weight" or "lm_head.weight");
        tensors[0] = KeyValuePair.Create(tensors[0].Key, zeros(3, 3));
        tensors.Add(KeyValuePair.Create("model.extra", zeros(1)));
        SafetensorsWriter.Write(File1, tensors);
        using var checkpoint = Checkpoint.Open(_folder);
        var error = Assert.Throws<CheckpointException>(() => new Phi3Vision(Configs.Minute, new CheckpointWeights(checkpoint, ScalarType.Float32, CPU)));
        foreach (string part in new[] { "2 missing, 1 misshapen and 1 unexpected", "model.norm.weight", "lm_head.weight", "[3, 3] in the file, [512, 32]", "model.extra" })
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_embedding_may_come_under_its_alias_and_old_buffers_are_passed_over()
    {
        using var network = Network(seed: 5);
        var tensors = network.Weights.Slots.Select(s => KeyValuePair.Create(s.Name == "model.embed_tokens.weight" ? "model.vision_embed_tokens.wte.weight" : s.Name, s.Value)).ToList();
        tensors.Add(KeyValuePair.Create("model.layers.0.self_attn.rotary_emb.inv_freq", zeros(1)));
        tensors.Add(KeyValuePair.Create("model.vision_embed_tokens.img_processor.vision_model.embeddings.position_ids", zeros(1)));
        SafetensorsWriter.Write(File1, tensors);
        using var checkpoint = Checkpoint.Open(_folder);
        using var loaded = new Phi3Vision(Configs.Minute, new CheckpointWeights(checkpoint, ScalarType.Float32, CPU));
        Assert.True(network.Weights["model.embed_tokens.weight"].Value.equal(loaded.Weights["model.embed_tokens.weight"].Value).all().item<bool>());
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        using var network = Network(seed: 5);
        Checkpoint.Save(_folder, network.Weights);
        byte[] whole = File.ReadAllBytes(File1);
        foreach (int length in new[] { 0, 5, 9, 100, 3000, whole.Length / 2, whole.Length - 1 })
        {
            File.WriteAllBytes(File1, whole[..length]);
            Assert.Throws<CheckpointException>(() => Checkpoint.Open(_folder).Dispose());
        }
    }

    [Fact]
    public void A_mutated_header_is_refused_or_read_but_never_crashes()
    {
        using var network = Network(seed: 5);
        Checkpoint.Save(_folder, network.Weights);
        byte[] whole = File.ReadAllBytes(File1);
        int header = 8 + (int)BitConverter.ToInt64(whole);
        var random = new Random(3);
        int refused = 0;
        for (int i = 0; i < 500; i++)
        {
            byte[] mutated = [.. whole];
            for (int k = random.Next(1, 4); k > 0; k--)
                mutated[random.Next(header)] = (byte)random.Next(256);
            File.WriteAllBytes(File1, mutated);
            try
            {
                using var checkpoint = Checkpoint.Open(_folder);
                using var loaded = new Phi3Vision(Configs.Minute, new CheckpointWeights(checkpoint, ScalarType.Float32, CPU));
            }
            catch (CheckpointException)
            {
                refused++;
            }
        }

        Assert.True(refused > 300, $"{refused} of 500 mutations were refused.");
    }

    [Fact]
    public void An_index_that_names_missing_files_or_other_folders_is_refused()
    {
        string index = Path.Combine(_folder, "model.safetensors.index.json");
        File.WriteAllText(index, """{"weight_map": {"a": "one.safetensors", "b": "two.safetensors"}}""");
        Assert.Contains("2 of 2 weight files are missing", Assert.Throws<CheckpointException>(() => Checkpoint.Open(_folder)).Message, StringComparison.Ordinal);
        File.WriteAllText(index, """{"weight_map": {"a": "../one.safetensors"}}""");
        Assert.Contains("not a file of the folder", Assert.Throws<CheckpointException>(() => Checkpoint.Open(_folder)).Message, StringComparison.Ordinal);
    }

    private static Phi3Vision Network(long seed) => new(Configs.Minute, new RandomWeights(seed));
}
