// An agent of Microsoft's Agent Framework that sees pictures and has the skill's functions as tools.
// AgentFramework MODEL_FOLDER CATALOG_CSV PICTURE_FOLDER PICTURE
using System.ComponentModel.DataAnnotations;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Asking;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.Chat;
using PhiVisionML.SemanticKernel;
using PhiVisionML.SemanticKernel.Catalogs;

if (args.Length != 4)
{
    Console.Error.WriteLine("Usage: AgentFramework MODEL_FOLDER CATALOG_CSV PICTURE_FOLDER PICTURE");
    return 2;
}

var template = AnswerTemplate.Parse("Product: {title}, Category: {category3_code:choice}, Full Price: {full_price:price}");
var products = ProductSource.ReadAll(args[1], new ProductSourceOptions { ImageFolder = args[2] }).Products;
using var catalog = new InMemoryProductCatalog(products, template);
using var model = new PhiVisionChatClient(new PhiVisionChatClientOptions { ModelPath = args[0] });
var skill = new ProductCatalogPlugin(model, catalog, new() { Question = ProductQuestion.About(template, products), Draws = 0 });

// The agent's own model may be any IChatClient; a large one chooses tools best. Here it is the same small one, which has
// to answer after two rounds of calls.
using var leader = model.AsBuilder().UseFunctionInvocation(configure: calls => calls.MaximumIterationsPerRequest = 2).Build();
var message = new ChatMessage(ChatRole.User, [await DataContent.LoadFromAsync(args[3]), new TextContent("What is it?")]);

// It sees a picture, and streams.
var guide = new ChatClientAgent(leader, instructions: "You help a shop.", name: "guide");
await foreach (var update in guide.RunStreamingAsync(message))
    Console.Write(update.Text);
Console.WriteLine();

// Its answer is a record.
var seen = await guide.RunAsync<Seen>(message);
Console.WriteLine($"{seen.Result.Kind}, {seen.Result.Stars} stars");

// It has the skill as tools, and a session that remembers.
var clerk = new ChatClientAgent(leader, instructions: "You help a shop. Use your tools.", name: "clerk", tools: [.. skill.AsAIFunctions()]);
var session = await clerk.CreateSessionAsync();
var answer = await clerk.RunAsync($"What is the product {products[0].ProductCode}?", session);
foreach (var call in answer.Messages.SelectMany(one => one.Contents).OfType<FunctionCallContent>())
    Console.WriteLine($"[{call.Name}({string.Join(", ", call.Arguments ?? new Dictionary<string, object?>())})]");
Console.WriteLine(answer.Text);
return 0;

internal sealed record Seen([property: MaxLength(20)] string Kind, [property: Range(1, 5)] int Stars);
