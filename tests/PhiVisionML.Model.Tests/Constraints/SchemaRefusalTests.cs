using System.Text.Json;
using PhiVisionML.Model.Constraints;
using Xunit;

namespace PhiVisionML.Model.Tests.Constraints;

public class SchemaRefusalTests
{
    [Theory]
    [InlineData("""{"type":"object","properties":{"a/b~":{"type":"number","multipleOf":2}}}""", "#/properties/a~1b~0/multipleOf", "not supported")]
    [InlineData("""{"type":"array","uniqueItems":true}""", "#/uniqueItems", "not supported")]
    [InlineData("""{"not":{"type":"null"}}""", "#/not", "not supported")]
    [InlineData("""{"type":"object","patternProperties":{}}""", "#/patternProperties", "not supported")]
    [InlineData("""{"type":"object","properties":{"a":{"$id":"x"}}}""", "#/properties/a/$id", "not supported")]
    [InlineData("""{"type":"text"}""", "#/type", "one or several of")]
    [InlineData("""{"type":[]}""", "#/type", "one or several of")]
    [InlineData("""{"type":"string","type":"null"}""", "#/type", "twice")]
    [InlineData("""{"type":"object","properties":{"a":true,"a":true}}""", "#/properties/a", "twice")]
    [InlineData("""{"type":"object","properties":{"a":1}}""", "#/properties/a", "a schema is")]
    [InlineData("""{"type":"object","properties":[]}""", "#/properties", "an object")]
    [InlineData("""{"type":"object","properties":{},"required":["a"]}""", "#/required", "'a'")]
    [InlineData("""{"type":"object","required":[1]}""", "#/required", "names")]
    [InlineData("""{"enum":[]}""", "#/enum", "at least one")]
    [InlineData("""{"enum":["a"],"maxLength":3}""", "#/maxLength", "beside enum")]
    [InlineData("""{"anyOf":[]}""", "#/anyOf", "at least one")]
    [InlineData("""{"type":"string","minLength":3,"maxLength":2}""", "#/maxLength", "maxLength is 2 and minLength 3")]
    [InlineData("""{"type":"string","minLength":-1}""", "#/minLength", "-1")]
    [InlineData("""{"type":"string","maxLength":1.5}""", "#/maxLength", "1.5")]
    [InlineData("""{"type":"array","minItems":3,"maxItems":2}""", "#/maxItems", "maxItems is 2 and minItems 3")]
    [InlineData("""{"type":"array","items":[{"type":"null"}]}""", "#/items", "a schema is")]
    [InlineData("""{"type":"integer","minimum":3,"maximum":2}""", "#", "bounds 3 and 2")]
    [InlineData("""{"type":"integer","minimum":1e20}""", "#", "18 digits")]
    [InlineData("""{"type":"number","minimum":1e40}""", "#/minimum", "28 digits")]
    [InlineData("""{"type":"number","minimum":1,"exclusiveMinimum":true}""", "#/exclusiveMinimum", "true")]
    [InlineData("""{"type":"string","pattern":"a(?=b)"}""", "#/pattern", "position 1: look-around")]
    [InlineData("""{"type":"string","pattern":1}""", "#/pattern", "a string")]
    [InlineData("""{"type":"string","pattern":"^aa$","maxLength":1}""", "#", "no value fits")]
    [InlineData("""{"type":"string","format":"ipv4"}""", "#/format", "'ipv4'")]
    [InlineData("""{"type":"number","format":"money"}""", "#/format", "'money'")]
    [InlineData("""{"$ref":"other.json"}""", "#/$ref", "#/")]
    [InlineData("""{"$ref":"#/$defs/x"}""", "#/$ref", "points to nothing")]
    [InlineData("""{"type":"array","items":{"$ref":"#"}}""", "#/items/$ref", "refers back to #")]
    [InlineData("""{"$ref":"#/$defs/a","$defs":{"a":{"type":"object","properties":{"b":{"$ref":"#/$defs/a"}}}}}""", "#/$defs/a/properties/b/$ref", "refers back")]
    [InlineData("""{"oneOf":[{"type":"string"},{"type":"string","maxLength":3}]}""", "#/oneOf", "branch 0 and branch 1")]
    [InlineData("""{"oneOf":[{"type":"string"},{"properties":{"a":true},"required":["a"]}]}""", "#/oneOf", "branch 0 and branch 1")]
    [InlineData("""{"allOf":[{"properties":{"a":true},"additionalProperties":false},{"properties":{"b":true}}]}""", "#/allOf/0/additionalProperties", "#/allOf/1/properties")]
    [InlineData("""{"allOf":[{"items":{"type":"null"}},{"items":{"type":"string"}}]}""", "#/allOf/1/items", "cannot be joined")]
    [InlineData("false", "#", "no value fits")]
    [InlineData("""{"not":{}}""", "#", "no value fits")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array","items":false,"minItems":1}},"required":["a"]}""", "#/properties/a", "no value fits")]
    [InlineData("""{"type":"string","enum":[1]}""", "#", "no value fits")]
    [InlineData("""{"allOf":[{"type":"null"},{"type":"string"}]}""", "#", "no value fits")]
    [InlineData("""{"const":"\ud800"}""", "#", "no valid text")]
    [InlineData("1", "#", "a schema is")]
    public void What_cannot_be_enforced_is_refused_with_its_pointer(string schema, string place, string reason)
    {
        GrammarRefusal refusal = Assert.Single(Refusals(schema));
        Assert.Equal(place, refusal.Place);
        Assert.Contains(reason, refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void All_refusals_come_in_one_error()
    {
        var exception = Assert.Throws<GrammarRefusedException>(() => JsonSchemaGrammarTests.Grammar(
            """{"type":"object","minProperties":1,"properties":{"a":{"type":"number","multipleOf":2},"b":{"type":"array","items":{"type":"string","format":"ipv6"}}}}"""));
        Assert.Equal(["#/minProperties", "#/properties/a/multipleOf", "#/properties/b/items/format"], exception.Refusals.Select(refusal => refusal.Place));
        Assert.All(exception.Refusals, refusal => Assert.Contains(refusal.ToString(), exception.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string","maxLength":1000000000}}}""", "#/properties/a", "maxLength 1000000000", "250000 states")]
    [InlineData("""{"type":"array","items":{"type":"integer"},"maxItems":1000000}""", "#", "maxItems 1000000", "250000 states")]
    [InlineData("""{"type":"string","pattern":"^(a{1000}){1000}$"}""", "#", "", "250000 states")]
    public void A_schema_that_is_too_large_is_refused_with_both_numbers(string schema, string place, string count, string limit)
    {
        GrammarRefusal refusal = Assert.Single(Refusals(schema));
        Assert.Equal(place, refusal.Place);
        Assert.Contains(count, refusal.Reason, StringComparison.Ordinal);
        Assert.Contains(limit, refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void References_that_double_and_long_chains_of_them_are_refused_before_they_take_all_memory()
    {
        string doubling = string.Join(',', Enumerable.Range(0, 40).Select(i => $$"""  "d{{i}}":{"anyOf":[{"$ref":"#/$defs/d{{i + 1}}"},{"$ref":"#/$defs/d{{i + 1}}"}]}  """));
        Assert.Contains("more than 250000 parts", Refusals($$"""{"$ref":"#/$defs/d0","$defs":{ {{doubling}},"d40":{"type":"null"} } }""")[0].Reason, StringComparison.Ordinal);

        string chain = string.Join(',', Enumerable.Range(0, 5000).Select(i => $$"""  "d{{i}}":{"$ref":"#/$defs/d{{i + 1}}"}  """));
        Assert.Contains("200 deep", Refusals($$"""{"$ref":"#/$defs/d0","$defs":{ {{chain}},"d5000":{"type":"null"} } }""")[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_limit_of_states_can_be_set()
    {
        JsonElement schema = JsonElement.Parse("""{"type":"string","maxLength":100}""");
        Assert.NotNull(JsonSchemaGrammar.Of(schema));
        Assert.Contains("500 states", Assert.Throws<GrammarRefusedException>(() => JsonSchemaGrammar.Of(schema, new() { MaxStates = 500 })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => JsonSchemaGrammar.Of(schema, new() { MaxStates = 0 }));
    }

    private static IReadOnlyList<GrammarRefusal> Refusals(string schema) => Assert.Throws<GrammarRefusedException>(() => JsonSchemaGrammarTests.Grammar(schema)).Refusals;
}
