using Microsoft.SemanticKernel;
using PhiVisionML.Chat;

namespace PhiVisionML.SemanticKernel.Tests.Fakes;

/// <summary>The tiny model that ships with the program, and pictures to ask it about.</summary>
internal static class Tiny
{
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "assets", "phivision-tiny");

    public static string Pictures => Path.Combine(AppContext.BaseDirectory, "Golden", "images");

    public static string PicturePath => Path.Combine(Pictures, "product.png");

    public static byte[] Picture => File.ReadAllBytes(PicturePath);

    public static string DataUri => "data:image/png;base64," + Convert.ToBase64String(Picture);

    public static void Configure(PhiVisionChatClientOptions options)
    {
        options.ModelPath = Folder;
        options.ModelOptions = options.ModelOptions with { NumCrops = 1 };
        options.PictureFolders.Add(Pictures);
    }

    public static Kernel Kernel()
    {
        var builder = Microsoft.SemanticKernel.Kernel.CreateBuilder();
        builder.AddPhiVisionChatCompletion(Configure);
        return builder.Build();
    }
}
