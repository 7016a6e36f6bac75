using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Schema;
using PhiVisionML.Model.Constraints;
using Xunit;
using static PhiVisionML.Model.Tests.Constraints.GrammarReader;

namespace PhiVisionML.Model.Tests.Constraints;

public class JsonSchemaGrammarTests
{
    private const string Record = """{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"string"},"c":{"type":"boolean"}},"required":["b"]}""";

    [Theory]
    [InlineData(Record, """{"a":1,"b":"x","c":true}""", true)]
    [InlineData(Record, """{"b": "x"}""", true)]
    [InlineData(Record, """{"a": 1, "b": "x"}""", true)]
    [InlineData(Record, """{"b":"x","c":false}""", true)]
    [InlineData(Record, """{"a":1}""", false)]
    [InlineData(Record, """{"b":"x","a":1}""", false)]
    [InlineData(Record, """{"b":"x","b":"y"}""", false)]
    [InlineData(Record, """{"b":"x","d":1}""", false)]
    [InlineData(Record, """{"b":  "x"}""", false)]
    [InlineData(Record, """{"b":"x"} """, false)]
    [InlineData("""{"type":"object","properties":{"x":{"type":"null"}}}""", "{}", true)]
    [InlineData("""{"type":"object","properties":{}}""", "{}", true)]
    [InlineData("""{"type":"object","properties":{}}""", """{"a":1}""", false)]
    [InlineData("""{"type":"object","properties":{"a":false,"b":true}}""", """{"b":[null]}""", true)]
    [InlineData("""{"type":"object","properties":{"a":false,"b":true}}""", """{"a":1}""", false)]
    [InlineData("""{"type":"object","properties":{"a\"\\é\n":{"type":"null"}}}""", """{"a\"\\é\n":null}""", true)]
    [InlineData("""{"type":"object","additionalProperties":{"type":"integer"}}""", """{"x":1, "y":2}""", true)]
    [InlineData("""{"type":"object","additionalProperties":{"type":"integer"}}""", """{"x":"1"}""", false)]
    [InlineData("""{"type":"object","additionalProperties":false}""", """{"x":1}""", false)]
    [InlineData("""{"type":"object"}""", """{"x":{"y":[1,"z",{}]}}""", true)]
    [InlineData("""{"type":"object"}""", "[]", false)]
    [InlineData("true", """[{"a":[1.5,true,null,""]}]""", true)]
    [InlineData("{}", "[[[[[1]]]]]", false)]
    [InlineData("""{"properties":{"a":{"type":"null"}}}""", """{"a":null}""", true)]
    public void Objects(string schema, string text, bool fits) => AssertFits(schema, text, fits);

    [Theory]
    [InlineData("""{"type":"array","items":{"type":"integer"}}""", "[]", true)]
    [InlineData("""{"type":"array","items":{"type":"integer"}}""", "[1, 2,3]", true)]
    [InlineData("""{"type":"array","items":{"type":"integer"}}""", "[1,]", false)]
    [InlineData("""{"type":"array","items":{"type":"integer"},"minItems":2,"maxItems":3}""", "[1]", false)]
    [InlineData("""{"type":"array","items":{"type":"integer"},"minItems":2,"maxItems":3}""", "[1,2]", true)]
    [InlineData("""{"type":"array","items":{"type":"integer"},"minItems":2,"maxItems":3}""", "[1,2,3]", true)]
    [InlineData("""{"type":"array","items":{"type":"integer"},"minItems":2,"maxItems":3}""", "[1,2,3,4]", false)]
    [InlineData("""{"type":"array","items":{"type":"integer"},"minItems":2}""", "[1]", false)]
    [InlineData("""{"type":"array","items":{"type":"integer"},"minItems":2}""", "[1,2,3,4,5]", true)]
    [InlineData("""{"type":"array","items":{"type":"integer"},"maxItems":0}""", "[]", true)]
    [InlineData("""{"type":"array","items":{"type":"integer"},"maxItems":0}""", "[1]", false)]
    [InlineData("""{"type":"array","items":false}""", "[]", true)]
    [InlineData("""{"type":"array","prefixItems":[{"type":"null"},{"type":"boolean"}]}""", "[null,true]", true)]
    [InlineData("""{"type":"array","prefixItems":[{"type":"null"},{"type":"boolean"}]}""", "[null]", true)]
    [InlineData("""{"type":"array","prefixItems":[{"type":"null"},{"type":"boolean"}]}""", "[true]", false)]
    [InlineData("""{"type":"array","prefixItems":[{"type":"null"}],"items":{"type":"integer"}}""", "[null,1,2]", true)]
    [InlineData("""{"type":"array","prefixItems":[{"type":"null"}],"items":{"type":"integer"}}""", "[null,null]", false)]
    [InlineData("""{"type":"array","prefixItems":[{"type":"null"}],"items":false,"minItems":1}""", "[null,1]", false)]
    [InlineData("""{"type":"array"}""", """["a",{"b":1}]""", true)]
    public void Arrays(string schema, string text, bool fits) => AssertFits(schema, text, fits);

