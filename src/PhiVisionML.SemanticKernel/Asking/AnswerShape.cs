using Microsoft.Extensions.AI;
using PhiVisionML.Catalog.Asking;
using PhiVisionML.Chat;
using PhiVisionML.MLNet.Network;
using PhiVisionML.Model.Constraints;

namespace PhiVisionML.SemanticKernel.Asking;

/// <summary>
/// The shape in which a chat model is to give a product's fields: Phi-3-Vision can answer with the template alone, another model is asked for JSON.
/// PhiVisionML.Hosting compiles this file, too.
/// </summary>
internal sealed class AnswerShape
{
    private readonly ProductQuestion _question;
    private readonly Grammar? _grammar;
    private readonly ChatResponseFormat? _json;

    /// <param name="model">Who is asked.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="currency">What prices are in; null if unknown.</param>
    /// <exception cref="ArgumentException">The question has no values for a choice, or no grammar can be made of it.</exception>
    public AnswerShape(IChatClient model, ProductQuestion question, string? currency)
    {
        question.Validate();
        _question = question;
        _grammar = model.GetService<PhiVisionChatClient>() is null ? null : AnswerGrammar.Of(question.Template, question.Choices, question.Limits);
        _json = _grammar is null ? JsonAnswer.Format(question, currency) : null;
    }

    /// <summary>Asks for this shape, within the question's tokens.</summary>
    /// <param name="options">A request's options; changed.</param>
    public void Require(ChatOptions options)
    {
        options.MaxOutputTokens = _question.MaxOutputTokens;
        if (_grammar is not null)
            options.WithGrammar(_grammar);
        else
            options.ResponseFormat = _json;
    }

    /// <summary>Reads the fields back.</summary>
    /// <returns>The values of all fields of the template, by name, as the template writes them.</returns>
    /// <exception cref="FormatException">The text has another shape; the message holds it.</exception>
    public IReadOnlyDictionary<string, string> Read(string text)
    {
        if (_grammar is null)
            return JsonAnswer.Read(text, _question);
        var answer = _question.Template.ParseAnswer(text);
        return answer.IsComplete
            ? answer.Fields.ToDictionary(field => field.Field.Name, field => field.Text!)
            : throw new FormatException($"The model's answer is not one of the template '{_question.Template}'. {string.Join(' ', answer.Errors)} It said: {text}");
    }
}
