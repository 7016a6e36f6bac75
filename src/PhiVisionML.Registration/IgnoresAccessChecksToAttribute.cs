namespace System.Runtime.CompilerServices;

/// <summary>The runtime knows this attribute by name: without it, an attribute of an internal type is not even seen.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal sealed class IgnoresAccessChecksToAttribute(string assemblyName) : Attribute
{
    public string AssemblyName { get; } = assemblyName;
}
