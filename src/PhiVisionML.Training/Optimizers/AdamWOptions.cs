namespace PhiVisionML.Training.Optimizers;

/// <summary>The constants of AdamW.</summary>
public sealed record AdamWOptions
{
    /// <summary>How much of the mean gradient is kept at each step. Default 0.9; 0 to below 1.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>How much of the mean squared gradient is kept at each step. Default 0.95 (Microsoft's recipe); 0 to below 1.</summary>
    public double Beta2 { get; init; } = 0.95;

    /// <summary>Added to the root of the mean square. Default 1e-7 (Microsoft's recipe); above 0.</summary>
    public double Epsilon { get; init; } = 1e-7;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public void Validate()
    {
        Below1(Beta1, nameof(Beta1));
        Below1(Beta2, nameof(Beta2));
        if (!(Epsilon > 0))
            throw new ArgumentOutOfRangeException(nameof(Epsilon), Epsilon, $"Epsilon must be above 0; it is {Epsilon}.");

        static void Below1(double value, string name)
        {
            if (!(value is >= 0 and < 1))
                throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 0 and below 1; it is {value}.");
        }
    }
}
