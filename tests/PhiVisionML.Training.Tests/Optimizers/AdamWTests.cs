using PhiVisionML.Training.Optimizers;
using Xunit;
using static TorchSharp.torch;

namespace PhiVisionML.Training.Tests.Optimizers;

public class AdamWTests
{
    [Fact]
    public void Ten_steps_equal_the_unfused_optimizer()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3, CPU);
        var start = randn([33, 7], generator: generator);
        var ours = start.clone().requires_grad_(true);
        var theirs = new TorchSharp.Modules.Parameter(start.clone());
        using var reference = optim.AdamW([theirs], 0.01, 0.9, 0.95, 1e-7, 0.1);
        using var optimizer = new AdamW([new ParameterGroup([Named("w", ours)], 0.01, 0.1)]);
        for (int step = 0; step < 10; step++)
        {
            var gradient = randn([33, 7], generator: generator);
            ours.grad = gradient;
            theirs.grad = gradient.clone();
            optimizer.Step();
            reference.step();
        }

        Assert.True((ours - theirs).abs().max().item<float>() < 1e-6f);
        Assert.True((ours - start).abs().min().item<float>() > 0);
    }

    [Fact]
    public void Steps_below_the_resolution_of_short_weights_add_up()
    {
        using var scope = NewDisposeScope();
        var weight = ones(4, ScalarType.BFloat16).requires_grad_(true);
        using var optimizer = new AdamW([new ParameterGroup([Named("w", weight)], 1e-4, 0)]);
        for (int step = 0; step < 100; step++)
        {
            weight.grad = ones(4, ScalarType.BFloat16);
            optimizer.Step();
        }

        Assert.Equal(0.99f, weight.to_type(ScalarType.Float32)[0].item<float>(), 0.003f);   // bfloat16 has nothing between 0.9961 and 1
    }

    [Fact]
    public void Without_a_gradient_a_weight_does_not_decay()
    {
        using var scope = NewDisposeScope();
        var weight = ones(4).requires_grad_(true);
        using var optimizer = new AdamW([new ParameterGroup([Named("w", weight)], 0.1, 0.5)]);
        optimizer.Step();
        Assert.Equal([1f, 1f, 1f, 1f], weight.data<float>());
        Assert.Empty(optimizer.State());
    }

    [Fact]
    public void A_parameter_in_two_groups_is_refused_by_name()
    {
        using var weight = ones(4);
        var group = new ParameterGroup([Named("twice", weight)], 0.1, 0);
        Assert.Contains("twice", Assert.Throws<ArgumentException>(() => new AdamW([group, group])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Clipping_gives_the_norm_before_and_scales_all_gradients_by_one_factor()
    {
        using var scope = NewDisposeScope();
        Tensor a = zeros(1).requires_grad_(true), b = zeros(1).requires_grad_(true);
        a.grad = tensor(new float[] { 3 });
        b.grad = tensor(new float[] { 4 });
        TrainableParameter[] both = [Named("a", a), Named("b", b)];
        Assert.Equal(5, GradientClipper.Clip(both, 10), 1e-6);
        Assert.Equal(3, a.grad!.item<float>(), 1e-6);
        Assert.Equal(5, GradientClipper.Clip(both, 1), 1e-6);
        Assert.Equal(0.6, a.grad!.item<float>(), 1e-5);
        Assert.Equal(0.8, b.grad!.item<float>(), 1e-5);
    }

    private static TrainableParameter Named(string name, Tensor value) => new(name, TrainingPart.Decoder, value);
}
