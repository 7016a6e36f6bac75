using PhiVisionML.MLNet.Storage;
using Xunit;

namespace PhiVisionML.MLNet.Tests.Storage;

public sealed class BaseModelFingerprintTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("phivision-fingerprint-").FullName;

    public BaseModelFingerprintTests()
    {
        File.WriteAllText(Path.Combine(_folder, "config.json"), "{}");
        File.WriteAllText(Path.Combine(_folder, "tokenizer.json"), "{}");
        File.WriteAllText(Path.Combine(_folder, "model.safetensors"), "weights");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Each_changed_missing_and_added_file_is_named()
    {
        var before = BaseModelFingerprint.Compute(_folder);
        Assert.Null(before.DifferenceTo(BaseModelFingerprint.Compute(_folder)));

        File.WriteAllText(Path.Combine(_folder, "config.json"), "{ }");
        File.Delete(Path.Combine(_folder, "tokenizer.json"));
        File.WriteAllText(Path.Combine(_folder, "preprocessor_config.json"), "{}");

        Assert.Equal(
            "tokenizer.json is missing, preprocessor_config.json is not expected, config.json differs",
            before.DifferenceTo(BaseModelFingerprint.Compute(_folder)));
    }

    [Fact]
    public void Shards_are_those_of_the_index()
    {
        File.WriteAllText(Path.Combine(_folder, "model.safetensors.index.json"), """{ "weight_map": { "a": "one.safetensors", "b": "two.safetensors", "c": "one.safetensors" } }""");
        File.WriteAllText(Path.Combine(_folder, "one.safetensors"), "1");
        Assert.Contains("two.safetensors, which is missing", Assert.Throws<FormatException>(() => BaseModelFingerprint.Compute(_folder)).Message, StringComparison.Ordinal);

        File.WriteAllText(Path.Combine(_folder, "two.safetensors"), "2");

        Assert.Equal(
            ["config.json", "one.safetensors", "tokenizer.json", "two.safetensors"],
            BaseModelFingerprint.Compute(_folder).Files.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(10)] // in the header
    [InlineData(1008)] // the first value
    [InlineData(-1)] // the last value
    public void A_change_is_seen_in_a_file_that_is_too_large_to_be_hashed_whole(int position)
    {
        const long Length = BaseModelFingerprint.HashedWhole + 12345L;
        using (var file = File.Create(Path.Combine(_folder, "model.safetensors")))
        {
            file.Write(BitConverter.GetBytes(1000L));
            file.SetLength(Length);
        }

        var before = BaseModelFingerprint.Compute(_folder);
        using (var file = File.OpenWrite(Path.Combine(_folder, "model.safetensors")))
        {
            file.Position = position < 0 ? Length + position : position;
            file.WriteByte(1);
        }

        Assert.Equal("model.safetensors differs", before.DifferenceTo(BaseModelFingerprint.Compute(_folder)));
    }

    [Fact]
    public void A_folder_without_weights_is_refused()
    {
        File.Delete(Path.Combine(_folder, "model.safetensors"));

        Assert.Contains("neither model.safetensors nor", Assert.Throws<FormatException>(() => BaseModelFingerprint.Compute(_folder)).Message, StringComparison.Ordinal);
    }
}
