using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace PhiVisionML.Model.Lora;

/// <summary>The low-rank correction of one linear layer: <c>x Aᵀ Bᵀ · scaling</c>.</summary>
public sealed class LoraPair
{
    // Kept in a field: TorchSharp passes a scalar as a bare pointer, and a temporary one may be collected during the call.
    private readonly Scalar _scaling;

    internal LoraPair(string module, Tensor a, Tensor b, double scaling)
    {
        Module = module;
        A = a;
        B = b;
        Scaling = scaling;
        _scaling = scaling;
    }

    /// <summary>Dotted name of the layer, for example <c>model.layers.0.mlp.down_proj</c>.</summary>
    public string Module { get; }

    /// <summary><c>[rank, inputs]</c>.</summary>
    public Tensor A { get; internal set; }

    /// <summary><c>[outputs, rank]</c>.</summary>
    public Tensor B { get; internal set; }

    /// <summary>Alpha divided by rank.</summary>
    public double Scaling { get; }

    /// <summary>What is added to the layer's weight when merged, <c>[outputs, inputs]</c>.</summary>
    internal Tensor Delta() => B.matmul(A) * _scaling;

    /// <summary>The layer's output with the correction: one product onto it, without the correction ever standing alone.</summary>
    /// <param name="y">What the layer gave, <c>[…, outputs]</c>.</param>
    /// <param name="x">What it was given, <c>[…, inputs]</c>.</param>
    internal Tensor AddTo(Tensor y, Tensor x)
    {
        var low = (F.linear(x.to_type(A.dtype), A) * _scaling).reshape(-1, A.size(0));   // [tokens, rank]
        return addmm(y.to_type(B.dtype).reshape(-1, B.size(0)), low, B.t(), 1, 1).reshape(y.shape).to_type(y.dtype);
    }
}
