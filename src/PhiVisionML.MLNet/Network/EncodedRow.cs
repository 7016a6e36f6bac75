using PhiVisionML.MLNet.Scoring;
using PhiVisionML.Model.Images;

namespace PhiVisionML.MLNet.Network;

/// <summary>A row as the network takes it.</summary>
/// <param name="ids">The prompt's ids; the places of picture k hold -k.</param>
/// <param name="pictures">The pictures in the order of their places.</param>
internal sealed class EncodedRow(int[] ids, IReadOnlyList<HdPicture> pictures) : PreparedRow(ids.Length)
{
    public int[] Ids => ids;

    public IReadOnlyList<HdPicture> Pictures => pictures;
}
