namespace PhiVisionML.MLNet;

/// <summary>The type of number in which the base model works.</summary>
public enum ModelPrecision
{
    /// <summary>32 bits on the CPU, bfloat16 on a GPU.</summary>
    Auto,

    /// <summary>32 bits: the reference.</summary>
    Fp32,

    /// <summary>bfloat16: half the memory. The published weights are stored so; on a CPU they then stay in the mapped file.</summary>
    Bf16,

    /// <summary>16-bit floating point: half the memory, for GPUs without bfloat16.</summary>
    Fp16,
}
