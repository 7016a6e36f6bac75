using System.Runtime.CompilerServices;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace PhiVisionML.MLNet.Images;

/// <summary>
/// Makes a plain <c>public MLImage Image { get; set; }</c> work in <c>LoadFromEnumerable</c>, <c>CreateEnumerable</c> and
/// <c>PredictionEngine</c>: ML.NET's own <c>[ImageType]</c> demands a size, and catalogs have pictures of any size.
/// </summary>
internal static class ImageTypeRegistration
{
#pragma warning disable CA2255 // The registration is ML.NET's, per process and idempotent, and must precede any use of the type.
    [ModuleInitializer]
    internal static void Register() => DataViewTypeManager.Register(new ImageDataViewType(), typeof(MLImage));
#pragma warning restore CA2255
}
