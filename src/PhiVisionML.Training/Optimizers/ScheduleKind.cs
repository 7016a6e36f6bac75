namespace PhiVisionML.Training.Optimizers;

/// <summary>How the learning rate goes on after warm-up.</summary>
public enum ScheduleKind
{
    /// <summary>Stays.</summary>
    Constant,

    /// <summary>Falls in a straight line, and would reach zero one step after the last.</summary>
    Linear,

    /// <summary>Falls along half a cosine, and would reach zero one step after the last.</summary>
    Cosine,
}
