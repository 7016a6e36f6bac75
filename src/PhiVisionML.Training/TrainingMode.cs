namespace PhiVisionML.Training;

/// <summary>What a training run changes.</summary>
public enum TrainingMode
{
    /// <summary>An adapter only; the base stays as it is.</summary>
    Lora,

    /// <summary>Every weight of the network.</summary>
    Full,

    /// <summary>Every weight but the vision tower's.</summary>
    FrozenTower,
}
