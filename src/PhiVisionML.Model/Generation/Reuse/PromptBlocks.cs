using System.Numerics.Tensors;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Lora;

namespace PhiVisionML.Model.Generation.Reuse;

/// <summary>
/// Names the blocks of a sequence: each by all that its keys and values depend on, which is everything up to its end, the pictures'
/// pixels included, the adapter, and the RoPE factors.
/// </summary>
internal static class PromptBlocks
{
    /// <summary>Tokens of a block. A sequence's last few tokens, fewer than this, are never kept.</summary>
    public const int Tokens = 32;

    /// <summary>The digests of a sequence's whole blocks, in their order.</summary>
    /// <param name="ids">The sequence; the places of picture k hold -k.</param>
    /// <param name="pictures">Its pictures.</param>
    /// <param name="adapter">Low-rank corrections; null for the bare base.</param>
    /// <param name="isLong">Whether the keys are turned by the long factors.</param>
    public static List<Digest> Of(ReadOnlySpan<int> ids, IReadOnlyList<HdPicture> pictures, LoraAdapter? adapter, bool isLong)
    {
        var chain = Digest.Of(default, [adapter?.Id ?? 0, isLong ? 1 : 0]);
        var blocks = new List<Digest>(ids.Length / Tokens);
        int begun = 0;   // pictures that are part of the chain
        for (int start = 0; start + Tokens <= ids.Length; start += Tokens)
        {
            var block = ids.Slice(start, Tokens);
            for (int last = -TensorPrimitives.Min(block); begun < last; begun++)
                chain = Digest.Of(chain, pictures[begun].Digest);
            blocks.Add(chain = Digest.Of(chain, block));
        }

        return blocks;
    }
}
