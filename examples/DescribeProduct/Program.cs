// Asks a model about a picture and writes the answer as it appears.
// DescribeProduct MODEL_FOLDER PICTURE QUESTION
using Microsoft.Extensions.AI;
using PhiVisionML.Chat;

if (args.Length != 3)
{
    Console.Error.WriteLine("Usage: DescribeProduct MODEL_FOLDER PICTURE QUESTION");
    return 2;
}

using var client = new PhiVisionChatClient(new PhiVisionChatClientOptions { ModelPath = args[0] });
var picture = await DataContent.LoadFromAsync(args[1]);
var message = new ChatMessage(ChatRole.User, [picture, new TextContent(args[2])]);

await foreach (var update in client.GetStreamingResponseAsync([message], new ChatOptions { MaxOutputTokens = 200 }))
{
    Console.Write(update.Text);
    if (update.FinishReason is { } reason)
    {
        var usage = update.Contents.OfType<UsageContent>().Single().Details;
        Console.WriteLine();
        Console.WriteLine($"({usage.InputTokenCount} tokens in, {usage.OutputTokenCount} out; {reason})");
    }
}

return 0;
