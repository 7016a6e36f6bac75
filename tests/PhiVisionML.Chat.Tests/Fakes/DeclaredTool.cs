using System.Text.Json;
using Microsoft.Extensions.AI;

namespace PhiVisionML.Chat.Tests.Fakes;

/// <summary>A tool that is declared in words of one's own and cannot be run.</summary>
internal sealed class DeclaredTool(string name, string schema, string description = "") : AIFunctionDeclaration
{
    public override string Name => name;

    public override string Description => description;

    public override JsonElement JsonSchema { get; } = JsonElement.Parse(schema);
}
