using static TorchSharp.torch;

namespace PhiVisionML.Training.Optimizers;

/// <summary>libtorch's one-pass AdamW kernel, which TorchSharp does not bind; a quarter of the time of the same in single operations.</summary>
/// <remarks>
/// Reached through a TorchScript function. A script that does not compile ends the process, so this one is constant, is compiled
/// once, and is run by the tests. The tensors come in lists made by the caller: with lists made in the script, the call would be
/// optimised away as one without effect. The kernel works element by element: its result does not depend on the number of threads.
/// </remarks>
internal static class FusedAdamW
{
    private const string Script = """
        def fused_adamw(weights: List[Tensor], grads: List[Tensor], first: List[Tensor], second: List[Tensor], steps: List[Tensor], lr: float, beta1: float, beta2: float, weight_decay: float, eps: float) -> Tensor:
            torch._fused_adamw_(weights, grads, first, second, [], steps, lr=lr, beta1=beta1, beta2=beta2, weight_decay=weight_decay, eps=eps, amsgrad=False, maximize=False)
            return weights[0]

        """;   // ends with a newline, as the compiler of scripts asks

    private static readonly Lazy<jit.CompilationUnit> Compiled = new(() => jit.compile(Script));

    /// <summary>Changes the weight and both moments in place.</summary>
    /// <param name="weight">Float32.</param>
    /// <param name="gradient">Float32, of the weight's shape.</param>
    /// <param name="state">Moments and the number of steps, this one counted.</param>
    /// <param name="learningRate">Learning rate.</param>
    /// <param name="weightDecay">Decoupled weight decay.</param>
    /// <param name="options">Betas and epsilon.</param>
    public static void Update(Tensor weight, Tensor gradient, AdamWState state, double learningRate, double weightDecay, AdamWOptions options)
    {
        using var same = Compiled.Value.invoke<Tensor>("fused_adamw", List(weight), List(gradient), List(state.FirstMoment), List(state.SecondMoment), List(state.Steps),
            learningRate, options.Beta1, options.Beta2, weightDecay, options.Epsilon);
    }

    private static Tensor[] List(Tensor tensor) => [tensor];
}
