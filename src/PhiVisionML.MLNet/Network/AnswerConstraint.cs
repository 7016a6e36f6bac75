using PhiVisionML.Catalog.Answers;
using PhiVisionML.MLNet.Scoring;
using PhiVisionML.Model.Constraints;

namespace PhiVisionML.MLNet.Network;

/// <summary>Compiles a template for a model's tokens, so that nothing but an answer of the template can be generated.</summary>
internal static class AnswerConstraint
{
    /// <param name="settings">The template, its lists of choices and its limits.</param>
    /// <param name="model">Whose tokens the answer is made of.</param>
    /// <param name="maxNewTokens">The most tokens of an answer.</param>
    /// <exception cref="InvalidOperationException">No answer of the template fits into so many tokens.</exception>
    public static ITokenConstraint? Build(AnswerSettings settings, BaseModel model, int maxNewTokens)
    {
        if (!settings.IsConstrained)
            return null;
        var grammar = AnswerGrammar.Of(AnswerTemplate.Parse(settings.Template), settings.Choices, settings.Limits);
        var vocabulary = new TokenVocabulary(model.Tokenizer, model.Config.VocabSize);
        var constraint = new TokenConstraint(grammar, vocabulary, model.Tokenizer.DefaultStopTokens);
        return constraint.MinimumTokens <= maxNewTokens ? constraint : throw new InvalidOperationException(
            $"MaxNewTokens is {maxNewTokens}, but an answer of the template '{settings.Template}' needs up to {constraint.MinimumTokens} tokens; raise it.");
    }
}
