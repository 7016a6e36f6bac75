using Microsoft.Extensions.AI;

namespace PhiVisionML.Chat.Requests;

/// <summary>The models that a client answers as: its own, and the base with each of its named adapters.</summary>
internal sealed class ModelNames
{
    /// <summary>An additional property: the name of an adapter.</summary>
    public const string Adapter = "adapter";

    private readonly HashSet<string> _adapters;

    /// <param name="own">The client's own name.</param>
    /// <param name="adapters">The names of the adapters that requests may choose.</param>
    /// <exception cref="ArgumentException">A name is empty or there twice.</exception>
    public ModelNames(string own, IEnumerable<string> adapters)
    {
        All = [own, .. adapters];
        _adapters = [.. All.Skip(1)];
        if (_adapters.Contains("") || All.Distinct().Count() < All.Count)
            throw new ArgumentException($"The client would have the models {string.Join(", ", All.Select(name => $"'{name}'"))}; each needs a name of its own.", nameof(adapters));
    }

    /// <summary>All names, the client's own first.</summary>
    public IReadOnlyList<string> All { get; }

    /// <summary>What a request asks for that is not here.</summary>
    public IEnumerable<string> Refusals(ChatOptions options)
    {
        string? id = options.ModelId;
        if (id is not null && !All.Contains(id))
            yield return $"{nameof(options.ModelId)} ('{id}'; this client has {Quoted(All)})";
        if (AdditionalProperties.Value(options, Adapter) is not { } value)
            yield break;
        string? name = AdditionalProperties.Text(value);
        if (name is null || !_adapters.Contains(name))
            yield return $"{AdditionalProperties.NameOf(Adapter)} ('{name ?? value}'; this client has {(_adapters.Count == 0 ? "none" : Quoted(_adapters))})";
        else if (id is not null && _adapters.Contains(id) && id != name)
            yield return $"{AdditionalProperties.NameOf(Adapter)} beside {nameof(options.ModelId)} ('{name}' and '{id}': an answer has one adapter)";
    }

    /// <summary>The adapter that a request asks for; null for the client's own model.</summary>
    public string? AdapterOf(ChatOptions? options)
        => AdditionalProperties.Text(AdditionalProperties.Value(options, Adapter)) ?? (options?.ModelId is { } id && _adapters.Contains(id) ? id : null);

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));
}
