using Microsoft.ML.Runtime;
using PhiVisionML.MLNet.Interop;
using PhiVisionML.MLNet.Storage;

namespace PhiVisionML.MLNet.Scoring;

/// <summary>What a transformer asks of the network.</summary>
/// <param name="Host">Receives what there is to say about loading.</param>
/// <param name="BaseFolder">The full path of the base model's folder, whose fingerprint was compared.</param>
/// <param name="Adapter">The adapter to lay over it; null for the base alone.</param>
/// <param name="Settings">How pictures are read and answers generated.</param>
/// <param name="Environment">The device, and whether the CPU may stand in for it.</param>
internal sealed record PictureModelRequest(
    IHost Host, string BaseFolder, AdapterPackage? Adapter, ScoringSettings Settings, EnvironmentSettings Environment);
