using Microsoft.AspNetCore.Http;
using PhiVisionML.AspNetCore.Errors;
using PhiVisionML.AspNetCore.Responses;

namespace PhiVisionML.AspNetCore.Endpoints;

/// <summary>The models that there are.</summary>
/// <param name="models">Which these are.</param>
/// <param name="since">When they were first served.</param>
internal sealed class ModelEndpoints(Func<IServiceProvider, IEnumerable<ServedModel>> models, DateTimeOffset since)
{
    /// <summary>The model that a request names.</summary>
    /// <exception cref="ApiException">There is none of this name (404).</exception>
    public ServedModel Find(HttpContext context, string id)
    {
        ServedModel[] all = [.. models(context.RequestServices)];
        return all.FirstOrDefault(model => model.Id == id) ?? throw new ApiException(
            StatusCodes.Status404NotFound, $"There is no model '{id}' here; there {(all.Length == 1 ? "is" : "are")} {string.Join(", ", all.Select(model => $"'{model.Id}'"))}.")
        { Param = "model", Code = "model_not_found" };
    }

    public Task ListAsync(HttpContext context, RequestLife life)
        => context.Response.WriteAsJsonAsync(new ModelList("list", [.. models(context.RequestServices).DistinctBy(model => model.Id).Select(Entry)]), JsonResponse.Json.ModelList, cancellationToken: life.Token);

    public Task GetAsync(HttpContext context, RequestLife life)
        => context.Response.WriteAsJsonAsync(Entry(Find(context, Id(context))), JsonResponse.Json.ModelEntry, cancellationToken: life.Token);

    // A slash that a client escaped in the path is still escaped here.
    private static string Id(HttpContext context) => (context.Request.RouteValues["id"] as string ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private ModelEntry Entry(ServedModel model) => new(model.Id, "model", since.ToUnixTimeSeconds(), model.OwnedBy);
}
