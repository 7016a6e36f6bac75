namespace PhiVisionML.Downloads.Pictures;

/// <summary>What a run of <see cref="PictureFetch"/> came to.</summary>
/// <param name="Rows">Rows of the table, all of which are in the table written.</param>
/// <param name="RowsWithPicture">Those that have at least one picture.</param>
/// <param name="Urls">Different addresses of pictures; each is fetched, not modified, already there or failed.</param>
/// <param name="Fetched">Pictures that came.</param>
/// <param name="NotModified">Pictures of which the server said that they have not changed.</param>
/// <param name="AlreadyThere">Pictures of earlier runs that were not asked for again.</param>
/// <param name="Failed">The number of failed addresses by reason, a word as in <see cref="ManifestEntry.Reason"/>, or <c>bad_address</c> for what is no address and was not asked.</param>
/// <param name="Retries">Further attempts after failures that may pass.</param>
/// <param name="Bytes">Bytes of the pictures that came.</param>
public sealed record PictureFetchSummary(
    int Rows, int RowsWithPicture, int Urls, int Fetched, int NotModified, int AlreadyThere, IReadOnlyDictionary<string, int> Failed, int Retries, long Bytes);
