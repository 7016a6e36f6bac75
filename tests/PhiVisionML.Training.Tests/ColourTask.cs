using PhiVisionML.Model;
using PhiVisionML.Model.Configuration;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Weights;
using PhiVisionML.Training.Optimizers;
using PhiVisionML.Training.Samples;
using static TorchSharp.torch;

namespace PhiVisionML.Training.Tests;

/// <summary>The smallest task that needs eyes: say the colour of a plain picture of 56 by 56 pixels. A step takes milliseconds.</summary>
internal static class ColourTask
{
    public const int EndToken = 2, FirstColourToken = 40, FirstWordToken = 10;

    private static readonly byte[][] Colours = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 0]];

    private const string ConfigJson = """
        {
          "model_type": "phi3_v", "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64, "vocab_size": 64,
          "max_position_embeddings": 256, "original_max_position_embeddings": 256, "pad_token_id": 0, "bos_token_id": 1,
          "embd_layer": { "embedding_cls": "image", "hd_transform_order": "sub_glb", "projection_cls": "mlp", "use_hd_transform": true, "with_learnable_separator": true },
          "rope_scaling": { "type": "su", "short_factor": [1, 1, 1, 1, 1, 1, 1, 1], "long_factor": [1, 1, 1, 1, 1, 1, 1, 1] },
          "img_processor": {
            "name": "clip_vision_model", "image_dim_out": 32, "num_img_tokens": 4,
            "clip_config": { "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64, "image_size": 56, "patch_size": 14 }
          }
        }
        """;

    /// <summary>Options under which the task is learned in some dozens of steps.</summary>
    public static TrainingOptions Options { get; } = new()
    {
        Mode = TrainingMode.Full,
        Epochs = 4,
        BatchRows = 4,
        LearningRate = 3e-3,
        WarmupSteps = 2,
        Schedule = ScheduleKind.Constant,
        KeepBest = false,
    };

    public static ImageProcessor Processor { get; } = new(new ImageProcessorConfig { NumCrops = 1, CropSize = 56, NumImgTokens = 4 });

    public static Phi3Vision Network(ScalarType dtype = ScalarType.Float32, long seed = 5) => Network(new RandomWeights(seed, 0.1, dtype));

    public static Phi3Vision Network(WeightSource weights) => new(Phi3VisionConfig.FromJson(ConfigJson), weights);

    /// <summary>Rows whose answer is the colour of their picture, after a word that says nothing about it.</summary>
    public static SampleList Rows(int count) => new([.. Enumerable.Range(0, count).Select(i => Row(i, i % Colours.Length))]);

    /// <summary>Rows whose answer follows from the prompt's word; their pictures are of any colour.</summary>
    public static SampleList RowsThatNeedNoPicture(int count) => new([.. Enumerable.Range(0, count).Select(i =>
    {
        var row = Row(i, new SplitMix64((ulong)i).Next(Colours.Length));
        return Encode(row.Id, i % Colours.Length, row.Pictures[0], answer: i % Colours.Length);
    })]);

    public static TrainingSample Row(int number, int colour)
    {
        byte[] pixels = new byte[56 * 56 * 3];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(Colours[colour][i % 3] ^ (number * 7 + i / 500) % 24);   // no two rows alike
        return Encode($"row {number}", word: number / Colours.Length % 8, Processor.Process(RgbPicture.FromRgb(56, 56, pixels)), colour);
    }

    /// <summary>All weights of a network, bit for bit.</summary>
    public static byte[] Bits(Phi3Vision network)
    {
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, [.. network.Weights.Slots.Select(s => KeyValuePair.Create(s.Name, s.Value))]);
        return stream.ToArray();
    }

    private static TrainingSample Encode(string id, int word, HdPicture picture, int answer)
    {
        int[] prompt = [1, FirstWordToken + word, .. Enumerable.Repeat(-1, picture.Layout.Tokens), FirstWordToken];
        return new SampleEncoder(64).Encode(id, prompt, [FirstColourToken + answer, EndToken], [picture]);
    }
}
