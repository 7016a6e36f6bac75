using PhiVisionML.Model;
using PhiVisionML.Model.Generation.Reuse;

namespace PhiVisionML.Chat.Answers;

/// <summary>How much answers may leave for later ones.</summary>
/// <param name="PrefixBytes">Most bytes of keys and values.</param>
/// <param name="PictureBytes">Most bytes of pictures' vectors.</param>
internal sealed record CacheLimits(long PrefixBytes, long PictureBytes)
{
    /// <summary>The limits of a client.</summary>
    public static CacheLimits Of(PhiVisionChatOptions options) => new(options.MaxPrefixCacheBytes, options.MaxPictureCacheBytes);

    /// <summary>A cache within these limits; null where nothing may be kept.</summary>
    public PromptCache? CacheFor(Phi3Vision network) => PrefixBytes + PictureBytes > 0 ? new PromptCache(network, PrefixBytes, PictureBytes) : null;
}
