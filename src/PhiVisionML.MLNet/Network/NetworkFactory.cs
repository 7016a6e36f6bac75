using PhiVisionML.MLNet.Scoring;

namespace PhiVisionML.MLNet.Network;

/// <summary>Opens the network itself.</summary>
internal sealed class NetworkFactory : IPictureModelFactory
{
    public IPictureScorer Open(PictureModelRequest request)
    {
        var settings = request.Settings;
        var model = BaseModel.Open(request.Host, request.BaseFolder, request.Environment, settings.Precision, settings.Pictures);
        try
        {
            var constraint = settings.Answer is { } answer ? AnswerConstraint.Build(answer, model, settings.Generation.MaxNewTokens) : null;
            var adapter = request.Adapter is { } package
                ? model.Use(loaded => new AdapterFiles(request.Environment.TempFilePath).Load(package, loaded.Network))
                : null;
            return new NetworkScorer(model, adapter, constraint, settings.Generation.MaxNewTokens);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }
}
