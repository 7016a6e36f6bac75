using System.CommandLine;
using System.Globalization;
using PhiVisionML.Cli.Output;
using PhiVisionML.MLNet.Storage;
using PhiVisionML.Model;
using PhiVisionML.Model.Configuration;
using PhiVisionML.Model.Text;
using PhiVisionML.Model.Weights;
using static TorchSharp.torch;

namespace PhiVisionML.Cli.Commands;

/// <summary><c>phivision models inspect</c>: what a model folder holds, and whether it would load.</summary>
internal static class ModelsInspectCommand
{
    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "A model folder (config.json, preprocessor_config.json, tokenizer.json, safetensors), or the owner/name of a pulled model." };
        var inspect = new Command("inspect", """
            Show a model's shape, size and fingerprint, and check that its weights fit. Nothing is loaded into memory.

            phivision models inspect microsoft/Phi-3-vision-128k-instruct
            """) { folder };
        inspect.SetWork(CommandRunner.JsonOption(), (parsed, _, _) => Inspect(BaseModel.Require(parsed.GetRequiredValue(folder))), Print);
        return inspect;
    }

    private static Result Inspect(string folder)
    {
        var config = Phi3VisionConfig.FromFile(Path.Combine(folder, "config.json"));
        using var checkpoint = Checkpoint.Open(folder);
        var types = checkpoint.Names.Select(n => checkpoint.Entry(n).DType).Distinct().ToArray();
        var stored = types.Length == 1 ? types[0] : ScalarType.Float32;
        using var network = new Phi3Vision(config, new CheckpointWeights(checkpoint, stored, CPU));
        return new Result(
            folder,
            BaseModelFingerprint.Compute(folder).Files,
            network.Weights.Slots.Count,
            network.Weights.ParameterCount,
            checkpoint.Files.Sum(f => new FileInfo(f.Path).Length),
            [.. types.Select(t => t.ToString())],
            config.ToString(),
            PhiTokenizer.FromFolder(folder).VocabularySize,
            config.Clip.ImageSize,
            config.MaxPositionEmbeddings);
    }

    private static void Print(Result result, Reporter reporter)
    {
        reporter.Line(result.Folder);
        foreach (var (file, hash) in result.Fingerprint)
            reporter.Line($"  fingerprint  {hash[..16]}… {file}");
        reporter.Line($"  network      {result.Network}");
        reporter.Line(string.Create(CultureInfo.InvariantCulture, $"  weights      {result.Tensors} tensors, {result.Parameters:N0} parameters, {result.Bytes:N0} bytes ({string.Join(", ", result.DTypes)}); all names and shapes fit"));
        reporter.Line(string.Create(CultureInfo.InvariantCulture, $"  tokenizer    {result.Vocabulary} tokens"));
        reporter.Line(string.Create(CultureInfo.InvariantCulture, $"  pictures     crops of {result.CropPixels} px; sequences up to {result.MaxPositions} tokens"));
    }

    private sealed record Result(string Folder, IReadOnlyDictionary<string, string> Fingerprint, int Tensors, long Parameters, long Bytes, IReadOnlyList<string> DTypes, string Network, int Vocabulary, int CropPixels, int MaxPositions);
}
