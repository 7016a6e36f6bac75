using System.Runtime.CompilerServices;
using PhiVisionML.Model.Native;
using Xunit.Sdk;
using Xunit.v3;
using static TorchSharp.torch;

// A collection that one test sets off may free numbers of a native call of another: TorchSharp does not hold its scalars during the call.
[assembly: Parallelization(Mode = ParallelMode.None)]

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
