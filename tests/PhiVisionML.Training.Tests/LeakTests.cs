using Xunit;
using static TorchSharp.torch;

namespace PhiVisionML.Training.Tests;

/// <summary>Counts all tensors of the process; nothing else runs meanwhile.</summary>
public class LeakTests
{
    [Theory]
    [InlineData(TrainingMode.Full)]
    [InlineData(TrainingMode.Lora)]
    public void A_run_leaves_no_tensors_behind(TrainingMode mode)
    {
        using var network = ColourTask.Network();
        Train(epochs: 1);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long before = Tensor.TotalCount;
        Train(epochs: 5);   // few enough steps that the collector is not called within
        Assert.Equal(before, Tensor.TotalCount);

        void Train(int epochs)
        {
            var options = ColourTask.Options with { Mode = mode, Epochs = epochs, AccumulationBatches = 2, ValidationSteps = 2, KeepBest = true };
            new Trainer(network, ColourTask.Processor, options).Run(ColourTask.Rows(10), ColourTask.Rows(4)).Adapter?.Dispose();
        }
    }
}
