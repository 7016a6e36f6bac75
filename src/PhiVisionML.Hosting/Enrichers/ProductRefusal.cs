using PhiVisionML.Enrichment.Enriching;

namespace PhiVisionML.Hosting.Enrichers;

/// <summary>A product cannot be answered for; the message is a sentence for the catalog's owner.</summary>
/// <param name="sentence">Why.</param>
/// <param name="isPermanent">Whether another try would fail, too.</param>
/// <param name="cause">What it was found by.</param>
/// <param name="isUnasked">Whether it was found before anybody was asked.</param>
internal sealed class ProductRefusal(string sentence, bool isPermanent, Exception? cause = null, bool isUnasked = true) : Exception(sentence, cause)
{
    /// <summary>What to say of the product.</summary>
    public EnrichmentResult Result => EnrichmentResult.Failed(Message, isPermanent, isUnasked);
}
