namespace PhiVisionML.Model.Text;

/// <summary>Who speaks in a turn.</summary>
public enum ChatRole
{
    /// <summary>Instructions that hold for the whole conversation.</summary>
    System,

    /// <summary>The one who asks and shows pictures.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,
}
