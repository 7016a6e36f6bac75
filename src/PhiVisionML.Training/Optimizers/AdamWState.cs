using PhiVisionML.Model.Weights;
using static TorchSharp.torch;

namespace PhiVisionML.Training.Optimizers;

/// <summary>What AdamW remembers of one parameter.</summary>
internal sealed class AdamWState : IDisposable
{
    private const string First = ".exp_avg", Second = ".exp_avg_sq", Count = ".step", MasterCopy = ".master";

    private AdamWState(Tensor first, Tensor second, Tensor steps, Tensor? master)
    {
        FirstMoment = first.DetachFromDisposeScope();
        SecondMoment = second.DetachFromDisposeScope();
        Steps = steps.DetachFromDisposeScope();
        Master = master?.DetachFromDisposeScope();
    }

    /// <summary>Running mean of the gradient, float32.</summary>
    public Tensor FirstMoment { get; }

    /// <summary>Running mean of the squared gradient, float32.</summary>
    public Tensor SecondMoment { get; }

    /// <summary>Steps taken, a float32 scalar.</summary>
    public Tensor Steps { get; }

    /// <summary>The weight in float32 where the network holds it in fewer bits; updates below the short type's resolution add up here.</summary>
    public Tensor? Master { get; }

    public static AdamWState Fresh(Tensor weight)
    {
        var master = weight.dtype == ScalarType.Float32 ? null : weight.detach().to_type(ScalarType.Float32);
        return new AdamWState(zeros_like(weight, ScalarType.Float32), zeros_like(weight, ScalarType.Float32), zeros([], ScalarType.Float32, weight.device), master);
    }

    public static AdamWState? Read(SafetensorsFile file, string name, Tensor weight)
    {
        if (!file.Entries.ContainsKey(name + First))
            return null;
        return new AdamWState(Take(First), Take(Second), Take(Count), weight.dtype == ScalarType.Float32 ? null : Take(MasterCopy));

        Tensor Take(string what)
        {
            using var view = file.View(name + what);
            return view.clone().to(weight.device);
        }
    }

    public IEnumerable<KeyValuePair<string, Tensor>> Named(string name)
    {
        yield return new(name + First, FirstMoment);
        yield return new(name + Second, SecondMoment);
        yield return new(name + Count, Steps);
        if (Master is not null)
            yield return new(name + MasterCopy, Master);
    }

    public void Dispose()
    {
        FirstMoment.Dispose();
        SecondMoment.Dispose();
        Steps.Dispose();
        Master?.Dispose();
    }
}
