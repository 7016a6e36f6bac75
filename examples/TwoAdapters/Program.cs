// One model in memory and several adapters on it: each request says which one answers.
// TwoAdapters MODEL_FOLDER PICTURE QUESTION ADAPTER_FOLDER ADAPTER_FOLDER …
using Microsoft.Extensions.AI;
using PhiVisionML.Chat;

if (args.Length < 5)
{
    Console.Error.WriteLine("Usage: TwoAdapters MODEL_FOLDER PICTURE QUESTION ADAPTER_FOLDER ADAPTER_FOLDER …");
    return 2;
}

var options = new PhiVisionChatClientOptions { ModelPath = args[0], ModelId = "base" };
foreach (string folder in args[3..])
    options.Adapters.Add(Path.GetFileName(folder), folder);   // a PEFT adapter: of 'phivision train', or of Python

using var client = new PhiVisionChatClient(options);
var message = new ChatMessage(ChatRole.User, [await DataContent.LoadFromAsync(args[1]), new TextContent(args[2])]);

// All of them at once: the client answers one adapter's requests after the other's.
var responses = await Task.WhenAll(client.ModelIds.Select(id => client.GetResponseAsync([message], new ChatOptions { ModelId = id, MaxOutputTokens = 40 })));
foreach (var response in responses)
    Console.WriteLine($"{response.ModelId}: {response.Text}");

return 0;
