using Microsoft.Extensions.AI;
using PhiVisionML.Model;
using PhiVisionML.Model.Text;
using PhiVisionML.Tests;
using ChatRole = Microsoft.Extensions.AI.ChatRole;

namespace PhiVisionML.Chat.Tests.Fakes;

/// <summary>The tiny model that ships with the program, loaded once, and pictures to ask it about.</summary>
internal static class Tiny
{
    private static readonly Lazy<PhiVisionModel> Loaded = new(() => PhiVisionModel.Load(Folder, new PhiVisionModelOptions { NumCrops = 1 }));

    public static string Folder => Path.Combine(AppContext.BaseDirectory, "assets", "phivision-tiny");

    public static PhiVisionModel Model => Loaded.Value;

    public static PhiTokenizer Tokenizer { get; } = PhiTokenizer.FromFolder(Folder);

    public static string PicturePath(string name) => GoldenFiles.Path("images", name + ".png");

    public static DataContent Picture(string name) => new(File.ReadAllBytes(PicturePath(name)), "image/png");

    public static ChatMessage Ask(string question, params string[] pictures)
        => new(ChatRole.User, [.. pictures.Select(Picture), new TextContent(question)]);
}
