using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace PhiVisionML.Model;

/// <summary>SHA-256 of some content: who could choose contents at will could still not make two that are taken for one.</summary>
internal readonly record struct Digest(UInt128 First, UInt128 Second)
{
    /// <summary>The digest of two things together.</summary>
    public static Digest Of(Digest first, Digest second) => Of(first, [], MemoryMarshal.AsBytes(new ReadOnlySpan<Digest>(in second)));

    /// <summary>The digest of a chain's next link.</summary>
    /// <param name="before">The chain so far.</param>
    /// <param name="numbers">Numbers of the link.</param>
    /// <param name="bytes">Further bytes of it.</param>
    public static Digest Of(Digest before, ReadOnlySpan<int> numbers, ReadOnlySpan<byte> bytes = default)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(new ReadOnlySpan<Digest>(in before)));
        hash.AppendData(MemoryMarshal.AsBytes([numbers.Length]));
        hash.AppendData(MemoryMarshal.AsBytes(numbers));
        hash.AppendData(bytes);
        Digest digest = default;
        hash.GetHashAndReset(MemoryMarshal.AsBytes(new Span<Digest>(ref digest)));
        return digest;
    }
}
