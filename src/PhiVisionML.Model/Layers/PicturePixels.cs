using static TorchSharp.torch;

namespace PhiVisionML.Model.Layers;

/// <summary>One picture as the network takes it.</summary>
/// <param name="Crops">
/// Normalised crops, <c>[1 + TilesHigh · TilesWide, 3, side, side]</c>, the global view first; or a single crop
/// when there is one tile and it equals the global view (then the tower runs once for both).
/// </param>
/// <param name="TilesHigh">Rows of tiles.</param>
/// <param name="TilesWide">Tiles in a row.</param>
public sealed record PicturePixels(Tensor Crops, int TilesHigh, int TilesWide);
