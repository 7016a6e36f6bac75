using TorchSharp;
using static TorchSharp.torch;

namespace PhiVisionML.Training.Optimizers;

/// <summary>Measures and limits the length of the gradient of all parameters together.</summary>
public static class GradientClipper
{
    private const double Margin = 1e-6;   // as torch.nn.utils.clip_grad_norm_ has it

    /// <summary>Scales all gradients by one factor where their common norm is above the limit.</summary>
    /// <param name="parameters">The parameters; those without a gradient count as zero.</param>
    /// <param name="maxNorm">The limit; null measures only.</param>
    /// <returns>The norm before clipping; not finite if a gradient is not.</returns>
    public static double Clip(IReadOnlyList<TrainableParameter> parameters, double? maxNorm)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        Tensor[] norms = [.. parameters.Select(NormOf).OfType<Tensor>()];
        if (norms.Length == 0)
            return 0;
        double norm = stack(norms).norm().item<float>();
        if (maxNorm < norm + Margin && double.IsFinite(norm))
            Scale(parameters, maxNorm.Value / (norm + Margin));
        return norm;
    }

    private static Tensor? NormOf(TrainableParameter parameter)
    {
        using var scope = NewDisposeScope();
        return parameter.Value.grad?.to_type(ScalarType.Float32).norm().MoveToOuterDisposeScope();
    }

    private static void Scale(IReadOnlyList<TrainableParameter> parameters, double factor)
    {
        using var scope = NewDisposeScope();
        using var scalar = ((float)factor).ToScalar();
        foreach (var parameter in parameters)
            parameter.Value.grad?.mul_(scalar);
    }
}
