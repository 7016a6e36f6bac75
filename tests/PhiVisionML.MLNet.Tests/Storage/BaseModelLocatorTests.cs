using PhiVisionML.MLNet.Storage;
using Xunit;

namespace PhiVisionML.MLNet.Tests.Storage;

/// <summary>The fingerprint of a folder is here what its file "f" holds.</summary>
public sealed class BaseModelLocatorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("phivision-locator-").FullName;
    private readonly Dictionary<string, string> _variables = [];
    private readonly BaseModelReference _wanted;

    public BaseModelLocatorTests()
    {
        _variables["HF_HOME"] = Path.Combine(_folder, "hf");
        _wanted = new("owner/name", "rev2", Folder("hint"), new(new Dictionary<string, string> { ["f"] = "right" }));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_places_are_tried_in_their_order()
    {
        var cached = Path.Combine("hf", "hub", "models--owner--name", "snapshots", "rev2");
        _variables["PHIVISION_BASE_MODEL"] = Folder("variable");
        string[] places = ["option", "variable", "hint", cached];
        foreach (var place in places)
            Make(place);

        foreach (var place in places)
        {
            Assert.Equal(Folder(place), Locator(Folder("option")).Find(_wanted));
            File.WriteAllText(Path.Combine(Folder(place), "f"), "wrong");
        }

        var message = Assert.Throws<FileNotFoundException>(() => Locator(Folder("option")).Find(_wanted)).Message;
        Assert.All(places, place => Assert.Contains($"'{Folder(place)}': another model: f differs", message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("owner/name")]
    [InlineData("name")]
    public void The_cache_is_searched_with_and_without_the_owner_and_the_wanted_revision_comes_first(string id)
    {
        Make(Path.Combine("hf", "hub", "models--owner--name", "snapshots", "rev1"));
        Make(Path.Combine("hf", "hub", "models--owner--name", "snapshots", "rev2"));
        Make(Path.Combine("hf", "hub", "models--owner--another-name", "snapshots", "rev2"));

        var snapshots = new HuggingFaceCache(_variables.GetValueOrDefault).Find(id, "rev2");

        Assert.Equal(["rev2", "rev1"], snapshots.Select(Path.GetFileName));
    }

    [Fact]
    public void A_model_in_the_cache_is_described_by_its_place()
    {
        var folder = Folder(Path.Combine("hf", "hub", "models--owner--name", "snapshots", "abc"));
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "config.json"), "{}");
        File.WriteAllText(Path.Combine(folder, "model.safetensors"), "weights");

        var described = BaseModelReference.Of(folder + Path.DirectorySeparatorChar);

        Assert.Equal(("owner/name", "abc", folder), (described.ModelId, described.Revision, described.Path));
    }

    [Theory]
    [InlineData("HF_HUB_CACHE", "")]
    [InlineData("HF_HOME", "hub")]
    [InlineData("XDG_CACHE_HOME", "huggingface/hub")]
    [InlineData("HOME", ".cache/huggingface/hub")]
    [InlineData("USERPROFILE", ".cache/huggingface/hub")]
    public void The_cache_lies_where_the_environment_says(string variable, string expected)
        => Assert.Equal(
            Path.Combine("/there", expected).TrimEnd('/'),
            new HuggingFaceCache(name => name == variable ? "/there" : null).Folder);

    [Fact]
    public void Without_any_name_the_three_remedies_are_told()
    {
        var message = Assert.Throws<FileNotFoundException>(() => Locator(null).FindAny()).Message;

        Assert.Contains("BaseModelPath", message, StringComparison.Ordinal);
        Assert.Contains("SetOption(\"PhiVision.BaseModelPath\"", message, StringComparison.Ordinal);
        Assert.Contains("PHIVISION_BASE_MODEL", message, StringComparison.Ordinal);
    }

    private BaseModelLocator Locator(string? option) => new(
        option, _variables.GetValueOrDefault, folder => new(new Dictionary<string, string> { ["f"] = File.ReadAllText(Path.Combine(folder, "f")) }));

    private string Folder(string name) => Path.Combine(_folder, name);

    private void Make(string name)
    {
        Directory.CreateDirectory(Folder(name));
        File.WriteAllText(Path.Combine(Folder(name), "f"), "right");
    }
}
