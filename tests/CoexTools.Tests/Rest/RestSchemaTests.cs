using CoexTools.Json;
using CoexTools.Sources.Rest;

namespace CoexTools.Tests.Rest;

/// <summary>What a schema of the Domino REST API shows of a form.</summary>
public sealed class RestSchemaTests
{
    private const string Form = "Domain";
    private const string Field = "DocumentAccess";

    [Theory]
    [InlineData("{}", false, null, false)]
    [InlineData("""{"forms":null,"nsfPath":"names.nsf"}""", false, "names.nsf", false)]
    [InlineData("""{"forms":{}}""", false, null, false)]
    [InlineData("""{"forms":[],"requireRevisionToUpdate":true}""", true, null, true)]
    [InlineData("""{"forms":[],"requireRevisionToUpdate":false}""", true, null, false)]
    public void A_schema_is_known_if_it_lists_forms(string scope, bool isKnown, string? path, bool requiresRevision)
    {
        RestSchema schema = RestSchema.Of(JsonReader.Read(scope));
        Assert.Equal((isKnown, path, requiresRevision), (schema.IsKnown, schema.NsfPath, schema.RequiresRevision));
        // A server that does not show its schema is not accused of anything.
        Assert.Equal(isKnown, schema.Lacks(Form, RestSchema.DefaultMode));
        Assert.Equal(isKnown, schema.IsReadOnly(Form, Field));
        Assert.Empty(schema.ChangesOnSave(Form));
    }

    [Theory]
    [InlineData("""{"formName":"domain","formModes":[{"modeName":"DEFAULT"}]}""", false)]
    [InlineData("""{"formName":"Other","alias":["x","Domain"],"formModes":[{"modeName":"default"}]}""", false)]
    [InlineData("""{"formName":"Other","alias":"Domain","formModes":[{"modeName":"default"}]}""", false)]
    [InlineData("""{"formName":"Other","alias":["x"],"formModes":[{"modeName":"default"}]}""", true)]
    [InlineData("""{"formName":"Domain","formModes":[{"modeName":"dql"}]}""", true)]
    [InlineData("""{"formName":"Domain"}""", true)]
    [InlineData("""{"formModes":[{"modeName":"default"}]}""", true)]
    public void A_form_has_a_name_or_an_alias_and_a_mode(string form, bool lacks) =>
        Assert.Equal(lacks, Schema(form).Lacks(Form, RestSchema.DefaultMode));

    [Theory]
    [InlineData("{}", "")]
    [InlineData("""{"computeWithForm":true}""", "computeWithForm")]
    [InlineData("""{"computeWithForm":false,"onSave":" "}""", "")]
    [InlineData("""{"onSave":"FIELD a := 1"}""", "onSave")]
    [InlineData("""{"onSave":{"formula":"FIELD a := 1"}}""", "onSave")]
    [InlineData("""{"onSave":{"formula":""}}""", "")]
    [InlineData("""{"onSave":{}}""", "")]
    [InlineData("""{"computeWithForm":true,"onSave":{"formula":"1"}}""", "computeWithForm, onSave")]
    public void A_mode_can_change_a_document_when_it_is_saved(string mode, string expected) =>
        Assert.Equal(expected, string.Join(", ", Mode(mode).ChangesOnSave(Form)));

    [Theory]
    [InlineData("""{"name":"DocumentAccess","format":"readers"}""", true, false)]
    [InlineData("""{"name":"documentaccess","items":{"format":"readers"}}""", true, false)]
    [InlineData("""{"name":"DocumentAccess","format":"names","items":{"format":"readers"}}""", true, false)]
    [InlineData("""{"name":"DocumentAccess","format":"readers","fieldAccess":"RW"}""", true, false)]
    [InlineData("""{"name":"DocumentAccess","format":"readers","fieldAccess":"WO"}""", true, false)]
    [InlineData("""{"name":"DocumentAccess","format":"readers","fieldAccess":"RO"}""", false, true)]
    [InlineData("""{"name":"DocumentAccess","format":"names"}""", false, false)]
    [InlineData("""{"name":"DocumentAccess","items":{}}""", false, false)]
    [InlineData("\"DocumentAccess\"", false, false)]
    [InlineData("""{"name":"Other","format":"readers"}""", false, true)]
    public void A_field_is_written_in_its_format(string field, bool writes, bool isReadOnly)
    {
        RestSchema schema = Mode($$"""{"fields":[{{field}}]}""");
        Assert.Equal(writes, schema.WritesFormat(Form, Field, RestSchema.ReadersFormat));
        Assert.Equal(isReadOnly, schema.IsReadOnly(Form, Field));
        Assert.False(schema.WritesFormat("Other", Field, RestSchema.ReadersFormat));
        Assert.True(schema.IsReadOnly("Other", Field));
    }

    [Theory]
    [InlineData("""{"name":"DocumentAccess","multivalue":true}""", true)]
    [InlineData("""{"name":"DocumentAccess","multivalue":false,"type":"array"}""", false)]
    [InlineData("""{"name":"DocumentAccess","multivalue":"true"}""", false)]
    [InlineData("""{"name":"DocumentAccess","type":"array"}""", true)]
    [InlineData("""{"name":"DocumentAccess","type":"string"}""", false)]
    [InlineData("""{"name":"DocumentAccess"}""", false)]
    public void A_field_has_one_value_or_several(string field, bool isList)
    {
        RestSchema schema = Mode($$"""{"fields":[{{field}}]}""");
        string[] expected = isList ? [] : [RestSchema.WithMultipleValues(Field)];
        Assert.Equal(expected, schema.SingleFields(Form, RestSchema.DefaultMode, [Field, "Other"]));
        Assert.Empty(schema.SingleFields("Other", RestSchema.DefaultMode, [Field]));
        Assert.Equal(
            ["Other"], schema.MissingFields(Form, RestSchema.DefaultMode, [["x", Field], ["Other", "Another"]]));
        Assert.Empty(schema.MissingFields("Other", RestSchema.DefaultMode, [["Other"]]));
    }

    private static RestSchema Schema(string form) => RestSchema.Of(JsonReader.Read($$"""{"forms":[{{form}}]}"""));

    private static RestSchema Mode(string members) => Schema(
        $$"""{"formName":"Domain","formModes":[{"modeName":"default"{{(members == "{}" ? "" : ",")}}"""
            + members.Substring(1) + "]}");
}
