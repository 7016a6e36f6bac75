using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Runtime;

[assembly: System.Runtime.CompilerServices.IgnoresAccessChecksTo("Microsoft.ML.Core")]
[assembly: LoadableClass(
    "Phi-3-Vision", typeof(ITransformer), typeof(PhiVisionML.Registration.Loader), null, typeof(SignatureLoadModel),
    "Phi-3-Vision", "PhiVisionTransformer")]

namespace PhiVisionML.Registration;

/// <summary>
/// What ML.NET calls when a saved model names this assembly. <c>LoadableClassAttribute</c> is internal to
/// Microsoft.ML.Core, so this assembly is compiled against a stub of it and holds nothing else.
/// </summary>
internal static class Loader
{
    private static readonly Func<IHostEnvironment, object, ITransformer> Load =
        Type.GetType("PhiVisionML.MLNet.PhiVisionTransformer, PhiVisionML.MLNet", throwOnError: true)!
            .GetMethod("Create", BindingFlags.Static | BindingFlags.NonPublic, [typeof(IHostEnvironment), typeof(object)])!
            .CreateDelegate<Func<IHostEnvironment, object, ITransformer>>();

    // ComponentCatalog looks for this name and takes object where it would pass its own internal ModelLoadContext.
    private static ITransformer Create(IHostEnvironment environment, object context) => Load(environment, context);
}
