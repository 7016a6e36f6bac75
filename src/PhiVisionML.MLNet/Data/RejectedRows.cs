using Microsoft.ML.Runtime;
using PhiVisionML.Catalog;
using PhiVisionML.Catalog.Sources;

namespace PhiVisionML.MLNet.Data;

/// <summary>Says in the context's log which rows of a file give no product: once, after the first pass that came to the end.</summary>
internal sealed class RejectedRows(IHostEnvironment environment, string path)
{
    private int _isSaid;

    /// <summary>One pass over the products.</summary>
    public IEnumerable<Product> Pass(ProductRows rows)
    {
        int read = 0, rejected = 0;
        RejectedRow? first = null;
        foreach (var product in rows.Read(row => (rejected, first) = (rejected + 1, first ?? row)))
        {
            read++;
            yield return product;
        }

        if (first is null || Interlocked.Exchange(ref _isSaid, 1) != 0)
            yield break;
        using var channel = environment.Register("ProductCatalog").Start("Reading");
        channel.Warning(
            MessageSensitivity.UserData,
            "{0} of {1} rows of '{2}' give no product. The first is row {3}: {4}",
            rejected, read + rejected, path, first.RowNumber, first.Reason);
    }
}
