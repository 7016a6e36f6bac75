using Microsoft.ML;
using PhiVisionML.MLNet.Interop;

namespace PhiVisionML.MLNet.Storage;

/// <summary>The entries of one transformer inside the zip that <c>mlContext.Model.Save</c> writes.</summary>
internal sealed class SaveContextWriter(ModelSaveContext context) : IModelWriter
{
    public void Write(string name, Action<Stream> write) => MLNetInterop.SaveBinaryStream(context, name, writer => write(writer.BaseStream));
}
