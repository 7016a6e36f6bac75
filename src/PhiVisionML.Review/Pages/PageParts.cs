using Microsoft.AspNetCore.Http;
using PhiVisionML.Review.Access;

namespace PhiVisionML.Review.Pages;

/// <summary>What all pages of somebody who is let in are made with.</summary>
/// <param name="Base">Where the pages lie.</param>
/// <param name="Token">The form's field against requests of other sites.</param>
/// <param name="HasKey">Whether one can log out.</param>
/// <param name="Actor">Who looks.</param>
/// <param name="Query">Where the reviewer is.</param>
/// <param name="Outcome">What the last form did.</param>
internal sealed record PageParts(string Base, (string Name, string Value) Token, bool HasKey, string Actor, ReviewQuery Query, Outcome? Outcome)
{
    public static PageParts Of(HttpContext context, ReviewAccess access, EnrichmentReviewOptions options, ReviewQuery query, Outcome? outcome)
        => new(context.Request.PathBase + options.Prefix, access.TokenOf(context), access.NeedsKey, access.ActorOf(context), query, outcome);

    /// <summary>A product's page.</summary>
    public string ProductOf(long job, ReviewQuery query) => FormattableString.Invariant($"{Base}/products/{job}") + query.ToQuery();

    /// <summary>A product's picture.</summary>
    public string PictureOf(long job, int index, bool isSmall) => FormattableString.Invariant($"{Base}/products/{job}/pictures/{index}") + (isSmall ? "/small" : "");
}
