using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using PhiVisionML.MLNet.Storage;
using PhiVisionML.MLNet.Tests.Fakes;
using Xunit;

namespace PhiVisionML.MLNet.Tests;

public sealed class SaveAndLoadTests : IDisposable
{
    private readonly Shop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public void A_chain_comes_back_in_a_fresh_context_with_nothing_registered()
    {
        var model = _shop.Context.Transforms.LoadImages("Image", _shop.Folder, "Path")
            .Append(_shop.Context.Transforms.PhiVision(_shop.Options(options => options.AdapterPath = _shop.WriteAdapter("tuned")))).Fit(_shop.Table);
        _shop.Context.Model.Save(model, _shop.Table.Schema, Zip);

        var context = _shop.CreateContext();
        var loaded = (TransformerChain<ITransformer>)context.Model.Load(Zip, out _);

        var transformer = Assert.IsType<PhiVisionTransformer>(loaded.Last());
        Assert.Equal(_shop.BaseFolder, transformer.BaseModelPath);
        Assert.Equal(
            _shop.Read<Answered>(model.Transform(_shop.Table)).Select(row => (row.GeneratedText, row.Score, row.TokenCount)),
            _shop.Read<Answered>(loaded.Transform(_shop.Table)).Select(row => (row.GeneratedText, row.Score, row.TokenCount)));
        Assert.StartsWith("tuned:p0", _shop.Read<TextOnly>(loaded.Transform(_shop.Table))[0].GeneratedText, StringComparison.Ordinal);
    }

    [Fact]
    public void All_settings_survive_and_are_written_again_unchanged()
    {
        Save(Fit(options =>
        {
            options.AdditionalImageColumnNames = ["Prompt"];
            options.PromptColumnName = null;
            options.PromptTemplate = "{Id}?";
            options.ScoreColumnName = null;
            options.ErrorColumnName = "Why";
            options.EvidenceColumns = true;
            options.MaxNewTokens = 7;
            options.BatchTokens = 99;
            options.MaxConcurrentCursors = 3;
            options.PrefetchBatch = false;
            options.OnError = OnError.EmitEmpty;
            options.ImageFolder = _shop.Folder;
            options.ImageColumnName = "Path";
        }, _shop.Table));
        var first = ReadEntries();

        Save((PhiVisionTransformer)_shop.CreateContext().Model.Load(Zip, out _));

        Assert.Equal(first, ReadEntries());
        Assert.Contains("\"hasEvidence\": true", first[SavedModel.ConfigName], StringComparison.Ordinal);
        Assert.Contains("\"maxNewTokens\": 7", first[SavedModel.ConfigName], StringComparison.Ordinal);
        Assert.Contains("\"onError\": \"emitEmpty\"", first[SavedModel.ConfigName], StringComparison.Ordinal);
        Assert.Contains("\"promptTemplate\": \"{Id}?\"", first[SavedModel.ConfigName], StringComparison.Ordinal);
    }

    [Fact]
    public void The_zip_holds_the_adapter_and_not_the_base()
    {
        Save(Fit(options => options.AdapterPath = _shop.WriteAdapter("tuned")));

        var entries = ReadEntries();

        Assert.Equal(
            [AdapterPackage.ConfigName, AdapterPackage.WeightsName, SavedModel.BaseName, SavedModel.ConfigName, "Model.key"],
            entries.Keys.Order(StringComparer.Ordinal).OrderBy(name => name == "Model.key"));
        Assert.Equal("tuned", entries[AdapterPackage.WeightsName]);
    }

    [Fact]
    public void A_moved_base_is_found_by_the_contexts_option()
    {
        Save(Fit());
        var moved = Path.Combine(_shop.Folder, "moved");
        Directory.Move(_shop.BaseFolder, moved);
        var context = _shop.CreateContext();
        context.SetOption(BaseModelLocator.OptionName, moved);

        Assert.Equal(moved, ((PhiVisionTransformer)context.Model.Load(Zip, out _)).BaseModelPath);
    }

