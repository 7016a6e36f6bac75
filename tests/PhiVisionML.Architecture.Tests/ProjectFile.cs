using System.Xml.Linq;

namespace PhiVisionML.Architecture.Tests;

/// <summary>What the rules look at in a .csproj.</summary>
public sealed class ProjectFile
{
    private readonly XDocument _xml;

    public ProjectFile(string path)
    {
        Path = path;
        _xml = XDocument.Load(path);
    }

    public string Path { get; }

    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The names of the projects that it references, under whatever condition.</summary>
    public IEnumerable<string> References => Includes("ProjectReference").Select(r => System.IO.Path.GetFileNameWithoutExtension(r.Replace('\\', '/')));

    public IEnumerable<string> Packages => Includes("PackageReference");

    public bool Sets(string property) => _xml.Descendants(property).Any();

    /// <summary>Package references that carry a version of their own.</summary>
    public IEnumerable<string> VersionedPackages => _xml.Descendants("PackageReference")
        .Where(r => r.Attribute("Version") is not null || r.Attribute("VersionOverride") is not null || r.HasElements && r.Descendants().Any(e => e.Name.LocalName.StartsWith("Version", StringComparison.Ordinal)))
        .Select(r => (string?)r.Attribute("Include") ?? "?");

    public override string ToString() => Name;

    private IEnumerable<string> Includes(string item) => _xml.Descendants(item).Select(r => (string?)r.Attribute("Include")).OfType<string>().SelectMany(i => i.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
