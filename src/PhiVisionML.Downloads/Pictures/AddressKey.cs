using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PhiVisionML.Downloads.Pictures;

/// <summary>Stands for an address in memory, as a million addresses would take a hundred megabytes.</summary>
internal static class AddressKey
{
    /// <summary>The first half of the address's SHA-256: two addresses do not get the same.</summary>
    public static UInt128 Of(string address)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(address), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