    [Theory]
    [InlineData("""{"type":"string"}""", "\"\"", true)]
    [InlineData("""{"type":"string"}""", """ "a \"b\" \\ \n é 包 👜" """, true)]
    [InlineData("""{"type":"string"}""", "\"a\nb\"", false)]
    [InlineData("""{"type":"string"}""", "\"a\"b\"", false)]
    [InlineData("""{"type":"string"}""", """ "\q" """, false)]
    [InlineData("""{"type":"string"}""", "\"\u0001\"", false)]
    [InlineData("""{"type":"string","minLength":2,"maxLength":3}""", "\"👜\"", false)]
    [InlineData("""{"type":"string","minLength":2,"maxLength":3}""", "\"👜👜\"", true)]
    [InlineData("""{"type":"string","minLength":2,"maxLength":3}""", """ "\"\n\\" """, true)]
    [InlineData("""{"type":"string","minLength":2,"maxLength":3}""", "\"abcd\"", false)]
    [InlineData("""{"type":"string","minLength":2}""", "\"a\"", false)]
    [InlineData("""{"type":"string","minLength":2}""", "\"abcdef\"", true)]
    [InlineData("""{"type":"string","pattern":"^[A-Z]{2}$"}""", "\"AB\"", true)]
    [InlineData("""{"type":"string","pattern":"^[A-Z]{2}$"}""", "\"ABC\"", false)]
    [InlineData("""{"type":"string","pattern":"[A-Z]{2}"}""", "\"a AB c\"", true)]
    [InlineData("""{"type":"string","pattern":"[A-Z]{2}"}""", "\"a\"", false)]
    [InlineData("""{"type":"string","pattern":"^a|b$"}""", "\"ax\"", true)]
    [InlineData("""{"type":"string","pattern":"^a|b$"}""", "\"xb\"", true)]
    [InlineData("""{"type":"string","pattern":"^a|b$"}""", "\"bx\"", false)]
    [InlineData("""{"type":"string","pattern":"^\"\\\\$"}""", """ "\"\\" """, true)]
    [InlineData("""{"type":"string","pattern":"^\\x01$"}""", """ "\u0001" """, true)]
    [InlineData("""{"type":"string","pattern":"^a+$","minLength":2,"maxLength":3}""", "\"a\"", false)]
    [InlineData("""{"type":"string","pattern":"^a+$","minLength":2,"maxLength":3}""", "\"aaa\"", true)]
    [InlineData("""{"type":"string","pattern":"^a+$","minLength":2,"maxLength":3}""", "\"aaaa\"", false)]
    [InlineData("""{"type":"string","pattern":"^a+$","minLength":2,"maxLength":3}""", "\"bb\"", false)]
    [InlineData("""{"type":"string","pattern":"^[\\x01\\x1f]*$","maxLength":1}""", """ "\u0001" """, true)]
    [InlineData("""{"type":"string","pattern":"^[\\x01\\x1f]*$","maxLength":1}""", """ "\u0001\u001F" """, false)]
    [InlineData("""{"type":"string","format":"date"}""", "\"2026-11-23\"", true)]
    [InlineData("""{"type":"string","format":"date"}""", "\"2026-02-30\"", false)]
    [InlineData("""{"type":"string","format":"date"}""", "\"2026-04-31\"", false)]
    [InlineData("""{"type":"string","format":"date"}""", "\"0000-01-01\"", false)]
    [InlineData("""{"type":"string","format":"date-time"}""", "\"2026-12-31T23:59:59.5+01:00\"", true)]
    [InlineData("""{"type":"string","format":"date-time"}""", "\"2026-12-31T24:00:00Z\"", false)]
    [InlineData("""{"type":"string","format":"time"}""", "\"23:59:59Z\"", true)]
    [InlineData("""{"type":"string","format":"uuid"}""", "\"0c6a4e1e-3f0a-4b6e-9a53-1d2b8f0e7c11\"", true)]
    [InlineData("""{"type":"string","format":"email"}""", "\"jo.do@shop.example\"", true)]
    [InlineData("""{"type":"string","format":"email"}""", "\"jo.do@\"", false)]
    [InlineData("""{"type":"string","format":"uri"}""", "\"https://shop.example/a/b?c=1\"", true)]
    public void Strings(string schema, string text, bool fits) => AssertFits(schema, text.Trim(' '), fits);

