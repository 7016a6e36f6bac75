using System.Text.Json;
using Microsoft.Extensions.AI;
using PhiVisionML.Catalog.Drawing;
using PhiVisionML.Chat;
using PhiVisionML.Cli.Output;
using PhiVisionML.Cli.Talking;
using PhiVisionML.Model;
using PhiVisionML.Model.Lora;
using Xunit;

namespace PhiVisionML.Cli.Tests.Commands;

/// <summary>Conversations in the terminal with the tiny model.</summary>
[CollectionDefinition(nameof(ChatCommandTests), DisableParallelization = true)]
[Collection(nameof(ChatCommandTests))]
public sealed class ChatCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("phivision-chat").FullName;
    private readonly DrawnCatalogOptions _drawn = new() { Products = 2, ImageSize = 224 };
    private readonly StringWriter _answers = new();
    private readonly StringWriter _remarks = new();

    public ChatCommandTests() => DrawnCatalog.Write(_folder, _drawn);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Pictures_questions_and_turns_reach_the_model_and_answers_alone_go_out()
    {
        string[] pictures = [.. DrawnCatalog.Rows(_drawn).Select(row => Path.Combine(_folder, row.LocalImagePath))];
        var session = await TalkAsync([pictures[0]], "What is it?", "And what colour?", "/reset", $"/image {pictures[1]}", "What is it?");
        Assert.Equal(0, session.Refused);
        Assert.Equal([[pictures[0]], [], [pictures[1]]], session.Turns.Select(turn => turn.Pictures));
        Assert.Equal(string.Concat(session.Turns.Select(turn => turn.Answer + Environment.NewLine)), _answers.ToString());
        Assert.All(DrawnCatalog.Rows(_drawn).Zip([session.Turns[0], session.Turns[2]]), p => Assert.StartsWith(ProductWords.Of(p.First.Pictured.Kind), p.Second.Answer, StringComparison.Ordinal));
        Assert.True(session.Turns[1].InputTokens > session.Turns[0].InputTokens + session.Turns[0].OutputTokens, "The second question stands behind the first answer.");
        Assert.True(session.Turns[1].CachedInputTokens > session.Turns[0].InputTokens / 2, "The first turn is not computed again.");
        Assert.Equal(session.Turns[0].InputTokens, session.Turns[2].InputTokens);
        Assert.Contains($"tokens in, {session.Turns[1].CachedInputTokens} of them known", _remarks.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_goes_wrong_is_said_and_the_conversation_goes_on()
    {
        string broken = Path.Combine(_folder, "broken.jpg");
        File.WriteAllText(broken, "no picture");
        var session = await TalkAsync([], "/image " + Path.Combine(_folder, "gone.jpg"), "/image " + broken, "What is it?", "/adapter spring", "/dance", "/", "/reset now", "//dance", "What is it?", " /quit ", "never asked");
        Assert.Equal(6, session.Refused);
        Assert.Equal(["/dance", "What is it?"], session.Turns.Select(turn => turn.Question));
        Assert.All(["gone.jpg", "There is no adapter 'spring'; there are phivision-tiny", "no command '/dance'", "no command '/reset now'"], text => Assert.Contains(text, _remarks.ToString().ReplaceLineEndings(" "), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Adapters_change_who_answers()
    {
        string winter = Path.Combine(_folder, "winter");
        using (var model = PhiVisionModel.Load(BaseModel.Tiny))
        using (var adapter = LoraAdapter.Create(model.Network, new LoraOptions { Rank = 2 }, seed: 1))
        {
            foreach (var pair in adapter.Pairs)
                pair.B.fill_(0.3f);
            LoraFile.Save(adapter, winter);
        }

        var options = new PhiVisionChatClientOptions { ModelPath = BaseModel.Tiny };
        options.Adapters.Add("winter", winter);
        var session = await TalkAsync(options, [], "Say it.", "/reset", "/adapter winter", "Say it.", "/adapter", "/reset", "/adapter phivision-tiny", "Say it.");
        Assert.Equal(["phivision-tiny", "winter", "phivision-tiny"], session.Turns.Select(turn => turn.Model));
        Assert.NotEqual(session.Turns[0].Answer, session.Turns[1].Answer);
        Assert.Equal(session.Turns[0].Answer, session.Turns[2].Answer);
        Assert.Contains("winter answers; there are phivision-tiny, winter.", _remarks.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_answers_in_JSON_and_refuses_what_is_not_there()
    {
        string picture = Path.Combine(_folder, DrawnCatalog.Rows(_drawn).First().LocalImagePath);
        var console = Console.Out;
        var output = new StringWriter();
        Console.SetOut(output);
        try
        {
            Assert.Equal(ExitCodes.Success, (await CommandLine.RunAsync("chat", picture, "--ask", "What is it?", "--max-tokens", "20", "--json")).ExitCode);
        }
        finally
        {
            Console.SetOut(console);
        }

        var turn = Assert.Single(JsonDocument.Parse(output.ToString()).RootElement.GetProperty("turns").EnumerateArray());
        Assert.Equal(picture, turn.GetProperty("pictures")[0].GetString());
        Assert.NotEmpty(turn.GetProperty("answer").GetString()!);
        Assert.Equal(ExitCodes.Failure, (await CommandLine.RunAsync("chat", picture + ".gone", "--ask", "?")).ExitCode);
        Assert.Equal(ExitCodes.Failure, (await CommandLine.RunAsync("chat", "--ask", "?", "--adapter", _folder + "/a", "--adapter", _folder + "/b")).ExitCode);
    }

    [Fact]
    public async Task Several_adapters_may_stand_before_the_picture()
    {
        string picture = Path.Combine(_folder, DrawnCatalog.Rows(_drawn).First().LocalImagePath);
        string[] folders = [Path.Combine(_folder, "a"), Path.Combine(_folder, "b")];
        using (var model = PhiVisionModel.Load(BaseModel.Tiny))
        using (var adapter = LoraAdapter.Create(model.Network, new LoraOptions { Rank = 1 }, seed: 1))
            Array.ForEach(folders, folder => LoraFile.Save(adapter, folder));
        Assert.Equal(ExitCodes.Success, (await CommandLine.RunAsync("chat", "--adapter", "a=" + folders[0], "--adapter", "b=" + folders[1], picture, "--ask", "What is it?", "--max-tokens", "5")).ExitCode);
        Assert.Equal(ExitCodes.Failure, (await CommandLine.RunAsync("chat", "--adapter", "a=" + folders[0], "--adapter", "a=" + folders[1], "--ask", "?")).ExitCode);
    }

    private Task<TalkSession> TalkAsync(string[] pictures, params string[] lines) => TalkAsync(new PhiVisionChatClientOptions { ModelPath = BaseModel.Tiny }, pictures, lines);

    private async Task<TalkSession> TalkAsync(PhiVisionChatClientOptions options, string[] pictures, params string[] lines)
    {
        using var client = new PhiVisionChatClient(options);
        var session = new TalkSession(client, new ChatOptions { MaxOutputTokens = 30 }, _answers, new Reporter(quiet: false, _remarks));
        foreach (string picture in pictures)
            await session.ShowAsync(picture, TestContext.Current.CancellationToken);
        await session.RunAsync(new StringReader(string.Join('\n', lines)), TestContext.Current.CancellationToken);
        return session;
    }
}
