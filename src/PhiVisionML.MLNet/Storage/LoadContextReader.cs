using PhiVisionML.MLNet.Interop;

namespace PhiVisionML.MLNet.Storage;

/// <summary>The entries of one transformer inside the zip that <c>mlContext.Model.Load</c> reads.</summary>
/// <param name="context">ML.NET's internal <c>ModelLoadContext</c>.</param>
internal sealed class LoadContextReader(object context) : IModelReader
{
    public string Location => "the ML.NET model";

    public bool TryRead(string name, Action<Stream> read) => MLNetInterop.TryLoadBinaryStream(context, name, reader => read(reader.BaseStream));
}
