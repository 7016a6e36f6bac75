using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PhiVisionML.AspNetCore.Access;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Review.Access;
using PhiVisionML.Review.Pages;
using PhiVisionML.Review.Pictures;
using PhiVisionML.Review.Values;

namespace PhiVisionML.Review;

/// <summary>Serves the reviewer's page.</summary>
public static class EnrichmentReviewExtensions
{
    /// <summary>Adds what <see cref="MapEnrichmentReview"/> needs: antiforgery, and with it data protection; and what counts logins.</summary>
    public static IServiceCollection AddEnrichmentReview(this IServiceCollection services)
        => services.AddAntiforgery(options => options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest).AddSingleton<LoginThrottle>();

    /// <summary>
    /// Adds the page on which people accept, change and reject what models propose, over the container's <see cref="IEnrichmentLedger"/> and
    /// <see cref="IEnrichmentJobStore"/>. Without an API key, browsers of this machine alone are answered. It needs <see cref="AddEnrichmentReview"/>.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="configure">Sets the options; null takes the defaults.</param>
    /// <returns>A builder for conventions of all pages: <c>RequireAuthorization</c>, <c>RequireHost</c> …</returns>
    /// <exception cref="ArgumentException">Options are out of range, or a key is unusable.</exception>
    /// <exception cref="InvalidOperationException">The container lacks a service.</exception>
    public static IEndpointConventionBuilder MapEnrichmentReview(this IEndpointRouteBuilder endpoints, Action<EnrichmentReviewOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var options = new EnrichmentReviewOptions();
        configure?.Invoke(options);
        options.Validate();
        var services = endpoints.ServiceProvider;
        var throttle = services.GetService<LoginThrottle>() ?? throw new InvalidOperationException($"The container lacks services of the reviewer's page; call services.{nameof(AddEnrichmentReview)}() before the application is built.");
        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var keys = options.ReadKeys();
        var known = new ApiKeys(keys);
        var session = new BrowserSession(keys, options, services.GetRequiredService<IDataProtectionProvider>(), time);
        var access = new ReviewAccess(new AccessRule(known, options.AllowAnonymous), known, session, services.GetRequiredService<IAntiforgery>(), options);
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(EnrichmentReviewExtensions).Namespace!);
        var guard = new GuardedPage(access, options.Prefix, new RequestFailure(logger));
        var catalog = new ReviewCatalog(services.GetRequiredService<IEnrichmentLedger>(), services.GetRequiredService<IEnrichmentJobStore>(), options, time);
        var values = new ValueOffers(options.Choices);
        var list = new ListPage(catalog, access, options);
        var product = new ProductPage(catalog, values, access, options);
        var decisions = new DecisionPage(catalog, product, access, options);
        var login = new LoginPage(access, throttle, options, logger);
        var pictures = new PictureEndpoint(catalog.Ledger, options);

        var group = endpoints.MapGroup(options.Prefix);
        group.MapGet("", guard.Of(list.ShowAsync));
        group.MapGet("next", guard.Of(product.GoOnAsync));
        group.MapGet("products/{job:long}", guard.Of(product.ShowAsync));
        foreach (string form in (string[])["decide", "undo"])
            group.MapGet($"products/{{job:long}}/{form}", guard.Of(product.ShowAgainAsync));   // the address of what a form answered, loaded anew
        group.MapPost("products/{job:long}/decide", guard.Of(decisions.DecideAsync));
        group.MapPost("products/{job:long}/undo", guard.Of(decisions.UndoAsync));
        group.MapGet("products/{job:long}/pictures/{index:int}", guard.Of(pictures.LargeAsync));
        group.MapGet("products/{job:long}/pictures/{index:int}/small", guard.Of(pictures.SmallAsync));
        group.MapGet("login", guard.Open(login.ShowAsync));
        group.MapPost("login", guard.Open(login.EnterAsync));
        group.MapPost("logout", guard.Of(login.LeaveAsync));
        group.MapGet("assets/{name}", guard.Open(Asset.SendAsync));
        group.Map("{**path}", guard.Of(context => throw new AspNetCore.Errors.ApiException(StatusCodes.Status404NotFound, $"There is no page {context.Request.Path}."))).WithOrder(int.MaxValue);
        return group;
    }
}
