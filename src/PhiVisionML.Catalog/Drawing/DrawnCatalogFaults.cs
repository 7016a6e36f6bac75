namespace PhiVisionML.Catalog.Drawing;

/// <summary>
/// Makes some rows of a drawn catalog faulty. Whether a row has a fault of one sort depends on the seed and the row
/// alone, so that one option does not move the faults of another.
/// </summary>
internal sealed class DrawnCatalogFaults(DrawnCatalogOptions options)
{
    private const long Stream = 0x4661756C;
    private const int Fields = 3;

    private static readonly DrawnPictureState[] Broken = [DrawnPictureState.Truncated, DrawnPictureState.Empty, DrawnPictureState.Text];

    private readonly long _stream = SplitMix64.Derive(options.Seed, Stream);
    private readonly Dictionary<string, RecentRows> _rows = [];
    private readonly Dictionary<string, RecentRows> _soundPictures = [];
    private int _broken;

    /// <summary>The row, perhaps with a field or a picture that is not right. Rows are to come in their order.</summary>
    public DrawnCatalogRow Apply(int position, DrawnCatalogRow row)
    {
        if (!options.HasFieldFaults && !options.HasPictureFaults)
            return row;
        var random = new SplitMix64(SplitMix64.Derive(_stream, position));
        double field = random.NextUnit(), picture = random.NextUnit();
        long fieldSeed = unchecked((long)random.NextBits()), pictureSeed = unchecked((long)random.NextBits());

        DrawnCatalogRow result = row;
        if (field < options.MissingShare)
            result = WithoutField(result, new SplitMix64(fieldSeed));
        else if (field < options.MissingShare + options.WrongShare)
            result = WithWrongField(result, new SplitMix64(fieldSeed));

        if (picture < options.BrokenShare)
            result = result with { PictureState = Broken[_broken++ % Broken.Length] };
        else if (picture < options.BrokenShare + options.DuplicateShare)
            result = WithOtherPicture(result, new SplitMix64(pictureSeed));

        Of(_rows, row.Split).Add(row);
        if (result.PictureState == DrawnPictureState.Sound)
            Of(_soundPictures, row.Split).Add(row);
        return result;
    }

    private static DrawnCatalogRow WithoutField(DrawnCatalogRow row, SplitMix64 random) => random.Below(Fields) switch
    {
        0 => row with { Title = null },
        1 => row with { Category3Code = null },
        _ => row with { FullPrice = null },
    };

    private DrawnCatalogRow WithWrongField(DrawnCatalogRow row, SplitMix64 random)
    {
        int first = random.Below(Fields);
        for (int next = 0; next < Fields; next++)
        {
            int field = (first + next) % Fields;
            foreach (DrawnCatalogRow other in Of(_rows, row.Split).From(random))
            {
                DrawnCatalogRow wrong = field switch
                {
                    0 => row with { Title = LumaTitles.Title(other.Product, row.Language) },
                    1 => row with { Category3Code = other.TrueCategory3Code },
                    _ => row with { FullPrice = other.TrueFullPrice },
                };
                if (wrong.HasWrongField)
                    return wrong;
            }
        }

        return row;
    }

    private DrawnCatalogRow WithOtherPicture(DrawnCatalogRow row, SplitMix64 random) =>
        Of(_soundPictures, row.Split).From(random).FirstOrDefault() is { } other
            ? row with { PictureState = DrawnPictureState.Duplicate, DuplicateOf = other.ProductCode, Pictured = other.Product }
            : row;

    private static RecentRows Of(Dictionary<string, RecentRows> rows, string split)
    {
        if (!rows.TryGetValue(split, out RecentRows? recent))
            rows.Add(split, recent = new RecentRows());
        return recent;
    }

    /// <summary>The last rows that were added, so that a catalog of any size needs the same memory.</summary>
    private sealed class RecentRows
    {
        private const int Capacity = 256;

        private readonly List<DrawnCatalogRow> _rows = [];
        private int _next;

        public void Add(DrawnCatalogRow row)
        {
            if (_rows.Count < Capacity)
                _rows.Add(row);
            else
                _rows[_next] = row;
            _next = (_next + 1) % Capacity;
        }

        /// <summary>All of them, beginning at a random one.</summary>
        public IEnumerable<DrawnCatalogRow> From(SplitMix64 random)
        {
            if (_rows.Count == 0)
                yield break;
            int first = random.Below(_rows.Count);
            for (int place = 0; place < _rows.Count; place++)
                yield return _rows[(first + place) % _rows.Count];
        }
    }
}
