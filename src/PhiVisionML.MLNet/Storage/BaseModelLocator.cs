using System.Text;

namespace PhiVisionML.MLNet.Storage;

/// <summary>
/// Finds the base model on this machine: where the <c>MLContext</c> says, where the environment says, where it lay when
/// the model was saved, in the Hugging Face cache. A folder counts only if its fingerprint is the wanted one.
/// </summary>
/// <param name="fromContext">The folder of <c>mlContext.SetOption("PhiVision.BaseModelPath", folder)</c>, if set.</param>
/// <param name="environmentVariable">Gives the value of an environment variable, null if it is not set.</param>
/// <param name="fingerprint">Computes a folder's fingerprint; a <see cref="FormatException"/> says why it has none.</param>
internal sealed class BaseModelLocator(
    string? fromContext, Func<string, string?> environmentVariable, Func<string, BaseModelFingerprint> fingerprint)
{
    /// <summary>The option of the <c>MLContext</c> that names the base model's folder.</summary>
    public const string OptionName = "PhiVision.BaseModelPath";

    /// <summary>The environment variable that names the base model's folder.</summary>
    public const string VariableName = "PHIVISION_BASE_MODEL";

    /// <summary>Gives the folder of the wanted model.</summary>
    /// <exception cref="FileNotFoundException">No place has it; the message lists the places and what was wrong with each.</exception>
    public string Find(BaseModelReference wanted)
    {
        var tried = new StringBuilder();
        foreach (var (place, folder) in Places(wanted))
        {
            var refusal = folder is null ? "not set" : Refusal(folder, wanted.Fingerprint);
            if (refusal is null)
                return Path.GetFullPath(folder!);
            tried.AppendLine().Append($"  {place}: {(folder is null ? refusal : $"'{folder}': {refusal}")}");
        }

        throw new FileNotFoundException(
            $"The base model '{wanted.ModelId}' that this model was made with was not found. Tried:{tried}{Environment.NewLine}"
            + $"Name its folder with mlContext.SetOption(\"{OptionName}\", folder) before loading, or in {VariableName}.");
    }

    /// <summary>Gives the folder that the context or the environment names, whatever model it holds.</summary>
    /// <exception cref="FileNotFoundException">Neither names one.</exception>
    public string FindAny()
        => fromContext ?? Variable ?? throw new FileNotFoundException(
            $"No base model is named. Set BaseModelPath in the options, or mlContext.SetOption(\"{OptionName}\", folder), or {VariableName}.");

    private string? Variable => environmentVariable(VariableName) is { Length: > 0 } value ? value : null;

    private IEnumerable<(string Place, string? Folder)> Places(BaseModelReference wanted)
    {
        yield return ($"MLContext option {OptionName}", fromContext);
        yield return ($"environment variable {VariableName}", Variable);
        yield return ("where it was when the model was saved", wanted.Path);
        var cache = new HuggingFaceCache(environmentVariable);
        bool any = false;
        foreach (var snapshot in cache.Find(wanted.ModelId, wanted.Revision))
        {
            any = true;
            yield return ("Hugging Face cache", snapshot);
        }

        if (!any && cache.Folder is { } folder)
            yield return ($"Hugging Face cache, '{wanted.ModelId}' in", folder);
    }

    private string? Refusal(string folder, BaseModelFingerprint wanted)
    {
        try
        {
            return wanted.DifferenceTo(fingerprint(folder)) is { } difference ? $"another model: {difference}" : null;
        }
        catch (Exception failure) when (failure is FormatException or IOException or UnauthorizedAccessException)
        {
            return failure.Message;
        }
    }
}
