using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace PhiVisionML.MLNet.Interop;

/// <summary>
/// The one file that reaches members of ML.NET which are not public in 5.0. Everything else in this library uses
/// public API. A unit test touches each member, so a release of ML.NET that renames one fails there and not in use.
/// </summary>
internal static class MLNetInterop
{
    private const string EnvironmentType = "Microsoft.ML.Runtime.IHostEnvironmentInternal, Microsoft.ML.Core";
    private const string CancelableType = "Microsoft.ML.Runtime.ICancelable, Microsoft.ML.Core";
    private const string LoadContextType = "Microsoft.ML.ModelLoadContext, Microsoft.ML.Core";

    private static readonly Assembly Core = typeof(ITransformer).Assembly;
    private static readonly Type InternalEnvironment = CoreType("Microsoft.ML.Runtime.IHostEnvironmentInternal");
    private static readonly Type Cancelable = CoreType("Microsoft.ML.Runtime.ICancelable");

    // UnsafeAccessorType does not take structs, so what has a VersionInfo in its signature goes through reflection.
    private static readonly Type VersionInfo = CoreType("Microsoft.ML.VersionInfo");
    private static readonly MethodInfo SetVersion = Method(typeof(ModelSaveContext), "SetVersionInfo", VersionInfo);
    private static readonly MethodInfo CheckVersion = Method(CoreType("Microsoft.ML.ModelLoadContext"), "CheckAtModel", VersionInfo);
    private static readonly MethodInfo TryGetOption = InternalEnvironment.GetMethod("TryGetOption")
        ?? throw Missing(InternalEnvironment, "TryGetOption");

    /// <summary>The environment behind <c>mlContext.Transforms</c>: the context's own, so its options are visible.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "Microsoft.ML.Data.IInternalCatalog.get_Environment")]
    public static extern IHostEnvironment GetEnvironment(TransformsCatalog catalog);

    /// <summary>The environment behind <c>mlContext.Data</c>.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "Microsoft.ML.Data.IInternalCatalog.get_Environment")]
    public static extern IHostEnvironment GetEnvironment(DataOperationsCatalog catalog);

    /// <summary>Makes one column of the shape that an estimator announces.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    public static extern SchemaShape.Column CreateColumn(
        string name, SchemaShape.Column.VectorKind kind, DataViewType itemType, bool isKey, SchemaShape? annotations);

    /// <summary>Writes one named entry beside the model's key.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "SaveBinaryStream")]
    public static extern void SaveBinaryStream(ModelSaveContext context, string name, Action<BinaryWriter> write);

    /// <summary>Reads one named entry; false when the model has no such entry.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "TryLoadBinaryStream")]
    public static extern bool TryLoadBinaryStream(
        [UnsafeAccessorType(LoadContextType)] object loadContext, string name, Action<BinaryReader> read);

    /// <summary>Writes the header that tells ML.NET which loader to call.</summary>
    public static void SetVersionInfo(ModelSaveContext context, ModelVersion version) => Invoke(SetVersion, context, version);

    /// <summary>Compares the header of a saved model with what this release reads.</summary>
    /// <exception cref="FormatException">The model is too new, too old, or of another kind.</exception>
    public static void CheckAtModel(object loadContext, ModelVersion version) => Invoke(CheckVersion, loadContext, version);

    /// <summary>What the user set on the <see cref="MLContext"/>; a foreign environment has no GPU and no seed.</summary>
    public static EnvironmentSettings GetSettings(IHostEnvironment environment)
        => InternalEnvironment.IsInstanceOfType(environment)
            ? new(GetGpuDeviceId(environment), GetFallbackToCpu(environment), GetSeed(environment), GetTempFilePath(environment))
            : new(GpuDeviceId: null, FallbackToCpu: true, Seed: null, Path.GetTempPath());

    /// <summary>True after <c>MLContext.CancelExecution</c>, which AutoML calls.</summary>
    public static bool IsCanceled(IHostEnvironment environment)
        => Cancelable.IsInstanceOfType(environment) && GetIsCanceled(environment);

    /// <summary>
    /// What <c>MLContext.SetOption</c> stored. Options stay with the context's own environment: a host made by
    /// <c>Register</c> has none of them.
    /// </summary>
    public static T? GetOption<T>(IHostEnvironment environment, string name)
    {
        if (!InternalEnvironment.IsInstanceOfType(environment))
            return default;
        object?[] arguments = [name, null];
        var found = TryGetOption.MakeGenericMethod(typeof(T))
            .Invoke(environment, BindingFlags.DoNotWrapExceptions, null, arguments, null);
        return found is true ? (T?)arguments[1] : default;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_GpuDeviceId")]
    private static extern int? GetGpuDeviceId([UnsafeAccessorType(EnvironmentType)] object environment);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_FallbackToCpu")]
    private static extern bool GetFallbackToCpu([UnsafeAccessorType(EnvironmentType)] object environment);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Seed")]
    private static extern int? GetSeed([UnsafeAccessorType(EnvironmentType)] object environment);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_TempFilePath")]
    private static extern string GetTempFilePath([UnsafeAccessorType(EnvironmentType)] object environment);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_IsCanceled")]
    private static extern bool GetIsCanceled([UnsafeAccessorType(CancelableType)] object environment);

    private static void Invoke(MethodInfo method, object target, ModelVersion version)
    {
        var native = Activator.CreateInstance(
            VersionInfo, version.Signature, version.Written, version.ReadableBy, version.OldestReadable,
            version.LoaderAssembly, version.LoaderSignature, null);
        method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, [native], null);
    }

    private static Type CoreType(string name) => Core.GetType(name, throwOnError: true)!;

    private static MethodInfo Method(Type type, string name, Type parameter)
        => type.GetMethod(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, [parameter])
            ?? throw Missing(type, name);

    private static MissingMethodException Missing(Type type, string name)
        => new($"{type.FullName}.{name} is not in {Core.GetName().Name} {Core.GetName().Version}; "
            + "this library works with Microsoft.ML 5.0.");
}
