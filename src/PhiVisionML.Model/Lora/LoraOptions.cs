namespace PhiVisionML.Model.Lora;

/// <summary>Which linear layers get a low-rank correction, and how large it is. Names and meanings are PEFT's.</summary>
public sealed record LoraOptions
{
    /// <summary>The decoder's linear layers (the default).</summary>
    public static IReadOnlyList<string> DecoderModules { get; } = ["qkv_proj", "o_proj", "gate_up_proj", "down_proj"];

    /// <summary>The vision tower's and the projector's linear layers.</summary>
    public static IReadOnlyList<string> VisionModules { get; } = ["q_proj", "k_proj", "v_proj", "out_proj", "fc1", "fc2", "img_projection.0", "img_projection.2"];

    /// <summary>Rank of the correction: A is <c>[Rank, inputs]</c>, B is <c>[outputs, Rank]</c>. Default 16; at least 1.</summary>
    public int Rank { get; init; } = 16;

    /// <summary>The correction is multiplied by <c>Alpha / Rank</c>. Default 32.</summary>
    public double Alpha { get; init; } = 32;

    /// <summary>Last parts of the names of the layers to correct, as PEFT's <c>target_modules</c>. Default: the decoder's.</summary>
    public IReadOnlyList<string> TargetModules { get; init; } = DecoderModules;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Rank, 1);
        if (Alpha <= 0 || !double.IsFinite(Alpha))
            throw new ArgumentOutOfRangeException(nameof(Alpha), Alpha, $"Alpha must be a positive number; it is {Alpha}.");
        if (TargetModules.Count == 0)
            throw new ArgumentOutOfRangeException(nameof(TargetModules), "TargetModules is empty: an adapter needs at least one layer.");
    }
}
