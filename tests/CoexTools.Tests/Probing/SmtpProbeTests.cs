using System.Diagnostics;
using System.Globalization;
using CoexTools.Probing;

namespace CoexTools.Tests.Probing;

/// <summary>Probes of SMTP servers.</summary>
public sealed class SmtpProbeTests
{
    private static readonly TimeSpan Patience = Waiting.Limit;

    [Fact]
    public void A_server_with_STARTTLS_is_up()
    {
        var received = new List<string>();
        using FakeServer server = FakeServer.Smtp(
            received, "220-mail.acme.example ESMTP\r\n220 No spam\r\n",
            "250-mail.acme.example\r\n250-SIZE 10000\r\n250 STARTTLS\r\n", "221 bye\r\n");
        ServerProbe probe = Probe(server.Port);
        Assert.Equal((ProbeStatus.Up, "mail.acme.example", true),
            (probe.Status, probe.AnsweredName, probe.StartTls!.Value));
        Assert.Equal("mail.acme.example accepts mail sessions. It offers STARTTLS.", probe.Reason);
        Assert
            .Equal(("127.0.0.1", "SmtpHost", ProbeProtocol.Smtp), (probe.Server, probe.AddressSource, probe.Protocol));
        Assert.NotNull(probe.Latency);
        lock (received)
            Assert.Equal(["EHLO [127.0.0.1]", "QUIT"], received); // And no mail.
    }

    [Fact]
    public void A_server_without_STARTTLS_is_up()
    {
        using FakeServer server =
            FakeServer
                .Smtp([], "220 mail.acme.example\r\n", "250-mail.acme.example\r\n250 SIZE 10000\r\n", "221 bye\r\n");
        ServerProbe probe = Probe(server.Port);
        Assert.Equal((ProbeStatus.Up, false), (probe.Status, probe.StartTls!.Value));
        Assert.Contains("does not offer STARTTLS", probe.Reason);
    }

    [Fact]
    public void A_server_without_extensions_is_up()
    {
        var received = new List<string>();
        using FakeServer server = FakeServer.Smtp(
            received, "220 mail\r\n", "502 unknown\r\n", "250 mail\r\n", "221 bye\r\n");
        ServerProbe probe = Probe(server.Port);
        Assert.Equal((ProbeStatus.Up, (bool?)null), (probe.Status, probe.StartTls));
        lock (received)
            Assert.Equal(["EHLO [127.0.0.1]", "HELO [127.0.0.1]", "QUIT"], received);
    }

    [Theory]
    [InlineData("421 4.3.2 Service not available\r\n", null, "421 4.3.2 Service not available")]
    [InlineData("554 No SMTP service here\r\n", null, "554 No SMTP service here")]
    [InlineData("220 mail\r\n", "421 Shutting down\r\n", "421 Shutting down")]
    [InlineData("220 mail\r\n", "550 Not you\r\n", "550 Not you")]
    public void A_server_that_refuses_work_is_unavailable(string banner, string? hello, string reply)
    {
        using FakeServer server = FakeServer.Smtp([], banner, hello ?? "", "221 bye\r\n");
        ServerProbe probe = Probe(server.Port);
        Assert.Equal(ProbeStatus.Unavailable, probe.Status);
        Assert.EndsWith(reply, probe.Reason);
        Assert.NotNull(probe.Recommendation);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", null)]
    [InlineData("354 Go ahead\r\n", null)]
    [InlineData("220 mail\r\n", "HTTP/1.1 400 Bad Request\r\n")]
    [InlineData("220 mail\r\n", "354 Go ahead\r\n")]
    public void Another_protocol_is_unexpected(string banner, string? hello)
    {
        using FakeServer server = FakeServer.Smtp([], banner, hello ?? "", "");
        Assert.Equal(ProbeStatus.UnexpectedAnswer, Probe(server.Port).Status);
    }

    [Fact]
    public void A_server_that_closes_the_connection_after_the_greeting_is_unexpected()
    {
        using FakeServer server = FakeServer.Smtp([], "220 mail\r\n");
        ServerProbe probe = Probe(server.Port);
        Assert.Equal((ProbeStatus.UnexpectedAnswer, "mail"), (probe.Status, probe.AnsweredName));
        Assert.Contains("the end of the connection", probe.Reason);
    }

    [Fact]
    public void A_server_that_does_not_greet_is_silent()
    {
        using FakeServer server = FakeServer.Mute();
        Assert.Equal(ProbeStatus.Silent, ProbeUntil(ProbeStatus.Silent, server.Port, TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public void A_server_that_does_not_answer_QUIT_is_up()
    {
        using FakeServer server = FakeServer.Smtp([], "220 mail\r\n", "250 mail\r\n", "");
        Assert.Equal(ProbeStatus.Up, ProbeUntil(ProbeStatus.Up, server.Port, TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void Control_characters_of_a_server_are_not_shown()
    {
        using FakeServer server = FakeServer.Smtp([], "421 \u001B[2Jgone\r\n");
        Assert.Contains("421 [U+001B][2Jgone", Probe(server.Port).Reason);
    }

    [Fact]
    public void A_real_server_is_up()
    {
        string? python = new[] { "/usr/bin/python3", "python3" }.FirstOrDefault(
            name => Run(name, "-c", "import aiosmtpd") == 0);
        Assert.SkipWhen(python is null, "Python with aiosmtpd is not installed (Debian: python3-aiosmtpd).");
        // The system chooses the port, and the server displays it as soon as it listens.
        const string Script = """
            import asyncio
            from aiosmtpd.handlers import Sink
            from aiosmtpd.smtp import SMTP
            async def main():
                server = await asyncio.get_running_loop().create_server(lambda: SMTP(Sink()), '127.0.0.1', 0)
                print(server.sockets[0].getsockname()[1], flush=True)
                await server.serve_forever()
            asyncio.run(main())
            """;
        using var server = Process.Start(
            new ProcessStartInfo(python!, ["-c", Script]) { RedirectStandardOutput = true })!;
        try
        {
            ServerProbe probe = Probe(int.Parse(server.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture));
            Assert.Equal((ProbeStatus.Up, false), (probe.Status, probe.StartTls!.Value));
            Assert.NotNull(probe.AnsweredName);
        }
        finally
        {
            server.Kill();
            server.WaitForExit();
        }
    }

    // On a busy computer, what the server does can take longer than the shortest time.
    private static ProbeStatus ProbeUntil(ProbeStatus wanted, int port, TimeSpan time)
    {
        ProbeStatus status = Probe(port, time).Status;
        while (status != wanted && time < Patience)
            status = Probe(port, time *= 2).Status;
        return status;
    }

    private static int Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1; // Not installed.
        }
    }

    private static ServerProbe Probe(int port, TimeSpan? timeout = null) => Assert.Single(ProbeRunner.Run(
        [ProbeTarget.Smtp($"127.0.0.1:{port}")!], timeout
            ?? Patience, () => DateTimeOffset.UnixEpoch, report: null, CancellationToken.None));
}
