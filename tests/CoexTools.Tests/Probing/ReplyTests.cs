using System.Text;
using CoexTools.Probing;

namespace CoexTools.Tests.Probing;

/// <summary>The replies of SMTP and HTTP servers, and addresses.</summary>
public sealed class ReplyTests
{
    [Theory]
    [InlineData("220 mail.acme.example ESMTP\r\n", 220, "mail.acme.example ESMTP")]
    [InlineData("220-first\r\n220-second\r\n220 last\r\n", 220, "first|second|last")]
    [InlineData("250-a\n250 b\n", 250, "a|b")]
    [InlineData("220\r\n", 220, "")]
    [InlineData("250-\r\n250 \r\n", 250, "|")]
    [InlineData("421 4.3.2 busy\r\nrest", 421, "4.3.2 busy")]
    public void A_reply_is_read_to_its_last_line(string text, int code, string lines)
    {
        SmtpReply? reply = Parse(text, out int used, out _);
        Assert.Equal((code, lines), (reply!.Code, string.Join('|', reply.Lines)));
        Assert.Equal(text.Replace("rest", "").Length, used);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2")]
    [InlineData("220")]
    [InlineData("220 mail")]
    [InlineData("220-mail\r\n")]
    [InlineData("220-mail\r\n220")]
    public void A_reply_can_be_incomplete(string text)
    {
        Assert.Null(Parse(text, out _, out bool isInvalid));
        Assert.False(isInvalid);
    }

    [Theory]
    [InlineData("SSH-2.0-server\r\n")]
    [InlineData("H")]
    [InlineData("22x mail\r\n")]
    [InlineData("220_mail\r\n")]
    [InlineData("22\r\n")]
    [InlineData("620 mail\r\n")]
    [InlineData("220-first\r\n250 second\r\n")]
    [InlineData("220-first\r\nx")]
    public void Another_text_is_not_a_reply(string text)
    {
        Assert.Null(Parse(text, out _, out bool isInvalid));
        Assert.True(isInvalid);
    }

    [Fact]
    public void A_long_line_is_read_and_an_endless_one_is_not()
    {
        Assert.Equal(9000, Parse("220 " + new string('x', 9000) + "\r\n", out _, out _)!.Lines[0].Length);
        Parse("220 " + new string('x', SmtpReply.MostBytes), out _, out bool isInvalid);
        Assert.True(isInvalid);
    }

    [Theory]
    [InlineData("250-mail\r\n250-STARTTLS\r\n250 SIZE 1000\r\n", true)]
    [InlineData("250-mail\r\n250 starttls\r\n", true)]
    [InlineData("250-STARTTLS\r\n250 SIZE\r\n", false)] // The first line is the name of the server.
    [InlineData("250-mail\r\n250 XSTARTTLS\r\n", false)]
    public void An_extension_is_the_first_word_of_a_line(string text, bool offers) =>
        Assert.Equal(offers, Parse(text, out _, out _)!.Offers("STARTTLS"));

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n200 OK<br/>ex", 200, "200 OK<br")]
    [InlineData("HTTP/1.0 200 OK\nContent-length:0\n\n", 200, "")]
    [InlineData("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: NTLM\r\n\r\n", 401, null)]
    [InlineData(
        "HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\n200 O\r\n2\r\nK<\r\n0\r\n\r\n", 200, "200 OK<")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n200 O\r\n", 200, null)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n200 O\r\n0\r\n\r\n", 200, null)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n123", 200, null)]
    public void An_HTTP_answer_is_read_with_its_body(string text, int status, string? body)
    {
        HttpAnswer? answer = HttpAnswer.Parse(
            Encoding.ASCII.GetBytes(text), text.Length, isEnd: false, out bool isInvalid);
        Assert.Equal(new HttpAnswer(status, body), answer);
        Assert.False(isInvalid);
    }

    [Fact]
    public void A_body_without_a_length_ends_with_the_connection()
    {
        byte[] bytes = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\n\r\ntext");
        Assert.Null(HttpAnswer.Parse(bytes, bytes.Length, isEnd: false, out _)!.Body);
        Assert.Equal("text", HttpAnswer.Parse(bytes, bytes.Length, isEnd: true, out _)!.Body);
    }

    [Theory]
    [InlineData("220 mail", false)]
    [InlineData("HTTP/2.0 200 OK\r\n\r\n", false)]
    [InlineData("HTTP/1.1 abc OK\r\n\r\n", false)]
    [InlineData("HTTP/1.1 600 OK\r\n\r\n", false)]
    [InlineData("HTTP/1.1 200 OK\r\nServer: x", true)]
    public void Another_text_is_not_an_HTTP_answer(string text, bool isEnd)
    {
        Assert.Null(HttpAnswer.Parse(Encoding.ASCII.GetBytes(text), text.Length, isEnd, out bool isInvalid));
        Assert.True(isInvalid);
    }

    [Theory]
    [InlineData("200 OK<br/>EX1.ACME.EXAMPLE", "EX1.ACME.EXAMPLE")]
    [InlineData(" 200 ok <br /> ex1\r\n", "ex1")]
    [InlineData("200 OK", null)]
    [InlineData("200 OK<br/>", null)]
    [InlineData("<html>200 OK<br/>ex1</html>", null)]
    public void A_health_page_contains_the_host_name(string body, string? server) =>
        Assert.Equal(server, new HttpAnswer(200, body).HealthyServer);

    [Fact]
    public void No_bytes_make_the_parsers_fail()
    {
        var random = new Random(25);
        byte[][] samples =
        [
            Encoding.ASCII.GetBytes("220-first\r\n220 last\r\n"),
            Encoding.ASCII.GetBytes(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\n200 O\r\n2\r\nK<\r\n0\r\n\r\n"),
            Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n200 OK<br/>ex"),
        ];
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = [.. samples[i % samples.Length]];
            for (int changes = random.Next(1, 4); changes > 0; changes--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            bytes = bytes[..random.Next(bytes.Length + 1)];
            SmtpReply.Parse(bytes, bytes.Length, out int used, out _);
            Assert.InRange(used, 0, bytes.Length);
            HttpAnswer.Parse(bytes, bytes.Length, isEnd: i % 2 == 0, out _);
        }
    }

    [Theory]
    [InlineData("dominoa.acme.example", "dominoa.acme.example", 1352)]
    [InlineData(" dominoa ", "dominoa", 1352)]
    [InlineData("192.0.2.1:99", "192.0.2.1", 99)]
    [InlineData("2001:db8::1", "2001:db8::1", 1352)]
    [InlineData("[2001:db8::1]", "2001:db8::1", 1352)]
    [InlineData("[2001:db8::1]:99", "2001:db8::1", 99)]
    public void An_address_can_contain_a_port(string text, string host, int port) =>
        Assert.Equal(new HostAddress(host, port), HostAddress.Parse(text, 1352));

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a:")]
    [InlineData(":25")]
    [InlineData("a:0")]
    [InlineData("a:65536")]
    [InlineData("a:x")]
    [InlineData("[::1")]
    [InlineData("[]:1")]
    [InlineData("CN=DominoA/O=Acme")]
    [InlineData("https://a")]
    [InlineData("user@a")]
    public void Another_text_is_not_an_address(string text) => Assert.Null(HostAddress.Parse(text, 1352));

    private static SmtpReply? Parse(string text, out int used, out bool isInvalid)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        return SmtpReply.Parse(bytes, bytes.Length, out used, out isInvalid);
    }
}
