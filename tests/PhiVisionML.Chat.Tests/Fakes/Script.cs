using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using PhiVisionML.Model.Constraints;
using PhiVisionML.Model.Generation;

namespace PhiVisionML.Chat.Tests.Fakes;

/// <summary>What a fake model says with tools at hand, and what it reads.</summary>
internal static class Script
{
    public const string NoCall = """{"tool":"none"}""";

    public static readonly AIFunction Price = AIFunctionFactory.Create((string sku) => sku == "A1" ? 12.5 : throw new ArgumentException("secret"), "price", "Gives the price of a product.");

    public static readonly AIFunction Stock = AIFunctionFactory.Create((string sku, bool reserved = false) => $"{sku}: 7{(reserved ? " reserved" : "")}", "stock");

    public const string PriceOfA1 = """{"tool":"price","arguments":{"sku":"A1"}}""";

    public const string StockOfA1 = """{"tool":"stock","arguments":{"sku":"A1","reserved":true}}""";

    /// <summary>A model that says these one after the other, whoever asks.</summary>
    public static FakeModel Saying(params IEnumerable<string> replies)
    {
        var rest = new ConcurrentQueue<string>(replies);
        return new FakeModel { Reply = _ => rest.TryDequeue(out string? reply) ? reply : throw new InvalidOperationException("The script is at its end.") };
    }

    /// <summary>Each prompt that reached the model, as text.</summary>
    public static string[] Prompts(FakeModel model) => [.. model.Batches.SelectMany(batch => batch).Select(Prompt)];

    public static string Prompt(GenerationRequest request) => Text(request.InputIds);

    /// <summary>Ids as text, pictures left out, with white space behind control tokens as the template writes it.</summary>
    public static string Text(IEnumerable<int> ids) => Tiny.Tokenizer.Decode([.. ids.Where(id => id >= 0)], skipSpecialTokens: false)
        .Replace("|> \n", "|>\n", StringComparison.Ordinal)
        .Replace("<|assistant|> ", "<|assistant|>\n", StringComparison.Ordinal);

    public static bool Allows(ITokenConstraint? constraint, string text)
    {
        var state = constraint?.Start();
        return state is null || (Tiny.Tokenizer.EncodePlain(text).All(state.TryAccept) && state.CanStop);
    }
}
