using System.Text;
using CoexTools.Json;
using CsCheck;

namespace CoexTools.Tests.Json;

/// <summary>
/// The reader accepts what RFC 8259 defines and nothing else, and the writer writes what the reader reads.
/// </summary>
public sealed class JsonTests
{
    private static readonly Gen<JsonValue> Values = Gen.Recursive<JsonValue>((depth, inner) =>
    {
        Gen<JsonValue> leaf = Gen.OneOf(
            Gen.String.Select(JsonValue.StringOf), Gen.Double.Where(double.IsFinite)
                .Select(number => JsonValue.NumberOf(number.ToString("R"))),
            Gen.Int[0, 2].Select(
                which => which switch { 0 => JsonValue.Null, 1 => JsonValue.True, _ => JsonValue.False }));
        return depth > 3 ? leaf : Gen.OneOf(
            leaf, inner.Array[0, 3].Select(items => JsonValue.ArrayOf(items)),
            Gen.Dictionary(Gen.String, inner)[0, 3].Select(members => JsonValue.ObjectOf([.. members])));
    });

    [Fact]
    public void What_is_written_is_read() =>
        Values.Sample(value => JsonReader.Read(value.ToString()).ToString() == value.ToString());

    [Fact]
    public void Dotnet_reads_the_same() => Values.Sample(value =>
    {
        string text = value.ToString();
        using var document = System.Text.Json.JsonDocument.Parse(text, new() { MaxDepth = 64 });
        return JsonReader.Read(document.RootElement.GetRawText()).ToString() == text;
    });

    [Theory]
    [InlineData("{}", "{}")]
    [InlineData(" [ 1 , -0.5e+10 , true , false , null ] ", "[1,-0.5e+10,true,false,null]")]
    [InlineData("""{"a":"\"\\\/\b\f\n\r\t\u00e9"}""", """{"a":"\"\\/\u0008\u000c\u000a\u000d\u0009é"}""")]
    [InlineData("\"\\ud83d\\ude00\"", "\"\\ud83d\\ude00\"")]
    [InlineData("0", "0")]
    public void JSON_is_read(string text, string expected) => Assert.Equal(expected, JsonReader.Read(text).ToString());

    [Theory]
    [InlineData("", 0)]
    [InlineData("{", 1)]
    [InlineData("[1,]", 3)]
    [InlineData("{\"a\":1,}", 7)]
    [InlineData("{'a':1}", 1)]
    [InlineData("{\"a\" 1}", 5)]
    [InlineData("{\"a\":1,\"a\":2}", 7)]
    [InlineData("01", 1)]
    [InlineData("+1", 0)]
    [InlineData(".5", 0)]
    [InlineData("1.", 2)]
    [InlineData("1e", 2)]
    [InlineData("NaN", 0)]
    [InlineData("tru", 0)]
    [InlineData("[1] 2", 4)]
    [InlineData("\"\\x\"", 2)]
    [InlineData("\"\\u12\"", 2)]
    [InlineData("\"\\u+123\"", 2)]
    [InlineData("\"a\tb\"", 2)]
    [InlineData("\"a", 2)]
    [InlineData("/**/1", 0)]
    [InlineData("\u00A01", 0)]
    public void What_is_not_JSON_is_an_error_with_its_position(string text, int position) =>
        Assert.EndsWith(
            $" at character {position + 1}.", Assert.Throws<JsonFormatException>(() => JsonReader.Read(text)).Message);

    [Fact]
    public void The_depth_is_limited()
    {
        const int Most = JsonReader.MaximumDepth;
        JsonReader.Read(new string('[', Most) + new string(']', Most));
        Assert.Throws<JsonFormatException>(() => JsonReader.Read(
            new string('[', Most + 1) + new string(']', Most + 1)));
        Assert.Throws<JsonFormatException>(() => JsonReader.Read(new string('[', 1_000_000)));
    }

    [Fact]
    public void Bytes_must_be_UTF_8()
    {
        Assert.Equal("\"é\"", Read([0xEF, 0xBB, 0xBF, (byte)'"', 0xC3, 0xA9, (byte)'"']));
        Assert.Throws<JsonFormatException>(() => Read([(byte)'"', 0xE9, (byte)'"']));
        Assert.Throws<JsonFormatException>(() => Read(Encoding.Unicode.GetBytes("\"a\"")));

        static string Read(byte[] bytes) => JsonReader.Read(bytes, bytes.Length).ToString();
    }

    [Fact]
    public void Members_are_found_by_name()
    {
        JsonValue value = JsonReader.Read("""{"a":"x","b":[1,2],"c":true}""");
        Assert.Equal("x", value.StringAt("a"));
        Assert.Null(value.StringAt("b"));
        Assert.Null(value.StringAt("A"));
        Assert.Equal(["1", "2"], value["b"]!.Items.Select(item => item.Text));
        Assert.True(value["c"]!.IsTrue);
        Assert.Null(value["c"]!["d"]);
    }
}
