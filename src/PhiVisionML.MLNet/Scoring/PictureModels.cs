using Microsoft.ML.Runtime;
using PhiVisionML.MLNet.Interop;
using PhiVisionML.MLNet.Network;

namespace PhiVisionML.MLNet.Scoring;

/// <summary>Chooses who opens the network.</summary>
internal static class PictureModels
{
    /// <summary>The option of the <c>MLContext</c> that puts another factory in the network's place.</summary>
    public const string OptionName = "PhiVision.PictureModelFactory";

    /// <param name="environment">The context's own environment: a host has no options.</param>
    public static IPictureModelFactory FactoryOf(IHostEnvironment environment)
        => MLNetInterop.GetOption<IPictureModelFactory>(environment, OptionName) ?? new NetworkFactory();
}
