using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace PhiVisionML.Benchmarks.Measuring;

/// <summary>Takes the time of two actions in turns.</summary>
internal static class Rounds
{
    /// <summary>Runs both once untimed, then in turns: A B A B.</summary>
    /// <param name="rounds">Timed rounds.</param>
    /// <param name="device">Whose queue must be empty when the clock is read.</param>
    /// <param name="subject">What is measured.</param>
    /// <param name="floor">What it is compared with.</param>
    /// <returns>Seconds of each round.</returns>
    public static (double[] Subject, double[] Floor) InTurns(int rounds, Device device, Action subject, Action floor)
    {
        Seconds(device, subject);
        Seconds(device, floor);
        var (a, b) = (new double[rounds], new double[rounds]);
        for (int i = 0; i < rounds; i++)
        {
            a[i] = Seconds(device, subject);
            b[i] = Seconds(device, floor);
        }

        return (a, b);
    }

    /// <summary>Seconds of one run, with its tensors released and the device's queue empty.</summary>
    public static double Seconds(Device device, Action action)
    {
        Wait(device);
        long start = Stopwatch.GetTimestamp();
        using (NewDisposeScope())
            action();
        Wait(device);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Wait(Device device)
    {
        if (device.type == DeviceType.CUDA)
            cuda.synchronize(device);
    }
}
