using System.Runtime.CompilerServices;
using PhiVisionML.Model.Native;
using static TorchSharp.torch;

namespace PhiVisionML.Training.Tests;

/// <summary>Test classes run beside each other and their networks are tiny: more threads would only wait for one another.</summary>
internal static class OneThread
{
    [ModuleInitializer]
    internal static void Set()
    {
        TorchRuntime.EnsureLoaded();
        set_num_threads(1);
    }
}