    [Fact]
    public void A_missing_base_and_a_different_one_are_refused_in_one_error_that_lists_the_places()
    {
        Save(Fit());
        Directory.Delete(_shop.BaseFolder, recursive: true);
        var other = _shop.WriteBase("other", "other weights");
        var context = _shop.CreateContext();
        context.SetOption(BaseModelLocator.OptionName, other);

        var message = MessageOf<FileNotFoundException>(() => context.Model.Load(Zip, out _));

        Assert.Contains($"MLContext option PhiVision.BaseModelPath: '{other}': another model: model.safetensors differs", message, StringComparison.Ordinal);
        Assert.Contains("environment variable PHIVISION_BASE_MODEL: not set", message, StringComparison.Ordinal);
        Assert.Contains($"where it was when the model was saved: '{_shop.BaseFolder}': there is no such folder", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_adapter_is_refused()
    {
        Save(Fit(options => options.AdapterPath = _shop.WriteAdapter("tuned")));
        Replace(AdapterPackage.WeightsName, "tampered"u8.ToArray());

        Assert.Contains("damaged or was exchanged", MessageOf<FormatException>(Load), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_entry_is_named()
    {
        Save(Fit());
        Replace(SavedModel.BaseName, null);

        Assert.Contains("There is no base.json in the ML.NET model", MessageOf<FormatException>(Load), StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_layout_is_refused_with_both_versions()
    {
        Save(Fit());
        Replace(SavedModel.ConfigName, """{ "formatVersion": 9, "what": "ever" }"""u8.ToArray());

        Assert.Contains("has format version 9; this release reads 1 to 1", MessageOf<FormatException>(Load), StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_header_is_refused_by_mlnet()
    {
        Save(Fit());
        byte[] key = ReadEntry("Model.key");
        int at = key.AsSpan().IndexOf("PHIVISN1"u8) + 8;
        key[at] = key[at + 4] = 9; // the version written, and the oldest release that may read it
        Replace("Model.key", key);

        Assert.Contains("too new", MessageOf<FormatException>(Load), StringComparison.Ordinal);
    }

    [Fact]
    public void An_adapters_folder_is_a_model_of_its_own_and_an_estimators_adapter()
    {
        var folder = Path.Combine(_shop.Folder, "saved");
        var transformer = Fit(options => options.AdapterPath = _shop.WriteAdapter("tuned"));
        transformer.SaveAdapter(folder);

        var loaded = PhiVisionTransformer.Load(_shop.CreateContext(), folder);
        var fitted = Fit(options =>
        {
            options.AdapterPath = folder;
            options.BaseModelPath = null; // the folder says which
        });

        var expected = _shop.Read<Answered>(transformer.Transform(_shop.Images)).Select(row => row.GeneratedText).ToList();
        Assert.Equal(expected, _shop.Read<Answered>(loaded.Transform(_shop.Images)).Select(row => row.GeneratedText));
        Assert.Equal(expected, _shop.Read<Answered>(fitted.Transform(_shop.Images)).Select(row => row.GeneratedText));
        Assert.Equal(
            ["adapter_config.json", "adapter_model.safetensors", "base.json", "config.json"],
            Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_adapter_of_another_base_is_refused()
    {
        var folder = Path.Combine(_shop.Folder, "saved");
        Fit(options => options.AdapterPath = _shop.WriteAdapter("tuned")).SaveAdapter(folder);

        var failure = Assert.Throws<FormatException>(() => Fit(options =>
        {
            options.AdapterPath = folder;
            options.BaseModelPath = _shop.WriteBase("other", "other weights");
        }));

        Assert.Contains("made with: model.safetensors differs", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_transformer_without_an_adapter_has_none_to_save()
        => Assert.Throws<InvalidOperationException>(() => Fit().SaveAdapter(_shop.Folder));

    private string Zip => Path.Combine(_shop.Folder, "model.zip");

    private PhiVisionTransformer Fit(Action<PhiVisionEstimator.Options>? change = null, IDataView? data = null) => _shop.Fit(data ?? _shop.Images, change);

    private void Save(PhiVisionTransformer transformer) => _shop.Context.Model.Save(transformer, _shop.Images.Schema, Zip);

    private void Load() => _shop.CreateContext().Model.Load(Zip, out _);

    /// <summary>The message of the inner exception of a type: ML.NET wraps what a loader throws.</summary>
    private static string MessageOf<TException>(Action action)
        where TException : Exception
    {
        for (var failure = Record.Exception(action); failure is not null; failure = failure.InnerException)
        {
            if (failure is TException)
                return failure.Message;
        }

        throw new InvalidOperationException($"No {typeof(TException).Name} was thrown.");
    }

    private Dictionary<string, string> ReadEntries()
    {
        using var zip = ZipFile.OpenRead(Zip);
        var model = zip.Entries.First(entry => entry.Name == SavedModel.ConfigName).FullName[..^SavedModel.ConfigName.Length];
        return zip.Entries.Where(entry => entry.FullName == model + entry.Name).ToDictionary(entry => entry.Name, entry =>
        {
            using var reader = new StreamReader(entry.Open());
            return reader.ReadToEnd();
        });
    }

    private byte[] ReadEntry(string name)
    {
        using var zip = ZipFile.OpenRead(Zip);
        using var stream = zip.Entries.Single(entry => entry.Name == name).Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private void Replace(string name, byte[]? content)
    {
        using var zip = ZipFile.Open(Zip, ZipArchiveMode.Update);
        var entry = zip.Entries.Single(entry => entry.Name == name);
        var path = entry.FullName;
        entry.Delete();
        if (content is null)
            return;
        using var stream = zip.CreateEntry(path).Open();
        stream.Write(content);
    }
}
