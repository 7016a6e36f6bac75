using Microsoft.ML.Data;

namespace PhiVisionML.MLNet.Tests.Fakes;

public sealed class IdOnly
{
    public int Id { get; set; }
}

public sealed class TextOnly
{
    public string GeneratedText { get; set; } = "";
}

public sealed class TextAndError
{
    public string GeneratedText { get; set; } = "";

    public float Score { get; set; }

    public string Error { get; set; } = "";
}

public sealed class Pictured
{
    public MLImage? Image { get; set; }

    public string Prompt { get; set; } = "";
}

public sealed class TwoAnswers
{
    public string Title { get; set; } = "";

    public string Category { get; set; } = "";
}

public sealed class Described
{
    public string? Brand { get; set; }

    public float Price { get; set; }

    public long Stock { get; set; }

    public bool New { get; set; }
}
