using PhiVisionML.Tests;
using Xunit;
using static TorchSharp.torch;

namespace PhiVisionML.Model.Tests.Network;

/// <summary>The network against the reference's numbers, stage by stage; tolerances are the reference's own float32/float64 spread.</summary>
public class ForwardParityTests
{
    private const double TowerTolerance = 5e-5, ProjectionTolerance = 2e-5, PictureTolerance = 2e-4, HiddenTolerance = 5e-5, LogitTolerance = 2e-4;

    public static TheoryData<string> Configurations => ["tiny", "tiny-long", "tiny-gqa", "small"];

    [Theory]
    [MemberData(nameof(Configurations))]
    public void The_tower_gives_the_reference_features(string name)
    {
        using var golden = new GoldenNetwork(name);
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var tower = golden.Network.Pictures.Tower;
        var pixels = tensor(PortableNumbers.Uniform("pixels", 2 * 3 * 336 * 336, 2), [2, 3, 336, 336]);
        var features = tower.HiddenState(pixels, null);
        golden.AssertCloseIfKept("clip.hidden0", () => tower.Embed(pixels.narrow(0, 0, 1)), TowerTolerance);
        golden.AssertCloseIfKept("clip.hidden_minus2", () => features, TowerTolerance);
        golden.AssertCloseIfKept("clip.hidden_minus2_rows", () => features.slice(1, 0, 577, 16), TowerTolerance);
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public void The_hd_transform_and_the_projector_give_the_reference_vectors(string name)
    {
        using var golden = new GoldenNetwork(name);
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var pictures = golden.Network.Pictures;
        long width = golden.Network.Config.Clip.HiddenSize;
        var features = tensor(PortableNumbers.Uniform("features", 2 * 5 * 576 * width, 1), [2, 5, 576, width]);
        var wide = pictures.HdTransform(features[0].narrow(0, 0, 4), 1, 3);
        var square = pictures.HdTransform(features[1], 2, 2);
        var projected = pictures.Project(cat([wide, square], 0), null);
        golden.AssertCloseIfKept("hd.projected", () => name == "small" ? projected.slice(0, 0, 1358, 8) : projected, ProjectionTolerance);
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public void Hidden_states_equal_the_reference(string name)
    {
        using var golden = new GoldenNetwork(name);
        using var none = no_grad();
        using var scope = NewDisposeScope();
        int[][] ids = GoldenNetwork.Ids(golden.Forward.GetProperty("cases").GetProperty("text40").GetProperty("ids_rle"));
        var states = new List<Tensor>();
        golden.Network.Forward(TokenBatch.PadLeft(ids, [], golden.Network.Config.PadTokenId), hiddenStates: states);
        Assert.Equal(golden.Network.Config.NumHiddenLayers + 1, states.Count);
        for (int i = 0; i < states.Count; i++)
            golden.AssertClose($"text40.hidden{i}", states[i], HiddenTolerance);
        states.ForEach(s => s.Dispose());
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public void Logits_equal_the_reference_in_every_case(string name)
    {
        using var golden = new GoldenNetwork(name);
        using var none = no_grad();
        int compared = 0;
        foreach (var test in golden.Forward.GetProperty("cases").EnumerateObject().Where(c => golden.HasLogits(c.Name)))
        {
            using var scope = NewDisposeScope();
            var batch = golden.Batch(test.Value);
            var logits = golden.Network.Logits(golden.Network.Forward(batch));
            golden.AssertLogits(test.Name, logits, batch.LeftPadding, LogitTolerance);
            compared++;
        }

        Assert.Equal(6, compared);
    }

    [Theory]
    [InlineData("tiny")]
    [InlineData("tiny-gqa")]
    [InlineData("small")]
    public void A_picture_gives_the_reference_vectors_from_file_to_decoder(string name)
    {
        using var golden = new GoldenNetwork(name);
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var picture = GoldenNetwork.Picture("banner.png", numCrops: 4);
        var vectors = golden.Network.Pictures.Forward([picture], null);
        golden.AssertCloseIfKept("banner.c4.image_embeds", () => name == "small" ? vectors.slice(0, 0, vectors.size(0), 8) : vectors, PictureTolerance);
    }
}
