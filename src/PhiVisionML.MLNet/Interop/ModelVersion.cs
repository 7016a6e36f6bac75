namespace PhiVisionML.MLNet.Interop;

/// <summary>The header of a saved ML.NET model.</summary>
/// <param name="Signature">The kind of model: exactly 8 Latin-1 characters.</param>
/// <param name="Written">The version that is written.</param>
/// <param name="ReadableBy">The oldest release that can read what is written.</param>
/// <param name="OldestReadable">The oldest written version that this release can read.</param>
/// <param name="LoaderAssembly">The simple name of the assembly that registers the loader, so that any release of it will do.</param>
/// <param name="LoaderSignature">The name the loader is registered under: at most 24 characters.</param>
internal sealed record ModelVersion(
    string Signature, uint Written, uint ReadableBy, uint OldestReadable, string LoaderAssembly, string LoaderSignature);
