namespace PhiVisionML.MLNet.Scoring;

/// <summary>Opens the network for a transformer. This and <see cref="IPictureScorer"/> are all that ML.NET's side knows of it.</summary>
internal interface IPictureModelFactory
{
    /// <summary>
    /// Opens a model. It is called once for a transformer, when its first row is wanted. Transformers over one base
    /// folder and one device share the base's weights, and the base goes when the last scorer over it is disposed.
    /// </summary>
    /// <exception cref="InvalidOperationException">A GPU is asked for, is not there, and the CPU may not stand in for it.</exception>
    IPictureScorer Open(PictureModelRequest request);
}
