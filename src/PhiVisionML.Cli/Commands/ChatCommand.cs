using System.CommandLine;
using Microsoft.Extensions.AI;
using PhiVisionML.Chat;
using PhiVisionML.Cli.Output;
using PhiVisionML.Cli.Talking;

namespace PhiVisionML.Cli.Commands;

/// <summary><c>phivision chat</c>: talk about pictures in the terminal.</summary>
internal sealed class ChatCommand
{
    private readonly Argument<string[]> _pictures = new("picture") { Description = "Pictures to begin with.", Arity = ArgumentArity.ZeroOrMore };
    private readonly ChatModelOptions _model = new();
    private readonly Option<string[]> _questions = new("--ask") { Description = "Ask this and end. Several are asked one after the other." };
    private readonly Option<string?> _system = new("--system") { Description = "Instructions to the model, before the conversation." };
    private readonly Option<int> _maxTokens = Knob.Create("--max-tokens", "Most tokens of an answer.", new PhiVisionChatOptions().DefaultMaxOutputTokens);
    private readonly Option<float?> _temperature = new("--temperature") { Description = "Above 0, answers are drawn. Default: the likeliest words." };
    private readonly Option<bool> _json = CommandRunner.JsonOption();
    private readonly Option<long?> _seed = new("--seed") { Description = "Seed of the draws." };

    public static Command Create() => new ChatCommand().Build();

    private Command Build()
    {
        var command = new Command("chat", """
            Talk about a picture. Answers appear on standard output as they are made; questions come line by line from standard input.
            In the conversation: /image FILE, /adapter NAME, /reset, /help, /quit.

            phivision chat mug.jpg
            phivision chat mug.jpg --ask "What is it?" --adapter catalog.zip
            phivision chat shoe.jpg --adapter summer=adapters/summer --adapter winter=adapters/winter
            """) { _pictures, _questions, _system, _maxTokens, _temperature, _seed };
        foreach (var option in _model.All)
            command.Options.Add(option);
        command.SetWork(
            _json,
            (parsed, reporter, cancellation) => RunAsync(parsed, reporter, cancellation).GetAwaiter().GetResult(),
            (_, _) => { },
            (_, result) => result.Refused > 0 && Console.IsInputRedirected ? ExitCodes.Failure : ExitCodes.Success);   // nobody was there to read the error
        return command;
    }

    private async Task<Result> RunAsync(ParseResult parsed, Reporter reporter, CancellationToken cancellation)
    {
        var settings = new PhiVisionChatClientOptions { MaxOutputTokens = Math.Max(new PhiVisionChatOptions().MaxOutputTokens, parsed.GetValue(_maxTokens)) };
        using var model = _model.Open(parsed);
        model.Configure(settings);
        using var client = new PhiVisionChatClient(settings);
        var options = new ChatOptions { Instructions = parsed.GetValue(_system), MaxOutputTokens = parsed.GetValue(_maxTokens), Temperature = parsed.GetValue(_temperature), Seed = parsed.GetValue(_seed) };
        var session = new TalkSession(client, options, parsed.GetValue(_json) ? TextWriter.Null : Console.Out, reporter);
        foreach (string picture in parsed.GetValue(_pictures) ?? [])
            await session.ShowAsync(picture, cancellation).ConfigureAwait(false);
        await client.LoadAsync(cancellation).ConfigureAwait(false);
        string[] questions = parsed.GetValue(_questions) ?? [];
        foreach (string question in questions)
            await session.AskAsync(question, cancellation).ConfigureAwait(false);
        if (questions.Length == 0)
            await session.RunAsync(Console.In, cancellation).ConfigureAwait(false);
        return new Result(session.Turns, session.Refused);
    }

    private sealed record Result(IReadOnlyList<TalkSession.Turn> Turns, int Refused);
}
