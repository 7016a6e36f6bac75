using static TorchSharp.torch;

namespace PhiVisionML.Model.Weights;

/// <summary>Where a network's tensors come from while it is built: a checkpoint, random numbers, or shapes alone.</summary>
public abstract class WeightSource
{
    /// <summary>Gives the tensor of a name.</summary>
    /// <param name="name">The published checkpoint's name.</param>
    /// <param name="shape">The shape that the network's configuration asks for.</param>
    /// <returns>A tensor of that shape that the network then owns.</returns>
    public abstract Tensor Get(string name, long[] shape);

    /// <summary>Called once when the network has asked for everything it needs.</summary>
    /// <exception cref="CheckpointException">Names are missing, unexpected or misshapen; all of them are listed.</exception>
    public virtual void Complete()
    {
    }
}
