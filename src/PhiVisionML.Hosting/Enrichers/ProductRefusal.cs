namespace PhiVisionML.Hosting.Enrichers;

/// <summary>A product cannot be answered for; the message is a sentence for the catalog's owner.</summary>
/// <param name="sentence">Why.</param>
/// <param name="isPermanent">Whether another try would fail, too.</param>
/// <param name="cause">What it was found by.</param>
internal sealed class ProductRefusal(string sentence, bool isPermanent, Exception? cause = null) : Exception(sentence, cause)
{
    public bool IsPermanent { get; } = isPermanent;
}
