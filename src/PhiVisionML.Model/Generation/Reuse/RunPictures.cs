using PhiVisionML.Model.Images;
using PhiVisionML.Model.Layers;
using PhiVisionML.Model.Lora;
using static TorchSharp.torch;

namespace PhiVisionML.Model.Generation.Reuse;

/// <summary>The vectors of a batch's pictures, made once, the same picture once for all rows, and held as long as the batch.</summary>
internal sealed class RunPictures : IDisposable
{
    private readonly Tensor?[] _rows;   // [picture places of the row, hidden]; null for a row without pictures
    private readonly int[] _found;

    /// <param name="network">The network.</param>
    /// <param name="processor">Normalises pictures.</param>
    /// <param name="rows">The pictures of each row.</param>
    /// <param name="adapter">Low-rank corrections; null for the bare base.</param>
    /// <param name="cache">Where known pictures are; null to make all of them.</param>
    public RunPictures(Phi3Vision network, ImageProcessor processor, IReadOnlyList<IReadOnlyList<HdPicture>> rows, LoraAdapter? adapter, PromptCache? cache)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        var vectors = new Dictionary<Digest, Tensor>();
        foreach (var picture in rows.SelectMany(pictures => pictures).DistinctBy(picture => picture.Digest))
        {
            if (cache?.Find(picture, adapter) is { } known)
                vectors.Add(picture.Digest, known.alias());   // lives on if the cache lets go of its own
        }

        _found = [.. rows.Select(pictures => pictures.Count(picture => vectors.ContainsKey(picture.Digest)))];
        HdPicture[] missing = [.. rows.SelectMany(pictures => pictures).DistinctBy(picture => picture.Digest).Where(picture => !vectors.ContainsKey(picture.Digest))];
        if (missing.Length > 0)
        {
            var made = network.EmbedPictures([.. missing.Select(picture => PicturePixels.From(processor, picture, network.Device))], adapter);
            foreach (var (picture, its) in missing.Zip(made.split([.. missing.Select(picture => (long)picture.Layout.Tokens)])))
            {
                vectors.Add(picture.Digest, its);
                cache?.Keep(picture, adapter, its);
            }
        }

        _rows = [.. rows.Select(pictures => pictures.Count == 0 ? null : cat([.. pictures.Select(picture => vectors[picture.Digest])], 0).DetachFromDisposeScope())];
    }

    /// <summary>How many pictures of a row were known.</summary>
    public int Found(int row) => _found[row];

    /// <summary>The vectors for the places of all rows, <c>[places, hidden]</c>; null where there is no place.</summary>
    public Tensor? All() => _rows.Any(row => row is not null) ? cat([.. _rows.OfType<Tensor>()], 0) : null;

    /// <summary>The vectors for a row's last places, <c>[places, hidden]</c>; null where there are none.</summary>
    public Tensor? Last(int row, int places) => places > 0 ? _rows[row]!.narrow(0, _rows[row]!.size(0) - places, places) : null;

    public void Dispose()
    {
        foreach (var row in _rows)
            row?.Dispose();
    }
}
