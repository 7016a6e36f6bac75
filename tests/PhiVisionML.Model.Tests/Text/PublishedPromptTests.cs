using System.Text.Json;
using PhiVisionML.Model.Text;
using Xunit;

namespace PhiVisionML.Model.Tests.Text;

public class PublishedPromptTests
{
    private static PromptEncoder Encoder => new(PublishedFiles.Tokenizer);

    [Fact]
    public void Markup_with_pictures_equals_the_reference_processor()
    {
        foreach (JsonProperty golden in PublishedFiles.Golden("prompts.json").GetProperty("prompts").EnumerateObject())
        {
            Prompt prompt = Prompt.FromMarkup(golden.Value.GetProperty("prompt").GetString()!);
            Assert.Equal(Expand(golden.Value.GetProperty("ids_rle")), Encoder.Encode(prompt, golden.Value.GetProperty("num_img_tokens").Ids()));
        }
    }

    [Theory]
    [InlineData(1, "What is the title of this product?", "<|user|>\n<|image_1|>\nWhat is the title of this product?<|end|>\n<|assistant|>\n")]
    [InlineData(2, "Which one is cheaper?", "<|user|>\n<|image_1|>\n<|image_2|>\nWhich one is cheaper?<|end|>\n<|assistant|>\n")]
    [InlineData(0, "  two spaces\n\n", "<|user|>\n  two spaces\n\n<|end|>\n<|assistant|>\n")]
    public void A_prompt_from_parts_equals_the_same_markup(int pictures, string text, string markup)
    {
        int[] counts = [.. Enumerable.Range(7, pictures)];
        Assert.Equal(Encoder.Encode(Prompt.FromMarkup(markup), counts), Encoder.Encode(Prompt.ForPictures(pictures, text), counts));
    }

    [Fact]
    public void A_conversation_from_turns_equals_the_same_markup()
    {
        const string markup = "<|system|>\nBe brief.<|end|>\n<|user|>\n<|image_1|>\nWhat?<|end|>\n<|assistant|>\n   A bag. <|end|>\n<|user|>\nSure?<|end|>\n<|assistant|>\n";
        Prompt prompt = ChatTemplate.Build(
        [
            new ChatTurn(ChatRole.System, "Be brief."),
            new ChatTurn(ChatRole.User, [new PromptPart.Picture(0), new PromptPart.Text("\n"), new PromptPart.Text("What?")]),
            new ChatTurn(ChatRole.Assistant, "   A bag. "),
            new ChatTurn(ChatRole.User, "Sure?"),
        ]);

        Assert.Equal(Encoder.Encode(Prompt.FromMarkup(markup), [3]), Encoder.Encode(prompt, [3]));
    }

    [Fact]
    public void An_answer_ends_with_end_newline_and_end_of_text() =>
        Assert.Equal([15043, 29892, 3186, 29991, 32007, 29871, 13, 32000], Encoder.EncodeAnswer("Hello, world!"));

    private static int[] Expand(JsonElement runs) =>
        [.. runs.EnumerateArray().SelectMany(run => run.ValueKind == JsonValueKind.Array ? Enumerable.Repeat(run[0].GetInt32(), run[1].GetInt32()) : [run.GetInt32()])];
}
