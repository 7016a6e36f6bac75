using TorchSharp;
using static TorchSharp.torch;

namespace PhiVisionML.Model.Layers;

/// <summary>Sums of tensors that are safe while other threads allocate.</summary>
/// <remarks>
/// TorchSharp's <c>a + b</c> passes a temporary factor of 1 as a bare pointer. A collection that another thread sets off (one that decodes
/// pictures ahead, say) may free it during the call: an error without sense, or a wrong sum. Here the factor lives for ever.
/// </remarks>
internal static class TensorSum
{
    private static readonly Scalar One = 1;

    /// <summary>The sum, shapes broadcast.</summary>
    public static Tensor Plus(this Tensor left, Tensor right) => left.add(right, One);
}
