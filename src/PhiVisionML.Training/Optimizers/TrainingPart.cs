namespace PhiVisionML.Training.Optimizers;

/// <summary>The parts of the network that can have their own learning rate and weight decay.</summary>
public enum TrainingPart
{
    /// <summary>The vision tower (<c>img_processor</c>).</summary>
    Tower,

    /// <summary>The projector and the two separators of the HD transform.</summary>
    Projector,

    /// <summary>Token embeddings, decoder layers and the last norm.</summary>
    Decoder,

    /// <summary>The output matrix (<c>lm_head</c>).</summary>
    Head,

    /// <summary>The matrices of a low-rank adapter, wherever they sit.</summary>
    Lora,
}
