using PhiVisionML.Hosting.Enrichers;
using Xunit;

namespace PhiVisionML.Hosting.Tests.Enrichers;

public sealed class EnergyMeterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("phivision-energy-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Packages_are_added_up_and_what_lies_below_them_is_not()
    {
        Write("intel-rapl:0", "package-0", 1_000_000);
        Write("intel-rapl:1", "package-1", 5_000_000);
        Write("intel-rapl:0:0", "core", 1_000_000);
        Write("intel-rapl:2", "psys", 1_000_000);
        var meter = EnergyMeter.TryOpen(_folder)!;
        var start = meter.Read();

        Write("intel-rapl:0", "package-0", 3_500_000);
        Write("intel-rapl:1", "package-1", 5_250_000);
        Write("intel-rapl:0:0", "core", 9_000_000);
        Write("intel-rapl:2", "psys", 9_000_000);

        Assert.Equal(2.75, meter.JoulesBetween(start, meter.Read())!.Value, 1e-9);
    }

    [Fact]
    public void A_counter_that_starts_again_goes_on()
    {
        Write("intel-rapl:0", "package-0", 999_000_000, range: 1_000_000_000);
        var meter = EnergyMeter.TryOpen(_folder)!;
        var start = meter.Read();

        Write("intel-rapl:0", "package-0", 2_000_000, range: 1_000_000_000);

        Assert.Equal(3, meter.JoulesBetween(start, meter.Read())!.Value, 1e-9);
    }

    [Fact]
    public void Where_nothing_can_be_read_nothing_is_told()
    {
        Assert.Null(EnergyMeter.TryOpen(Path.Combine(_folder, "none")));
        Assert.Null(EnergyMeter.TryOpen(_folder));
        Write("intel-rapl:0", "package-0", 1);
        var meter = EnergyMeter.TryOpen(_folder)!;
        var start = meter.Read();
        File.Delete(Path.Combine(_folder, "intel-rapl:0", "energy_uj"));

        Assert.Null(EnergyMeter.TryOpen(_folder));
        Assert.Null(meter.Read());
        Assert.Null(meter.JoulesBetween(start, meter.Read()));
    }

    [Fact]
    public void Processor_and_GPU_are_added_up_and_a_GPU_that_begins_anew_or_is_gone_tells_nothing()
    {
        var (processor, gpu) = (new FakeCounter { Range = 1_000_000, Count = 900_000 }, new FakeCounter { Count = 40_000_000 });
        var meter = new EnergyMeter([processor, gpu]);
        var start = meter.Read();

        (processor.Count, gpu.Count) = (400_000, 47_000_000);
        var end = meter.Read();
        Assert.Equal(7.5, meter.JoulesBetween(start, end)!.Value, 1e-9);

        gpu.Count = 1_000;   // the driver was loaded again
        Assert.Null(meter.JoulesBetween(end, meter.Read()));
        gpu.Count = null;
        Assert.Null(meter.Read());
    }

    [Fact]
    public void Without_a_driver_or_with_another_library_there_is_no_counter_of_a_GPU()
    {
        Assert.Null(NvidiaCounter.TryOpen("libnvidia-none.so.1"));
        Assert.Null(NvidiaCounter.TryOpen("libc.so.6"));
    }

    private void Write(string domain, string name, long microjoules, long range = 262_143_328_850)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, domain)).FullName;
        File.WriteAllText(Path.Combine(folder, "name"), name + "\n");
        File.WriteAllText(Path.Combine(folder, "max_energy_range_uj"), FormattableString.Invariant($"{range}\n"));
        File.WriteAllText(Path.Combine(folder, "energy_uj"), FormattableString.Invariant($"{microjoules}\n"));
    }

    private sealed class FakeCounter : IEnergyCounter
    {
        public long Range { get; init; }

        public long? Count { get; set; }

        public long? Read() => Count;
    }
}
