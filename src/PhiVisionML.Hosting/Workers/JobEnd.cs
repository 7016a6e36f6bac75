namespace PhiVisionML.Hosting.Workers;

/// <summary>How a worker got rid of a job. What is known better has a larger number.</summary>
internal enum JobEnd
{
    /// <summary>It is somebody else's now, or will be when its lease has run out.</summary>
    Lost,

    /// <summary>It was given back.</summary>
    Released,

    /// <summary>Its failure was counted.</summary>
    Failed,

    /// <summary>Its answer was stored.</summary>
    Done,
}
