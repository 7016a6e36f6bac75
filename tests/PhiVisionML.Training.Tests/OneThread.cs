using System.Runtime.CompilerServices;
using PhiVisionML.Model.Native;
using static TorchSharp.torch;

namespace PhiVisionML.Training.Tests;

/// <summary>The networks of these tests are tiny: a second thread would cost more than it saves.</summary>
internal static class OneThread
{
    [ModuleInitializer]
    internal static void Set()
    {
        TorchRuntime.EnsureLoaded();
        set_num_threads(1);
    }
}
