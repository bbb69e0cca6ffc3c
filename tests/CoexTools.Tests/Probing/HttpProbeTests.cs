using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CoexTools.Probing;

namespace CoexTools.Tests.Probing;

/// <summary>Probes of Exchange over HTTP and HTTPS.</summary>
public sealed class HttpProbeTests
{
    private const string Healthy =
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n200 OK<br/>EX1.ACME.EXAMPLE";

    private static readonly TimeSpan Patience = Waiting.Limit;

    [Fact]
    public void A_host_is_probed_by_its_health_pages()
    {
        var received = new List<string>();
        using FakeServer server = Http(Healthy, received);
        List<ServerProbe> probes = Probe($"http://127.0.0.1:{server.Port}");
        Assert.All(
            probes, probe => Assert.Equal((ProbeStatus.Up, "EX1.ACME.EXAMPLE"), (probe.Status, probe.AnsweredName)));
        Assert.All(
            probes, probe => Assert
                .Equal((null, "127.0.0.1", "ExchangeUrl"), (probe.Certificate, probe.Server, probe.AddressSource)));
        Assert.All(probes, probe => Assert.NotNull(probe.Latency));
        string[] pages = ["/ews/healthcheck.htm", "/autodiscover/healthcheck.htm"];
        Assert.Equal(
            pages.Select(page => $"http://127.0.0.1:{server.Port}{page}"), probes.Select(probe => probe.Address));
        lock (received)
        {
            Assert.Equal(pages.Order(), received.Select(request => request.Split(' ')[1]).Order());
            Assert.All(received, request => Assert.Contains($"\r\nHost: 127.0.0.1:{server.Port}\r\n", request));
            Assert.DoesNotContain("Authorization", string.Concat(received));
        }
    }

