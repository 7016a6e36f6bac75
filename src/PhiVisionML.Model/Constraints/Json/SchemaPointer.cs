using System.Globalization;
using System.Text.Json;

namespace PhiVisionML.Model.Constraints.Json;

/// <summary>JSON pointers in the form of references: <c>#/properties/price</c>.</summary>
internal static class SchemaPointer
{
    /// <summary>The pointer of a member.</summary>
    public static string Join(string owner, string member) => $"{owner}/{member.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    /// <summary>Goes where a pointer points.</summary>
    /// <param name="root">The whole schema.</param>
    /// <param name="pointer">The pointer; it begins with #.</param>
    /// <param name="target">What is there.</param>
    /// <param name="place">Its pointer in the form of <see cref="Join"/>; if nothing is there, that of the last part that exists.</param>
    public static bool TryFollow(JsonElement root, string pointer, out JsonElement target, out string place)
    {
        (target, place) = (root, "#");
        foreach (string part in pointer.Split('/').Skip(1))
        {
            string name = Uri.UnescapeDataString(part).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            JsonElement next = default;
            if (target.ValueKind == JsonValueKind.Object) target.TryGetProperty(name, out next);
            else if (target.ValueKind == JsonValueKind.Array && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int index)) next = target.EnumerateArray().ElementAtOrDefault(index);
            if (next.ValueKind == JsonValueKind.Undefined) return false;
            (target, place) = (next, Join(place, name));
        }

        return true;
    }
}
