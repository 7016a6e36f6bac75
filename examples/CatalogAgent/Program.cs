// A Semantic Kernel agent with the skill for product catalogs.
// CatalogAgent MODEL_FOLDER CATALOG_CSV PICTURE_FOLDER SKU
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Asking;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.SemanticKernel;
using PhiVisionML.SemanticKernel.Answers;
using PhiVisionML.SemanticKernel.Catalogs;
using FunctionInvocationContext = Microsoft.SemanticKernel.FunctionInvocationContext;

if (args.Length != 4)
{
    Console.Error.WriteLine("Usage: CatalogAgent MODEL_FOLDER CATALOG_CSV PICTURE_FOLDER SKU");
    return 2;
}

// The catalog, and what the model is asked about its pictures: a tuned one what it was trained on (TunedAdapter.Open(folder).Question).
var template = AnswerTemplate.Parse("Product: {title}, Category: {category3_code:choice}, Full Price: {full_price:price}");
var products = ProductSource.ReadAll(args[1], new ProductSourceOptions { ImageFolder = args[2] }).Products;
using var catalog = new InMemoryProductCatalog(products, template);

var builder = Kernel.CreateBuilder();
builder.AddPhiVisionChatCompletion(options => options.ModelPath = args[0]);
builder.Services.AddSingleton<IFunctionInvocationFilter, Narrator>();
var kernel = builder.Build();
var skill = new ProductCatalogPlugin(kernel.GetRequiredService<IChatClient>(), catalog, new() { Question = ProductQuestion.About(template, products), Draws = 4 });
kernel.Plugins.AddFromObject(skill, ProductCatalogPlugin.Name);

// A program calls the skill itself …
var category = await kernel.InvokeAsync<ProductCategory>(ProductCatalogPlugin.Name, "ClassifyProduct", new() { ["image"] = args[3] });
Console.WriteLine($"{category!.Category}; of {category.Draws} draws: {string.Join(", ", category.Shares!.Select(share => $"{share.Category} {share.Share:P0}"))}");
var check = await kernel.InvokeAsync<ListingCheck>(ProductCatalogPlugin.Name, "CheckListing", new() { ["image"] = args[3] });
foreach (var field in check!.Fields!)
    Console.WriteLine($"{field.Field}: listed {field.Listed}, seen {field.Seen}: {(field.Agrees ? "agrees" : field.Remark)}");

// … or a model chooses. Here the same small model does, and must choose once, since it seldom would of itself; a larger one,
// registered as the kernel's chat completion in its place, leads a conversation by Auto(), and leaves the looking to the skill.
var settings = new PhiVisionPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Required(), MaxTokens = 150 };
Console.WriteLine(await kernel.InvokePromptAsync($"What is the product {args[3]}?", new(settings)));
return 0;

internal sealed class Narrator : IFunctionInvocationFilter
{
    public async Task OnFunctionInvocationAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next)
    {
        if (context.Function.PluginName is not null)
            Console.WriteLine($"[{context.Function.Name}({string.Join(", ", context.Arguments.Select(one => $"{one.Key}: {one.Value}"))})]");
        await next(context);
    }
}
