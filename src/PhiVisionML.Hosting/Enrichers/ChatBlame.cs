namespace PhiVisionML.Hosting.Enrichers;

/// <summary>Whose fault a failed request is.</summary>
internal enum ChatBlame
{
    /// <summary>No product's: every request fails now.</summary>
    Nobody,

    /// <summary>The product's: its request is refused.</summary>
    Product,

    /// <summary>Perhaps the product's.</summary>
    Unknown,
}
