using static TorchSharp.torch;

namespace PhiVisionML.Training.Optimizers;

/// <summary>libtorch's one-pass AdamW kernel, which TorchSharp does not bind; a quarter of the time of the same in single operations.</summary>
/// <remarks>
/// Reached through a TorchScript function. A script that does not compile ends the process, so this one is constant, is compiled
/// once, and is run by the tests. The tensors come in lists made by the caller: with lists made in the script, the call would be
/// optimised away as one without effect. Its numbers come in a tensor: loose ones may be collected before the call. The kernel works element by element: its result does not depend on the number of threads.
/// </remarks>
internal static class FusedAdamW
{
    private const string Script = """
        def fused_adamw(weights: List[Tensor], grads: List[Tensor], first: List[Tensor], second: List[Tensor], steps: List[Tensor], rates: Tensor) -> Tensor:
            r: List[float] = rates.tolist()
            torch._fused_adamw_(weights, grads, first, second, [], steps, lr=r[0], beta1=r[1], beta2=r[2], weight_decay=r[3], eps=r[4], amsgrad=False, maximize=False)
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
        using var rates = tensor(new[] { learningRate, options.Beta1, options.Beta2, weightDecay, options.Epsilon });
        using var same = Compiled.Value.invoke<Tensor>("fused_adamw", List(weight), List(gradient), List(state.FirstMoment), List(state.SecondMoment), List(state.Steps), rates);
    }

    private static Tensor[] List(Tensor tensor) => [tensor];
}
