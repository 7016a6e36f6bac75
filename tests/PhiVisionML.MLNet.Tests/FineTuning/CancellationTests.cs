using System.Reflection;
using Microsoft.ML;
using PhiVisionML.Training;
using Xunit;

namespace PhiVisionML.MLNet.Tests.FineTuning;

public sealed class CancellationTests : IDisposable
{
    private readonly ColourShop _shop = new();
    private readonly MLContext _context = ColourShop.CreateContext();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public void A_cancelled_training_throws()
    {
        using var source = new CancellationTokenSource();

        Assert.ThrowsAny<OperationCanceledException>(() => _shop.Touch(_context, options => CancelAfter(3, source, options)));
    }

    [Fact]
    public void A_cancelled_training_gives_what_it_has_when_asked()
    {
        using var source = new CancellationTokenSource();

        using var model = _shop.Touch(_context, options =>
        {
            CancelAfter(3, source, options);
            options.CancellationBehavior = CancellationBehavior.ReturnCurrent;
        });

        Assert.Equal((StopReason.Cancelled, 3), (model.FineTuning!.Stopped, model.FineTuning.Steps));
        Assert.Null(model.Grounding);
        Assert.Equal(16, ColourShop.Read(_context, model.Transform(_shop.Table(_context))).Count);
    }

    [Fact]
    public void A_finished_training_is_not_lost_when_its_check_is_cancelled()
    {
        using var source = new CancellationTokenSource();

        using var model = _shop.Touch(_context, options =>
        {
            CancelAfter(20, source, options);
            options.CancellationBehavior = CancellationBehavior.ReturnCurrent;
        });

        Assert.Equal((StopReason.Completed, 20), (model.FineTuning!.Stopped, model.FineTuning.Steps));
        Assert.Null(model.Grounding);
    }

    [Fact]
    public void Cancelling_the_context_stops_the_training()
    {
        int steps = 0;

        Assert.ThrowsAny<OperationCanceledException>(() => _shop.Touch(_context, options =>
        {
            options.MaxEpoch = 10;
            options.MetricsCallback = step =>
            {
                steps = step.Step;
                if (step.Step == 3)
                    typeof(MLContext).GetMethod("CancelExecution", BindingFlags.Instance | BindingFlags.NonPublic)!.Invoke(_context, null);
            };
        }));

        Assert.InRange(steps, 3, 4); // the context is asked once a step
    }

    [Fact]
    public void A_cancelled_reading_throws_whatever_is_asked()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => _shop.Touch(_context, options =>
        {
            options.CancellationToken = source.Token;
            options.CancellationBehavior = CancellationBehavior.ReturnCurrent;
        }));
    }

    [Fact]
    public void A_training_that_was_cut_off_goes_on_and_ends_as_if_it_had_not_been()
    {
        using var source = new CancellationTokenSource();
        var workspace = Path.Combine(_shop.Folder, "work");
        using var whole = _shop.Touch(_context, options => options.MaxEpoch = 4);
        Assert.ThrowsAny<OperationCanceledException>(() => _shop.Touch(_context, options =>
        {
            CancelAfter(3, source, options);
            options.MaxEpoch = 4;
            options.WorkspacePath = workspace;
        }));
        var steps = new List<int>();

        using var resumed = _shop.Touch(_context, options =>
        {
            options.MaxEpoch = 4;
            options.WorkspacePath = workspace;
            options.MetricsCallback = step => steps.Add(step.Step);
        });

        Assert.Equal([4, 5, 6, 7, 8], steps);
        Assert.Equal(AdapterOf(whole, "whole"), AdapterOf(resumed, "resumed"));
        Assert.Equal(8, File.ReadLines(Path.Combine(workspace, "run.jsonl")).Count());
    }

    private static void CancelAfter(int step, CancellationTokenSource source, PhiVisionFineTuneEstimator.Options options)
    {
        options.MaxEpoch = 10;
        options.CancellationToken = source.Token;
        options.MetricsCallback = progress =>
        {
            if (progress.Step == step)
                source.Cancel();
        };
    }

    private byte[] AdapterOf(PhiVisionTransformer model, string name)
    {
        var folder = Path.Combine(_shop.Folder, name);
        model.SaveAdapter(folder);
        return File.ReadAllBytes(Path.Combine(folder, "adapter_model.safetensors"));
    }
}
