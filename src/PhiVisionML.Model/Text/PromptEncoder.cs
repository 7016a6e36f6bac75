using System.Text;

namespace PhiVisionML.Model.Text;

/// <summary>Turns prompts and answers into ids, as the published processor does.</summary>
/// <param name="tokenizer">The tokenizer of the model.</param>
/// <remarks>Thread-safe.</remarks>
public sealed class PromptEncoder(PhiTokenizer tokenizer)
{
    /// <summary>
    /// The ids of a prompt. Each stretch between pictures is tokenised by itself with a leading <c>&lt;s&gt;</c> of its own; picture k
    /// (from 1) holds as many places as it has tokens, each with the value -k.
    /// </summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="pictureTokenCounts">For each picture its number of tokens.</param>
    /// <returns>Ids in <c>[seq]</c>.</returns>
    /// <exception cref="ArgumentException">The counts do not fit the pictures, or a control token is not in the vocabulary.</exception>
    public int[] Encode(Prompt prompt, IReadOnlyList<int> pictureTokenCounts)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(pictureTokenCounts);
        if (pictureTokenCounts.Count != prompt.Pictures)
            throw new ArgumentException($"The prompt shows {prompt.Pictures} pictures and {pictureTokenCounts.Count} token counts were given; give one for each picture.", nameof(pictureTokenCounts));
        if (pictureTokenCounts.Any(count => count <= 0))
            throw new ArgumentException($"The pictures have {string.Join(", ", pictureTokenCounts)} tokens; each needs at least 1.", nameof(pictureTokenCounts));

        List<int> ids = [];
        List<PromptPart> chunk = [];
        foreach (PromptPart part in prompt.Parts)
        {
            if (part is not PromptPart.Picture picture)
            {
                chunk.Add(part);
                continue;
            }

            AppendChunk(ids, chunk);
            chunk.Clear();
            ids.AddRange(Enumerable.Repeat(-(picture.Index + 1), pictureTokenCounts[picture.Index]));
        }

        AppendChunk(ids, chunk);
        return [.. ids];
    }

    /// <summary>The ids that a model is taught to say: the answer, <c>&lt;|end|&gt;\n&lt;|endoftext|&gt;</c>, and no <c>&lt;s&gt;</c>.</summary>
    /// <param name="answer">The answer; plain text.</param>
    /// <returns>Ids in <c>[seq]</c>.</returns>
    public int[] EncodeAnswer(string answer) =>
        [.. tokenizer.EncodePlain(answer), tokenizer.EndId, .. tokenizer.EncodePlain("\n"), tokenizer.EndOfTextId];

    private void AppendChunk(List<int> ids, List<PromptPart> chunk)
    {
        ids.Add(tokenizer.BosId);
        var text = new StringBuilder();
        bool strips = false;
        foreach (TextOrToken piece in chunk.SelectMany(Flatten))
        {
            if (piece.Token is not { } token)
            {
                text.Append(strips && text.Length == 0 ? piece.Text.TrimStart() : piece.Text);
                continue;
            }

            ids.AddRange(tokenizer.EncodePlain(text.ToString()));
            text.Clear();
            ids.Add(token.Id);
            strips = token.StripsRight;
        }

        ids.AddRange(tokenizer.EncodePlain(text.ToString()));
    }

    private IEnumerable<TextOrToken> Flatten(PromptPart part) => part switch
    {
        PromptPart.Text text => [new TextOrToken(text.Value, null)],
        PromptPart.Control control => [new TextOrToken("", tokenizer.Control(control.Name))],
        PromptPart.Markup markup => tokenizer.SplitMarkup(markup.Value),
        _ => throw new InvalidOperationException($"A {part.GetType().Name} has no place within a stretch of text."),
    };
}
