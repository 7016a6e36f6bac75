using System.Text.Json;
using PhiVisionML.Model.Constraints.Json;

namespace PhiVisionML.Model.Constraints;

/// <summary>The grammar of the JSON texts that are valid against a schema.</summary>
/// <remarks>
/// <para>Whatever is generated is valid. Not all that is valid is generated: properties come in the order of the schema; of an object
/// that lists properties no others are written; numbers have no exponent, whole ones at most 18 digits, others at most 15 before the
/// point and 10 after it; strings hold no control characters but tab, line feed and carriage return unless a pattern names them;
/// a value about which the schema says nothing is nested at most 4 deep. In an object without listed properties a name may come
/// twice; readers take the last.</para>
/// <para>Supported keywords: <c>type</c> (also a list), <c>nullable</c>, <c>enum</c>, <c>const</c>, <c>anyOf</c>, <c>oneOf</c> (where
/// the branches exclude one another for certain), <c>allOf</c> and <c>$ref</c> (joined where no two keywords conflict; not recursive),
/// <c>properties</c>, <c>required</c>, <c>additionalProperties</c>, <c>items</c>, <c>prefixItems</c>, <c>minItems</c>,
/// <c>maxItems</c>, <c>minLength</c>, <c>maxLength</c> (code points), <c>pattern</c> (see <see cref="RegexGrammar"/>; it may match
/// anywhere in the string, as the standard says), <c>format</c> (date, time, date-time, uuid, email and uri are enforced; int32, int64,
/// float, double and decimal of numbers), <c>minimum</c>, <c>maximum</c>, <c>exclusiveMinimum</c>, <c>exclusiveMaximum</c>,
/// <c>not</c> of everything. A schema without <c>type</c> has the types that its keywords speak of. Annotations pass. Any other
/// keyword is refused.</para>
/// </remarks>
public static class JsonSchemaGrammar
{
    /// <summary>Builds the grammar. One space may stand before everything, as in <see cref="TemplateGrammar"/>; decoding takes it away.</summary>
    /// <param name="schema">The schema: an object, <c>true</c> for any JSON, or <c>{"type":"object"}</c> for any JSON object.</param>
    /// <param name="options">Layout and limits; null means the defaults.</param>
    /// <exception cref="GrammarRefusedException">The schema holds what is not supported, contradicts itself, or is too large; every such place is listed with its JSON pointer.</exception>
    public static Grammar Of(JsonElement schema, JsonSchemaGrammarOptions? options = null)
    {
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxStates, nameof(options));
        var refusals = new SchemaRefusals();
        var builder = new GrammarBuilder(options.MaxStates);
        var shapes = new JsonShapeBuilder(builder, options);
        try
        {
            JsonShape shape = new SchemaReader(schema, refusals, options.MaxStates).Read();
            refusals.ThrowIfAny();
            return shape is JsonShape.Nothing nothing ? throw Refused(nothing.Place, "no value fits.") : builder.BuildAnswer(shapes.Build(shape));
        }
        catch (GrammarTooLargeException)
        {
            throw Refused(shapes.At.Place, $"here{shapes.At.Counts} the grammar passes the {options.MaxStates} states that are allowed (MaxStates); lower what is counted, or leave its upper limit out: the budget of tokens ends it.");
        }
        catch (GrammarEmptyException)
        {
            throw Refused(shapes.At.Place, "no value fits.");
        }
        catch (InvalidOperationException exception)
        {
            throw Refused("#", $"a string of the schema is no valid text: {exception.Message}");   // half of a surrogate pair
        }
    }

    private static GrammarRefusedException Refused(string place, string reason) => SchemaRefusals.Exception(new GrammarRefusal(place, reason));
}