    [Theory]
    [InlineData("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Negotiate\r\n\r\n", ProbeStatus.Up)]
    [InlineData("HTTP/1.1 503 Service Unavailable\r\n\r\n", ProbeStatus.Unavailable)]
    [InlineData("HTTP/1.1 500 Error\r\nContent-Length: 3\r\n\r\nbad", ProbeStatus.Unavailable)]
    [InlineData("HTTP/1.1 404 Not Found\r\n\r\n", ProbeStatus.UnexpectedAnswer)]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: /owa\r\n\r\n", ProbeStatus.UnexpectedAnswer)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHello", ProbeStatus.UnexpectedAnswer)]
    // The connection ends early.
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n200 OK", ProbeStatus.UnexpectedAnswer)]
    [InlineData("220 mail.acme.example\r\n", ProbeStatus.UnexpectedAnswer)]
    [InlineData("", ProbeStatus.Silent)]
    public void The_answer_of_a_health_page_decides(string answer, ProbeStatus status)
    {
        using FakeServer server = Http(answer);
        Assert.All(Probe($"http://127.0.0.1:{server.Port}/"), probe => Assert.Equal(status, probe.Status));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nHello", ProbeStatus.Up)]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", ProbeStatus.Up)]
    [InlineData("HTTP/1.1 401 Unauthorized\r\n\r\n", ProbeStatus.Up)]
    [InlineData("HTTP/1.1 403 Forbidden\r\n\r\n", ProbeStatus.UnexpectedAnswer)]
    [InlineData("HTTP/1.1 502 Bad Gateway\r\n\r\n", ProbeStatus.Unavailable)]
    public void A_given_page_is_judged_by_its_status_code(string answer, ProbeStatus status)
    {
        using FakeServer server = Http(answer);
        ServerProbe probe = Assert.Single(Probe($"http://127.0.0.1:{server.Port}/ews/exchange.asmx?wsdl"));
        Assert.Equal(status, probe.Status);
        Assert.EndsWith("/ews/exchange.asmx?wsdl", probe.Address);
    }

    [Fact]
    public void A_body_that_does_not_end_times_out()
    {
        using var server = new FakeServer(async stream =>
        {
            await stream.ReadAtLeastAsync(new byte[4096], 1, throwOnEndOfStream: false);
            await stream.WriteAsync(
                Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n200 OK<br/>"));
            await stream.CopyToAsync(Stream.Null);
        });
        // On a busy computer, the first bytes can take longer than the shortest time.
        int seconds = 3;
        ServerProbe probe = Probe($"http://127.0.0.1:{server.Port}", TimeSpan.FromSeconds(seconds))[0];
        while (!probe.Reason.StartsWith("The answer", StringComparison.Ordinal) && seconds < Patience.TotalSeconds)
            probe = Probe($"http://127.0.0.1:{server.Port}", TimeSpan.FromSeconds(seconds *= 2))[0];
        Assert.Equal(
            (ProbeStatus.TimedOut, $"The answer was not complete within {seconds} s."), (probe.Status, probe.Reason));
    }

    [Fact]
    public void An_endless_body_is_not_read_to_its_end()
    {
        using var server = new FakeServer(async stream =>
        {
            await stream.ReadAtLeastAsync(new byte[4096], 1, throwOnEndOfStream: false);
            await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\n\r\n"));
            while (true)
                await stream.WriteAsync(new byte[100_000]);
        });
        Assert.Equal(ProbeStatus.UnexpectedAnswer, Probe($"http://127.0.0.1:{server.Port}")[0].Status);
    }

    [Theory]
    [InlineData("self-signed", CertificateProblem.Untrusted)]
    [InlineData("private authority", CertificateProblem.Untrusted)]
    [InlineData("expired", CertificateProblem.Untrusted | CertificateProblem.Expired)]
    [InlineData("not yet valid", CertificateProblem.Untrusted | CertificateProblem.NotYetValid)]
    [InlineData("another name", CertificateProblem.Untrusted | CertificateProblem.NameMismatch)]
    public void A_certificate_that_is_not_valid_is_reported_and_nothing_is_requested(
        string kind, CertificateProblem problem)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        (int from, int to) = kind switch { "expired" => (-30, -1), "not yet valid" => (1, 30), _ => (-1, 30) };
        DateTimeOffset expires = new(
            now.AddDays(to).Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);
        string name = kind == "another name" ? "other.example" : "localhost";
        using X509Certificate2 certificate = kind == "private authority"
            ? Certificates.Issued(name, now.AddDays(from), expires, out _)
            : Certificates.SelfSigned(name, now.AddDays(from), expires);
        var received = new List<string>();
        using FakeServer server = Https(certificate, received);
        ServerProbe probe = Probe($"https://localhost:{server.Port}")[0];
        Assert.Equal((ProbeStatus.CertificateInvalid, problem), (probe.Status, probe.Certificate));
        Assert.Equal(expires, probe.CertificateExpires);
        Assert.Contains(problem.ToString(), probe.Reason);
        Assert.NotNull(probe.Recommendation);
        lock (received)
            Assert.Empty(received);
    }

    [Fact]
    public void A_server_without_TLS_is_unexpected()
    {
        using FakeServer server = FakeServer.Answering(Encoding.ASCII.GetBytes("HTTP/1.1 400 Bad Request\r\n\r\n"));
        ServerProbe probe = Probe($"https://localhost:{server.Port}")[0];
        Assert.Equal((ProbeStatus.UnexpectedAnswer, null), (probe.Status, probe.Certificate));
        Assert.Contains("TLS", probe.Reason);
    }

    [Fact]
    public void A_server_that_does_not_answer_the_handshake_is_silent()
    {
        using FakeServer server = FakeServer.Mute();
        // On a busy machine, the connection alone can take longer than the shortest time.
        var time = TimeSpan.FromMilliseconds(400);
        ProbeStatus status = Probe($"https://localhost:{server.Port}", time)[0].Status;
        while (status == ProbeStatus.TimedOut && time < Patience)
            status = Probe($"https://localhost:{server.Port}", time *= 2)[0].Status;
        Assert.Equal(ProbeStatus.Silent, status);
    }

    [Theory]
    [InlineData("ftp://mail.acme.example")]
    [InlineData("/ews")]
    [InlineData("https://user:secret@mail.acme.example")]
    public void Only_HTTP_addresses_without_credentials_are_accepted(string address) =>
        Assert.Empty(ProbeTarget.Http(new Uri(address, UriKind.RelativeOrAbsolute)));

    private static List<ServerProbe> Probe(string address, TimeSpan? timeout = null) =>
        [
            .. ProbeRunner.Run(
                ProbeTarget.Http(new Uri(address)), timeout
                    ?? Patience, () => DateTimeOffset.UnixEpoch, report: null, CancellationToken.None),
        ];

    // An answer, after which the connection ends.
    private static FakeServer Http(string answer, List<string>? received = null) =>
        new(stream => AnswerAsync(stream, answer, received));

    private static FakeServer Https(X509Certificate2 certificate, List<string> received) => new(async stream =>
    {
        using var secure = new SslStream(stream);
        await secure.AuthenticateAsServerAsync(certificate);
        await AnswerAsync(secure, Healthy, received);
    });

    private static async Task AnswerAsync(Stream stream, string answer, List<string>? received)
    {
        byte[] request = new byte[4096];
        int length = await stream.ReadAsync(request);
        if (received is not null && length > 0)
        {
            lock (received)
                received.Add(Encoding.ASCII.GetString(request, 0, length));
        }
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
    }
}
