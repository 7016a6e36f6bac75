using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PhiVisionML.AspNetCore.Access;
using PhiVisionML.AspNetCore.Endpoints;
using PhiVisionML.AspNetCore.Errors;

namespace PhiVisionML.AspNetCore;

/// <summary>Serves a chat client over HTTP in OpenAI's way.</summary>
public static class PhiVisionOpenAIEndpointExtensions
{
    /// <summary>
    /// Adds <c>GET /v1/models</c>, <c>GET /v1/models/{id}</c> and <c>POST /v1/chat/completions</c> over any <see cref="Microsoft.Extensions.AI.IChatClient"/> of the
    /// container: text and pictures, tools, response_format, streaming. A parameter that cannot be honoured is refused by name; errors have
    /// OpenAI's shape. Without an API key, requests of this machine alone are answered.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="configure">Sets the options; null takes the defaults.</param>
    /// <returns>A builder for conventions of all three: <c>RequireRateLimiting</c>, <c>RequireCors</c> …</returns>
    /// <exception cref="ArgumentException">Options are out of range, or a key is unusable.</exception>
    public static IEndpointConventionBuilder MapPhiVisionOpenAI(this IEndpointRouteBuilder endpoints, Action<PhiVisionOpenAIOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var options = new PhiVisionOpenAIOptions();
        configure?.Invoke(options);
        options.Validate();
        var services = endpoints.ServiceProvider;
        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var guard = new GuardedEndpoint(
            new AccessRule(new ApiKeys(ApiKeys.Read(options.ApiKeys, options.ApiKeyFile)), options.AllowAnonymous),
            options.DrainTime,
            services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(PhiVisionOpenAIEndpointExtensions).Namespace!),
            services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        var models = new ModelEndpoints(options.Models, time.GetUtcNow());
        var completions = new CompletionEndpoint(options, models, guard, time);

        var group = endpoints.MapGroup(options.Prefix);
        Map("models", HttpMethods.Get, models.ListAsync);
        Map("models/{**id}", HttpMethods.Get, models.GetAsync);
        Map("chat/completions", HttpMethods.Post, completions.AnswerAsync);
        group.Map("{**path}", guard.Of((context, _) => throw new ApiException(StatusCodes.Status404NotFound, $"There is no {context.Request.Path} here; there are {options.Prefix}/chat/completions and {options.Prefix}/models.")))
            .WithOrder(int.MaxValue);
        return group;

        void Map(string pattern, string method, Func<HttpContext, RequestLife, Task> work)
        {
            group.MapMethods(pattern, [method], guard.Of(work));
            group.Map(pattern, guard.Of((context, _) =>
            {
                context.Response.Headers.Allow = method;
                throw new ApiException(StatusCodes.Status405MethodNotAllowed, $"{context.Request.Path} takes {method}, not {context.Request.Method}.");
            }));
        }
    }
}