    [Theory]
    [InlineData("""{"type":"integer"}""", "0 7 -7 123456789012345678", "-0 007 1.0 1e3 + 1234567890123456789")]
    [InlineData("""{"type":"number"}""", "0 7 -7 0.5 -0.5 1234567.25 10.0", "-0 .5 1. 00.5 1e3 -0.0")]
    [InlineData("""{"type":"integer","minimum":0}""", "0 1 10 99999", "-1")]
    [InlineData("""{"type":"integer","minimum":-3,"maximum":12}""", "-3 -1 0 9 10 12", "-4 13 20 100")]
    [InlineData("""{"type":"integer","minimum":95,"maximum":1203}""", "95 99 100 999 1000 1199 1203", "94 9 1204 2000 10000")]
    [InlineData("""{"type":"integer","exclusiveMinimum":1,"exclusiveMaximum":3}""", "2", "1 3")]
    [InlineData("""{"type":"integer","minimum":0.5,"maximum":2.5}""", "1 2", "0 3")]
    [InlineData("""{"type":"integer","maximum":-8}""", "-8 -9 -10 -123", "-7 0 8")]
    [InlineData("""{"type":"integer","format":"int32"}""", "2147483647 -2147483648", "2147483648 -2147483649")]
    [InlineData("""{"type":"number","minimum":0}""", "0 0.0 0.01 5", "-1 -0.01")]
    [InlineData("""{"type":"number","exclusiveMinimum":0}""", "0.01 0.1 1 1.0", "0 0.0 -1")]
    [InlineData("""{"type":"number","minimum":0,"maximum":5}""", "0 4.9 5 5.0 5.00", "5.1 6 5.01 -0.1 10")]
    [InlineData("""{"type":"number","minimum":0.25,"maximum":0.75}""", "0.25 0.3 0.75 0.250 0.7500", "0.2 0.249 0.751 0.8 0 1")]
    [InlineData("""{"type":"number","exclusiveMinimum":-1.5,"maximum":10.05}""", "-1.4 -1 -0.5 0 10 10.05 9.99", "-1.5 -1.50 -2 10.06 10.1 11")]
    public void Numbers_are_compared_with_their_bounds_exactly(string schema, string accepted, string refused)
    {
        foreach (string text in accepted.Split(' ')) AssertFits(schema, text, true);
        foreach (string text in refused.Split(' ')) AssertFits(schema, text, false);
    }

    [Theory]
    [InlineData("""{"enum":["a\"","b",1.5,null,{"x":[1,2]}]}""", """ "a\""|"b"|1.5|null|{"x":[1,2]}|{"x": [1, 2]} """, """ "c"|1.50|{"x":[1]}|{} """)]
    [InlineData("""{"type":"string","enum":["a",1]}""", "\"a\"", "1")]
    [InlineData("""{"enum":["a","b"],"const":"b"}""", "\"b\"", "\"a\"")]
    [InlineData("""{"const":{"k":"v"}}""", """{"k":"v"}""", "{}|null")]
    [InlineData("""{"type":["integer","null"]}""", "5|null", "true|\"5\"")]
    [InlineData("""{"type":["string","integer"],"pattern":"^-?\\d$"}""", "5|\"5\"|77", "\"55\"")]
    [InlineData("""{"type":"integer","nullable":true}""", "5|null", "\"5\"")]
    [InlineData("""{"anyOf":[{"type":"null"},{"type":"string","maxLength":1}]}""", "null|\"a\"", "\"ab\"|1")]
    [InlineData("""{"type":"string","anyOf":[{"maxLength":1},{"minLength":3},{"type":"null"}]}""", "\"a\"|\"abc\"", "\"ab\"|null")]
    [InlineData("""{"oneOf":[{"type":"object","properties":{"k":{"const":"a"}},"required":["k"]},{"type":"object","properties":{"k":{"const":"b"},"n":{"type":"null"}},"required":["k","n"]}]}""", """{"k":"a"}|{"k":"b","n":null}""", """{"k":"b"}|{"k":"a","n":null}""")]
    [InlineData("""{"allOf":[{"type":"object","properties":{"a":{"type":"null"}}},{"properties":{"b":{"type":"null"}},"required":["a","b"]}]}""", """{"a":null,"b":null}""", """{"a":null}""")]
    [InlineData("""{"allOf":[{"type":"integer","minimum":2},{"maximum":4,"minimum":1}]}""", "2|4", "1|5")]
    [InlineData("""{"$ref":"#/$defs/n","maximum":4,"$defs":{"n":{"type":"integer","minimum":2}}}""", "2|4", "1|5")]
    [InlineData("""{"type":"array","items":{"$ref":"#/definitions/a~1b%20c"},"definitions":{"a/b c":{"type":"null"}}}""", "[null,null]", "[1]")]
    [InlineData("""{"type":"boolean","title":"t","description":"d","default":1,"examples":[],"$schema":"s","$id":"i","condition":"c","deprecated":true,"uniqueItems":false,"not":false}""", "true|false", "0")]
    [InlineData("""{"anyOf":[false,{"type":"null"},{"not":{}}]}""", "null", "0")]
    public void Choices_and_references(string schema, string accepted, string refused)
    {
        foreach (string text in accepted.Trim().Split('|')) AssertFits(schema, text, true);
        foreach (string text in refused.Trim().Split('|')) AssertFits(schema, text, false);
    }

