using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PhiVisionML.AspNetCore.Access;
using PhiVisionML.AspNetCore.Errors;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Review.Access;
using PhiVisionML.Review.Queue;

namespace PhiVisionML.Review;

/// <summary>Serves the queue over HTTP.</summary>
public static class EnrichmentQueueExtensions
{
    /// <summary>
    /// Adds <c>POST …/runs/{id}/products</c>, which queues products once each however often they are sent, and <c>GET …/runs</c>, <c>…/runs/{id}</c> and
    /// <c>…/runs/{id}/products/{sku}</c>, over the container's <see cref="IEnrichmentJobStore"/> and <see cref="IEnrichmentLedger"/>. Errors are problem details (RFC 9457).
    /// Without an API key, requests of this machine alone are answered.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="configure">Sets the options; <see cref="EnrichmentQueueOptions.Question"/> must be among them.</param>
    /// <returns>A builder for conventions of all endpoints: <c>RequireAuthorization</c>, <c>RequireRateLimiting</c> …</returns>
    /// <exception cref="ArgumentException">Options are out of range, or a key is unusable.</exception>
    public static IEndpointConventionBuilder MapEnrichmentQueue(this IEndpointRouteBuilder endpoints, Action<EnrichmentQueueOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new EnrichmentQueueOptions();
        configure(options);
        options.Validate();
        var services = endpoints.ServiceProvider;
        var guard = new GuardedQueue(
            new AccessRule(new ApiKeys(options.ReadKeys()), options.AllowAnonymous),
            new RequestFailure(services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(EnrichmentQueueExtensions).Namespace!)));
        var store = services.GetRequiredService<IEnrichmentJobStore>();
        var enqueue = new EnqueueEndpoint(store, options, services.GetService<TimeProvider>() ?? TimeProvider.System);
        var runs = new RunEndpoints(store, services.GetRequiredService<IEnrichmentLedger>());

        var group = endpoints.MapGroup(options.Prefix);
        Map("runs", HttpMethods.Get, runs.ListAsync);
        Map("runs/{id:long}", HttpMethods.Get, runs.GetAsync);
        Map("runs/{id:long}/products", HttpMethods.Post, enqueue.AnswerAsync);
        Map("runs/{id:long}/products/{**sku}", HttpMethods.Get, runs.GetProductAsync);
        group.Map("{**path}", guard.Of(context => throw new ApiException(StatusCodes.Status404NotFound, $"There is no {context.Request.Path} here; there are {options.Prefix}/runs, {options.Prefix}/runs/ID and {options.Prefix}/runs/ID/products.")))
            .WithOrder(int.MaxValue);
        return group;

        void Map(string pattern, string method, Func<HttpContext, Task> work)
        {
            group.MapMethods(pattern, [method], guard.Of(work));
            group.Map(pattern, guard.Of(context =>
            {
                context.Response.Headers.Allow = method;
                throw new ApiException(StatusCodes.Status405MethodNotAllowed, $"{context.Request.Path} takes {method}, not {context.Request.Method}.");
            }));
        }
    }
}
