using System.CommandLine;
using PhiVisionML.Cli.Output;
using PhiVisionML.Enrichment.Policies;

namespace PhiVisionML.Cli.Enriching;

/// <summary>The options that say what becomes of answers.</summary>
internal sealed class PolicyOptions
{
    private readonly Option<FileInfo?> _policy = new("--policy") { Description = "Policy that 'phivision enrich calibrate' wrote, or written by hand: for each field mode, thresholds and curve. Default: every value waits for a reviewer." };
    private readonly Option<string[]> _modes = new("--mode") { Description = "When fields may be written: only-empty (default), overwrite, or suggest. For one field FIELD=MODE. May be given several times." };
    private readonly Option<string[]> _accept = new("--accept-at") { Description = "Confidence, 0 to 1, from which values are written without a reviewer; for one field FIELD=SHARE. May be given several times." };

    public IEnumerable<Option> All => [_policy, _modes, _accept];

    /// <summary>When which of them do nothing.</summary>
    /// <param name="isUnsure">Whether answers have no confidence.</param>
    public IEnumerable<IdleOptions> Idle(Func<ParseResult, bool> isUnsure) =>
    [
        new([_accept], isUnsure, "compares confidences, and a server's one answer has none, so that every value waits for a reviewer; give --remote-samples 5, say, or leave it out."),
    ];

    /// <summary>The policy: the file's, with what the command line says over it.</summary>
    /// <exception cref="ArgumentException">A value cannot be read.</exception>
    public EnrichmentPolicy Read(ParseResult parsed)
    {
        var policy = parsed.GetValue(_policy) is { } file ? PolicyFile.Read(file.FullName) : new EnrichmentPolicy();
        foreach (var (field, mode) in Pairs(parsed, _modes))
            policy = With(policy, field, old => old with { Mode = Mode(mode) });
        foreach (var (field, share) in Pairs(parsed, _accept))
            policy = With(policy, field, old => old with { AcceptAt = Share(share) });
        return policy;
    }

    private static IEnumerable<(string? Field, string Value)> Pairs(ParseResult parsed, Option<string[]> option)
        => (parsed.GetValue(option) ?? []).Select(pair => pair.Split('=', 2) is [string field, string value] ? (field, value) : ((string?)null, pair)).OrderBy(pair => pair.Item1 is not null);

    // Without a field it is for all of them.
    private static EnrichmentPolicy With(EnrichmentPolicy policy, string? field, Func<FieldPolicy, FieldPolicy> change) => field is null
        ? policy with { Default = change(policy.Default), Fields = policy.Fields.ToDictionary(pair => pair.Key, pair => change(pair.Value)) }
        : policy with { Fields = new Dictionary<string, FieldPolicy>(policy.Fields) { [field] = change(policy.Of(field)) } };

    private FieldMode Mode(string text) => text switch
    {
        "only-empty" => FieldMode.OnlyEmpty,
        "overwrite" => FieldMode.Overwrite,
        "suggest" => FieldMode.Suggest,
        _ => throw new ArgumentException($"{_modes.Name} is '{text}'; it must be only-empty, overwrite or suggest, or FIELD=MODE."),
    };

    private double Share(string text) => double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out double share) && share is >= 0 and <= 1 ? share
        : throw new ArgumentException($"{_accept.Name} is '{text}'; it must be a share from 0 to 1, or FIELD=SHARE.");
}