    [Theory]
    [InlineData(JsonLayout.Free, """{"a":[1, 2]}""", "{\n  \"a\": [\n    1,\n    2\n  ]\n}")]
    [InlineData(JsonLayout.Compact, """{"a":[1,2]}""", """{"a": [1,2]}""")]
    [InlineData(JsonLayout.Spaced, """{"a": [1, 2]}""", """{"a":[1, 2]}""")]
    [InlineData(JsonLayout.Indented, "{\n  \"a\": [\n    1,\n    2\n  ]\n}", """{"a":[1,2]}""")]
    [InlineData(JsonLayout.Indented, "{\n  \"a\": []\n}", "{ }")]
    public void The_layout_says_where_white_space_stands(JsonLayout layout, string accepted, string refused)
    {
        Grammar grammar = JsonSchemaGrammar.Of(JsonElement.Parse("""{"type":"object","properties":{"a":{"type":"array","items":{"type":"integer"}}}}"""), new() { Layout = layout });
        Assert.True(Fits(grammar, accepted));
        Assert.False(Fits(grammar, refused));
    }

    [Fact]
    public void What_the_serializer_writes_fits_the_schema_that_it_exports()
    {
        JsonElement schema = JsonSerializer.SerializeToElement(JsonSchemaExporter.GetJsonSchemaAsNode(JsonSerializerOptions.Default, typeof(Listing)));
        var listing = new Listing("Coat \"No. 5\"\n色", Kind.Coat, 12.5m, -3, 4.25, null, true, [new("red", "M"), new("blue", null)], new() { ["a"] = 1 }, new DateTimeOffset(2026, 11, 23, 5, 0, 0, TimeSpan.FromHours(1)), new DateOnly(2026, 2, 28), Guid.Parse("0c6a4e1e-3f0a-4b6e-9a53-1d2b8f0e7c11"), new Uri("https://shop.example/a"), TimeSpan.FromMinutes(90), 'x');
        var written = new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        Grammar grammar = JsonSchemaGrammar.Of(schema);
        Assert.True(Fits(grammar, JsonSerializer.Serialize(listing, written)), JsonSerializer.Serialize(listing, written) + schema);
        Assert.False(Fits(grammar, JsonSerializer.Serialize(listing, written).Replace("12.5", "\"12.5\"", StringComparison.Ordinal)));
    }

    internal static Grammar Grammar(string schema) => JsonSchemaGrammar.Of(JsonElement.Parse(schema));

    private static void AssertFits(string schema, string text, bool fits)
    {
        Grammar grammar = Grammar(schema);
        Assert.True(Fits(grammar, text) == fits, $"{text} should {(fits ? "" : "not ")}fit {schema}.");
        Assert.Equal(fits, Fits(grammar, " " + text));
        if (fits) Assert.True(SchemaValidator.IsValid(JsonElement.Parse(schema), JsonElement.Parse(text)), $"The validator refuses {text} by {schema}.");
    }

    private enum Kind
    {
        Coat,
    }

    private sealed record Variant(string Color, string? Size);

    private sealed record Listing(
        string Title, Kind Kind, decimal Price, int Stock, double Rating, int? Year, bool InStock, IReadOnlyList<Variant> Variants, Dictionary<string, int> Counts,
        DateTimeOffset Seen, DateOnly Released, Guid Id, Uri Page, TimeSpan Lasts, char Letter);
}
