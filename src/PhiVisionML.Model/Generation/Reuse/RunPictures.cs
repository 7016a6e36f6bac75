using PhiVisionML.Model.Images;
using PhiVisionML.Model.Layers;
using PhiVisionML.Model.Lora;
using static TorchSharp.torch;

namespace PhiVisionML.Model.Generation.Reuse;

/// <summary>The vectors of a batch's pictures: made when they are first needed, the same picture once for all rows, and held as long as the batch.</summary>
/// <param name="network">The network.</param>
/// <param name="processor">Normalises pictures.</param>
/// <param name="rows">The pictures of each row.</param>
/// <param name="adapter">Low-rank corrections; null for the bare base.</param>
/// <param name="cache">Where known pictures are; null to make all of them.</param>
internal sealed class RunPictures(Phi3Vision network, ImageProcessor processor, IReadOnlyList<IReadOnlyList<HdPicture>> rows, LoraAdapter? adapter, PromptCache? cache) : IDisposable
{
    private readonly Dictionary<Digest, Tensor> _vectors = [];   // [tokens, hidden] each
    private readonly HashSet<Digest> _made = [];

    /// <summary>How many pictures of a row did not have to be made.</summary>
    public int Found(int row) => rows[row].Count(picture => !_made.Contains(picture.Digest));

    /// <summary>The vectors for the places of all rows, <c>[places, hidden]</c>; null where there is no place.</summary>
    public Tensor? All()
    {
        HdPicture[] all = [.. rows.SelectMany(pictures => pictures)];
        return all.Length > 0 ? Of(all) : null;
    }

    /// <summary>The vectors for some of a row's places, <c>[count, hidden]</c>; null for none.</summary>
    public Tensor? Of(int row, int firstPlace, int count) => count > 0 ? Of(rows[row]).narrow(0, firstPlace, count) : null;

    public void Dispose()
    {
        foreach (var vectors in _vectors.Values)
            vectors.Dispose();
    }

    private Tensor Of(IReadOnlyList<HdPicture> pictures)
    {
        var unknown = new List<HdPicture>();
        foreach (var picture in pictures.DistinctBy(picture => picture.Digest).Where(picture => !_vectors.ContainsKey(picture.Digest)))
        {
            if (cache?.Find(picture, adapter) is { } known)
                _vectors.Add(picture.Digest, known.alias().DetachFromDisposeScope());   // lives on if the cache lets go of its own
            else
                unknown.Add(picture);
        }

        if (unknown.Count > 0)
            Make(unknown);
        return cat([.. pictures.Select(picture => _vectors[picture.Digest])], 0);
    }

    private void Make(List<HdPicture> pictures)
    {
        var made = network.EmbedPictures([.. pictures.Select(picture => PicturePixels.From(processor, picture, network.Device))], adapter);
        foreach (var (picture, vectors) in pictures.Zip(made.split([.. pictures.Select(picture => (long)picture.Layout.Tokens)])))
        {
            _vectors.Add(picture.Digest, vectors.DetachFromDisposeScope());
            _made.Add(picture.Digest);
            cache?.Keep(picture, adapter, vectors);
        }
    }
}
