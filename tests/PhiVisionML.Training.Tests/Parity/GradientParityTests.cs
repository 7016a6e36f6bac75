using PhiVisionML.Model;
using PhiVisionML.Tests;
using Xunit;
using static TorchSharp.torch;

namespace PhiVisionML.Training.Tests.Parity;

/// <summary>Loss and gradients of one batch against the reference.</summary>
public class GradientParityTests
{
    private const double LossTolerance = 1e-4, NormTolerance = 1e-4, RoundingTolerance = 1e-6, GradientTolerance = 1e-4;

    [Fact]
    public void Loss_norms_and_gradients_equal_the_reference()
    {
        using var golden = new GoldenTraining();
        using var batch = golden.Batch();
        var parameters = TrainableParameters.Unfreeze(golden.Network, TrainingMode.Full);
        using var scope = NewDisposeScope();
        var (sum, count) = golden.Network.AnswerLoss(batch.Tokens, batch.Labels);
        Assert.Equal(golden.Record.GetProperty("batch").GetProperty("labelled_tokens").GetInt32(), count);
        var loss = sum / count;
        loss.backward();
        Assert.Equal(golden.Record.GetProperty("loss").GetDouble(), loss.item<float>(), LossTolerance);

        var unused = golden.Record.GetProperty("no_grad_parameters").EnumerateArray().Select(n => n.GetString()!).ToHashSet();
        Assert.Equal(18, unused.Count);
        var norms = golden.Record.GetProperty("grad_norm");
        foreach (var parameter in parameters)
        {
            if (unused.Contains(parameter.Name))
            {
                Assert.Null(parameter.Value.grad);
                continue;
            }

            double expected = norms.GetProperty(parameter.Name).GetDouble();
            double actual = parameter.Value.grad!.norm().item<float>();
            double allowed = Math.Max(RoundingTolerance, NormTolerance * expected);
            Assert.True(Math.Abs(actual - expected) <= allowed, $"{parameter.Name}: norm {actual}, expected {expected}.");
        }

        foreach (string name in golden.TensorNames("grad."))
            golden.AssertClose("grad." + name, golden.Network.Weights[name].Value.grad!, GradientTolerance);
        TrainableParameters.Freeze(parameters);
    }

    [Fact]
    public void The_padding_row_of_the_embedding_gets_no_gradient()
    {
        using var golden = new GoldenTraining();
        using var batch = golden.Batch();
        TrainableParameters.Unfreeze(golden.Network, TrainingMode.Full);
        using var scope = NewDisposeScope();
        var (sum, _) = golden.Network.AnswerLoss(batch.Tokens, batch.Labels);
        sum.backward();
        var rows = golden.Network.Weights["model.embed_tokens.weight"].Value.grad!.abs().sum(1);
        Assert.Equal(0f, rows[golden.Network.Config.PadTokenId].item<float>());
        Assert.True(rows[1].item<float>() > 0);
    }

    [Fact]
    public void A_row_without_pictures_gives_the_reference_loss()
    {
        using var golden = new GoldenTraining();
        var text = golden.Record.GetProperty("text_only");
        int[] ids = GoldenNetwork.Ids(text.GetProperty("ids"))[0];
        int[,] labels = new int[1, ids.Length];
        for (int i = 0; i < ids.Length; i++)
            labels[0, i] = i < 10 ? -100 : ids[i];
        using var scope = NewDisposeScope();
        var (sum, count) = golden.Network.AnswerLoss(TokenBatch.PadRight([ids], [], golden.Network.Config.PadTokenId), labels);
        Assert.Equal(text.GetProperty("loss").GetDouble(), sum.item<float>() / count, LossTolerance);
    }
}
