using CoexTools.Json;
using CoexTools.Sources.Rest;

namespace CoexTools.Tests.Rest;

/// <summary>What identifies a document of the Domino REST API, and its state.</summary>
public sealed class RestDocumentTests
{
    private const string Id = "0123456789ABCDEF0123456789abcdef";
    private const string UpperId = "0123456789ABCDEF0123456789ABCDEF";

    [Theory]
    [InlineData($$"""{"@meta":{"unid":"{{Id}}"},"@unid":"x","unid":"y"}""", UpperId)]
    [InlineData($$"""{"@meta":{},"@unid":"{{Id}}","unid":"y"}""", UpperId)]
    [InlineData($$"""{"@meta":"text","unid":"{{Id}}"}""", UpperId)]
    [InlineData($$"""{"unid":"{{Id}}0"}""", null)]
    [InlineData("""{"unid":"/123456789ABCDEF0123456789ABCDEF"}""", null)]
    [InlineData("""{"unid":":123456789ABCDEF0123456789ABCDEF"}""", null)]
    [InlineData("""{"unid":"@123456789ABCDEF0123456789ABCDEF"}""", null)]
    [InlineData("""{"unid":"G123456789ABCDEF0123456789ABCDEF"}""", null)]
    [InlineData("""{"unid":"`123456789ABCDEF0123456789ABCDEF"}""", null)]
    [InlineData("""{"unid":"g123456789ABCDEF0123456789ABCDEF"}""", null)]
    [InlineData("""{"unid":7}""", null)]
    [InlineData("{}", null)]
    public void An_identifier_has_32_hexadecimal_digits(string document, string? expected) =>
        Assert.Equal(expected, RestDocument.UniversalIdOf(JsonReader.Read(document)));

    [Theory]
    [InlineData("""{"revision":"1","lastmodified":"a"}""", """{"revision":"1","lastmodified":"b"}""", true)]
    [InlineData("""{"revision":"1","lastmodified":"a"}""", """{"revision":"2","lastmodified":"a"}""", false)]
    [InlineData("""{"revision":"1","lastmodified":"a"}""", """{"lastmodified":"a"}""", true)]
    [InlineData("""{"lastmodified":"a"}""", """{"revision":"1","lastmodified":"a"}""", true)]
    [InlineData("""{"lastmodified":"a"}""", """{"lastmodified":"b"}""", false)]
    [InlineData("""{"lastmodifiedinfile":"a","lastmodified":"b"}""", """{"lastmodified":"a"}""", true)]
    [InlineData("""{"revision":"1"}""", """{"lastmodified":"a"}""", false)]
    [InlineData("{}", "{}", false)] // Nothing shows that it is the same.
    public void A_state_is_the_same_by_its_revision_or_else_its_time(string one, string other, bool isSame) =>
        Assert.Equal(
            isSame,
            RestDocument.StampOf(JsonReader.Read(one)).IsSame(RestDocument.StampOf(JsonReader.Read(other))));
}
