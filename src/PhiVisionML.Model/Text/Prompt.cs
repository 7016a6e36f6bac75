using System.Globalization;
using System.Text.RegularExpressions;

namespace PhiVisionML.Model.Text;

/// <summary>A prompt as parts: plain text, pictures and control tokens never mix.</summary>
public sealed partial class Prompt
{
    /// <summary>Makes a prompt of parts.</summary>
    /// <param name="parts">The parts in order.</param>
    /// <exception cref="ArgumentException">The pictures are not numbered 0 to n-1 without gaps.</exception>
    public Prompt(IReadOnlyList<PromptPart> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        int[] pictures = [.. parts.OfType<PromptPart.Picture>().Select(picture => picture.Index).Distinct().Order()];
        if (!pictures.SequenceEqual(Enumerable.Range(0, pictures.Length)))
            throw new ArgumentException($"The prompt shows the pictures {string.Join(", ", pictures)} (from 0); {pictures.Length} pictures must be numbered 0 to {pictures.Length - 1} without gaps.", nameof(parts));
        Parts = [.. parts];
        Pictures = pictures.Length;
    }

    /// <summary>The parts in order.</summary>
    public IReadOnlyList<PromptPart> Parts { get; }

    /// <summary>How many different pictures the prompt shows.</summary>
    public int Pictures { get; }

    /// <summary>One question about some pictures: the pictures first, each followed by a newline, then the text, then the assistant's turn opened.</summary>
    /// <param name="pictures">How many pictures, from 0.</param>
    /// <param name="userText">The question; plain text.</param>
    /// <param name="system">Instructions before it, if any; plain text.</param>
    public static Prompt ForPictures(int pictures, string userText, string? system = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(pictures);
        List<PromptPart> parts = [];
        for (int index = 0; index < pictures; index++) parts.AddRange([new PromptPart.Picture(index), new PromptPart.Text("\n")]);
        parts.Add(new PromptPart.Text(userText));
        var user = new ChatTurn(ChatRole.User, parts);
        return ChatTemplate.Build(system is null ? [user] : [new ChatTurn(ChatRole.System, system), user]);
    }

    /// <summary>Reads trusted markup as the reference's processor does: control tokens and tags such as <c>&lt;|image_1|&gt;</c> count.</summary>
    /// <param name="markup">The markup; tags are numbered from 1. Text of users must not be pasted into it.</param>
    /// <exception cref="ArgumentException">The tags are not 1 to n without gaps.</exception>
    public static Prompt FromMarkup(string markup)
    {
        ArgumentNullException.ThrowIfNull(markup);
        List<PromptPart> parts = [];
        int position = 0;
        foreach (Match tag in PictureTag().Matches(markup))
        {
            parts.Add(new PromptPart.Markup(markup[position..tag.Index]));
            if (!int.TryParse(tag.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number == 0)
                throw new ArgumentException($"The picture tag {tag.Value} has no number from 1.", nameof(markup));
            parts.Add(new PromptPart.Picture(number - 1));
            position = tag.Index + tag.Length;
        }

        parts.Add(new PromptPart.Markup(markup[position..]));
        return new Prompt(parts);
    }

    [GeneratedRegex(@"<\|image_([0-9]+)\|>", RegexOptions.CultureInvariant)]
    private static partial Regex PictureTag();
}
