using PhiVisionML.Model.Lora;
using static TorchSharp.torch;

namespace PhiVisionML.Model.Layers;

/// <summary>What all decoder layers of one forward pass share.</summary>
/// <param name="Rotary">Position tables.</param>
/// <param name="Mask">True where a query may look at a key, <c>[batch, 1, seq, past + seq]</c>; null when none is needed.</param>
/// <param name="IsCausal">Whether the plain causal rule applies instead of a mask.</param>
/// <param name="Cache">Past keys and values; null to work without.</param>
/// <param name="Adapter">Low-rank corrections; null for the bare base.</param>
internal sealed record DecoderPass(RotaryTables Rotary, Tensor? Mask, bool IsCausal, KvCache? Cache, LoraAdapter? Adapter);
