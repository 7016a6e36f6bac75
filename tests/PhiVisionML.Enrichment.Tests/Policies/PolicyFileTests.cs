using PhiVisionML.Enrichment.Policies;
using Xunit;

namespace PhiVisionML.Enrichment.Tests.Policies;

public sealed class PolicyFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".json");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void What_is_written_is_read_back()
    {
        var policy = new EnrichmentPolicy
        {
            Fields = new Dictionary<string, FieldPolicy> { ["title"] = new() { Mode = FieldMode.Overwrite, AcceptAt = 0.875, RejectBelow = 0.1, Curve = new ConfidenceCurve(-1.5, 0.25) } },
            Default = new FieldPolicy { Mode = FieldMode.Suggest },
        };

        PolicyFile.Write(_path, policy);
        var read = PolicyFile.Read(_path);

        Assert.Equal(policy.Fields["title"], Assert.Single(read.Fields).Value);
        Assert.Equal(policy.Default, read.Default);
        Assert.Contains("\"overwrite\"", File.ReadAllText(_path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"fields":{"title":{"accept_at":1.5}}}""", "accept_at of 'title' is 1.5")]
    [InlineData("""{"fields":{"title":{"accept_at":0.1,"reject_below":0.2}}}""", "'title' accepts at 0.1 and rejects below 0.2")]
    [InlineData("""{"default":{"reject_below":-1}}""", "reject_below of 'default' is -1")]
    [InlineData("""{"fields":{"title":{"curve":{"slope":2,"offset":0}}}}""", "slope 2")]
    [InlineData("""{"fields":{"title":{"mode":"sometimes"}}}""", "mode")]
    [InlineData("""{"fields":{"title":{"acept_at":0.5}}}""", "acept_at")]
    [InlineData("null", "holds null")]
    [InlineData("{", "not a policy")]
    public void A_file_that_is_no_policy_is_refused_with_the_reason(string json, string reason)
    {
        File.WriteAllText(_path, json);

        var error = Assert.Throws<InvalidDataException>(() => PolicyFile.Read(_path));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(_path), error.Message, StringComparison.Ordinal);
    }
}
