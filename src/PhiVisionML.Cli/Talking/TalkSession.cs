using System.Globalization;
using Microsoft.Extensions.AI;
using PhiVisionML.Chat;
using PhiVisionML.Cli.Output;
using PhiVisionML.Model.Images;

namespace PhiVisionML.Cli.Talking;

/// <summary>A conversation in the terminal: questions line by line, answers as they appear, pictures and adapters by lines that begin with a slash.</summary>
/// <param name="client">Who answers.</param>
/// <param name="options">How; the model's id is the session's to set.</param>
/// <param name="answers">Receives the answers, and nothing else.</param>
/// <param name="reporter">Receives what is said about them.</param>
internal sealed class TalkSession(PhiVisionChatClient client, ChatOptions options, TextWriter answers, Reporter reporter)
{
    private readonly List<ChatMessage> _messages = [];
    private readonly List<string> _names = [];
    private readonly List<AIContent> _pictures = [];
    private readonly List<Turn> _turns = [];

    /// <summary>What was asked and answered, since the session began.</summary>
    public IReadOnlyList<Turn> Turns => _turns;

    /// <summary>How many lines could not be followed.</summary>
    public int Refused { get; private set; }

    /// <summary>Shows a picture with the next question.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public async Task ShowAsync(string path, CancellationToken cancellation)
    {
        byte[] bytes = await File.ReadAllBytesAsync(path, cancellation).ConfigureAwait(false);
        _pictures.Add(new DataContent(bytes, "image/*"));   // the bytes say what it is
        _names.Add(path);
    }

    /// <summary>Takes lines until they are over.</summary>
    /// <param name="lines">Where they come from.</param>
    /// <param name="cancellation">Ends the conversation.</param>
    public async Task RunAsync(TextReader lines, CancellationToken cancellation)
    {
        reporter.Line("Ask about the pictures. /image FILE shows another, /adapter NAME changes who answers, /reset begins anew, /help tells more, /quit ends.");
        while (true)
        {
            reporter.Prompt(_names.Count == 0 ? "> " : $"[{string.Join(", ", _names.Select(Path.GetFileName))}] > ");
            string? line = await Task.Run(lines.ReadLine, CancellationToken.None).WaitAsync(cancellation).ConfigureAwait(false);
            if (line is null or "/quit")
                return;
            try
            {
                await TakeAsync(line.Trim(), cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (e is PictureRefusedException or ArgumentException or NotSupportedException or IOException or UnauthorizedAccessException)
            {
                Refused++;
                reporter.Error(CommandRunner.Sentence(e));   // the conversation goes on as it was before
            }
        }
    }

    /// <summary>Asks one question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="cancellation">Ends the answer.</param>
    public async Task AskAsync(string question, CancellationToken cancellation)
    {
        var asked = new ChatMessage(ChatRole.User, [.. _pictures, new TextContent(question)]);
        var updates = new List<ChatResponseUpdate>();
        try
        {
            await foreach (var update in client.GetStreamingResponseAsync([.. _messages, asked], options, cancellation).ConfigureAwait(false))
            {
                updates.Add(update);
                answers.Write(update.Text);
                answers.Flush();
            }
        }
        catch (PictureRefusedException)
        {
            Forget();   // it would be refused again with the next question
            throw;
        }
        finally
        {
            if (updates.Count > 0)
                answers.WriteLine();
        }

        var response = updates.ToChatResponse();
        _messages.AddRange([asked, .. response.Messages]);
        var turn = new Turn(question, [.. _names], response.Text, response.ModelId!, response.FinishReason!.Value.Value, response.Usage!.InputTokenCount!.Value, response.Usage.CachedInputTokenCount!.Value, response.Usage.OutputTokenCount!.Value);
        _turns.Add(turn);
        Forget();
        reporter.Line(string.Create(CultureInfo.InvariantCulture, $"({turn.Model}: {turn.InputTokens} tokens in, {turn.CachedInputTokens} of them known; {turn.OutputTokens} out{(turn.FinishReason == "length" ? ", cut at the most" : "")})"));
    }

    private async Task TakeAsync(string line, CancellationToken cancellation)
    {
        string[] words = line.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        switch (words)
        {
            case []:
                break;
            case ["/image", string path]:
                await ShowAsync(path, cancellation).ConfigureAwait(false);
                break;
            case ["/adapter"]:
                reporter.Line($"{options.ModelId ?? client.ModelIds[0]} answers; there are {string.Join(", ", client.ModelIds)}.");
                break;
            case ["/adapter", string name]:
                options.ModelId = client.ModelIds.Contains(name) ? name : throw new ArgumentException($"There is no adapter '{name}'; there are {string.Join(", ", client.ModelIds)}.");
                break;
            case ["/reset"]:
                _messages.Clear();
                Forget();
                break;
            case ["/help"]:
                reporter.Line("""
                    /image FILE     shows a picture with the next question; several may be shown
                    /adapter NAME   lets an adapter answer from now on; alone it says which there are
                    /reset          forgets the conversation and its pictures
                    /quit           ends; so do the end of the input and Ctrl-C
                    //text          asks a question that begins with a slash
                    """);
                break;
            case [['/', not '/', ..] command, ..]:
                throw new ArgumentException($"There is no command '{command}', or it needs a value; see /help.");
            default:
                await AskAsync(line.StartsWith("//", StringComparison.Ordinal) ? line[1..] : line, cancellation).ConfigureAwait(false);
                break;
        }
    }

    private void Forget()
    {
        _pictures.Clear();
        _names.Clear();
    }

    /// <summary>A question and its answer.</summary>
    /// <param name="Question">The question.</param>
    /// <param name="Pictures">Files that were shown with it.</param>
    /// <param name="Answer">The answer.</param>
    /// <param name="Model">Who answered.</param>
    /// <param name="FinishReason">Why the answer ended: stop or length.</param>
    /// <param name="InputTokens">Tokens of the conversation so far.</param>
    /// <param name="CachedInputTokens">Those of them that were not computed anew.</param>
    /// <param name="OutputTokens">Tokens of the answer.</param>
    internal sealed record Turn(string Question, IReadOnlyList<string> Pictures, string Answer, string Model, string FinishReason, long InputTokens, long CachedInputTokens, long OutputTokens);
}
