namespace PhiVisionML.Downloads.Pictures;

/// <summary>How far fetching is.</summary>
/// <param name="Urls">Different addresses in all.</param>
/// <param name="Done">Addresses that are settled, those of earlier runs included.</param>
/// <param name="Fetched">Pictures that came in this run.</param>
/// <param name="Failed">Addresses without a picture.</param>
/// <param name="Bytes">Bytes of the pictures that came in this run.</param>
public sealed record PictureFetchProgress(int Urls, int Done, int Fetched, int Failed, long Bytes);
