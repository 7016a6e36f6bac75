// Reads a picture into a C# record: the model can write nothing but JSON of its shape.
// StructuredOutput MODEL_FOLDER PICTURE
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.AI;
using PhiVisionML.Chat;

if (args.Length != 2)
{
    Console.Error.WriteLine("Usage: StructuredOutput MODEL_FOLDER PICTURE");
    return 2;
}

using var client = new PhiVisionChatClient(new PhiVisionChatClientOptions { ModelPath = args[0] });
var question = new ChatMessage(ChatRole.User, [await DataContent.LoadFromAsync(args[1]), new TextContent("Give kind, colour, pattern, material, stars.")]);

ChatResponse<Seen> answer = await client.GetResponseAsync<Seen>([question], new ChatOptions { MaxOutputTokens = 100 });
Console.WriteLine(answer.Result);
return 0;

internal enum Kind
{
    Scarf,
    Shirt,
    Dress,
    Trousers,
    Boot,
    Hat,
    Handbag,
    Backpack,
    Mug,
    Umbrella,
}

[Description("A product as its picture shows it")]
internal sealed record Seen(Kind Kind, [property: MaxLength(20)] string Colour, [property: Range(1, 5)] int Stars);
