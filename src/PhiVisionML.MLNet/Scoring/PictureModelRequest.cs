using PhiVisionML.MLNet.Interop;
using PhiVisionML.MLNet.Storage;

namespace PhiVisionML.MLNet.Scoring;

/// <summary>What a transformer asks of the network.</summary>
/// <param name="BaseFolder">The full path of the base model's folder, whose fingerprint was compared.</param>
/// <param name="Adapter">The adapter to lay over it; null for the base alone.</param>
/// <param name="Generation">How answers are generated.</param>
/// <param name="Environment">The device, and whether the CPU may stand in for it.</param>
internal sealed record PictureModelRequest(
    string BaseFolder, AdapterPackage? Adapter, GenerationSettings Generation, EnvironmentSettings Environment);
