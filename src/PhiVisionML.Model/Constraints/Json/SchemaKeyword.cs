using System.Text.Json;

namespace PhiVisionML.Model.Constraints.Json;

/// <summary>A keyword of a schema.</summary>
/// <param name="Value">Its value.</param>
/// <param name="Owner">JSON pointer of the schema that it stands in.</param>
/// <param name="Name">Its name.</param>
internal sealed record SchemaKeyword(JsonElement Value, string Owner, string Name)
{
    /// <summary>Its JSON pointer.</summary>
    public string Place => SchemaPointer.Join(Owner, Name);
}
