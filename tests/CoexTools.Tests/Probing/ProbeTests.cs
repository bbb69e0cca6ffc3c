using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CoexTools.Names;
using CoexTools.Probing;

namespace CoexTools.Tests.Probing;

/// <summary>Probes of servers that listen on this computer.</summary>
public sealed class ProbeTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    private static readonly TimeSpan Patience = Waiting.Limit;
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(400);

    [Fact]
    public void A_Domino_server_that_answers_is_up()
    {
        using var server = FakeServer.Answering(Answers.Of("CN=DominoA/O=Acme"));
        ServerProbe probe = Domino(server.Port);
        Assert.Equal((ProbeStatus.Up, "DominoA/Acme", "127.0.0.1", server.Port),
            (probe.Status, probe.AnsweredName, probe.Address, probe.Port));
        Assert.Equal(("DominoA/Acme", Now), (probe.Server, probe.Time));
        Assert.InRange(probe.Latency!.Value, TimeSpan.FromTicks(1), Patience);
        Assert.Contains("busy cannot be determined without a Notes client", probe.Reason);
        Assert.Null(probe.Recommendation);
    }

    [Theory]
    [InlineData("DominoA", "CN=DominoA/O=Acme", ProbeStatus.Up)]
    [InlineData("dominoa/acme", "CN=DominoA/O=Acme", ProbeStatus.Up)]
    [InlineData("DominoA/Acme", "CN=DominoA/O=Other", ProbeStatus.NameDiffers)]
    [InlineData("DominoB", "CN=DominoA/O=Acme", ProbeStatus.NameDiffers)]
    public void The_name_in_the_answer_is_compared(string probed, string answered, ProbeStatus status)
    {
        using var server = FakeServer.Answering(Answers.Of(answered));
        ServerProbe probe = Domino(server.Port, server: probed);
        Assert.Equal((status, new NotesName(answered).Abbreviated), (probe.Status, probe.AnsweredName));
        Assert.Equal(status == ProbeStatus.Up, probe.Recommendation is null);
    }

    [Theory]
    [InlineData(ProbeStatus.Up)]
    [InlineData(ProbeStatus.NameDiffers)]
    public void A_name_in_the_answer_that_no_server_can_have_is_cut(ProbeStatus status)
    {
        string longName = new string('D', 30_000) + "/Acme";
        using var server = FakeServer.Answering(Answers.Of($"CN={longName.Replace("/", "/O=")}"));
        ServerProbe probe = Domino(server.Port, server: status == ProbeStatus.Up ? longName : "DominoA/Acme");
        Assert.Equal(status, probe.Status);
        Assert.Equal(CoexException.Shorten(longName), probe.AnsweredName);
        Assert.DoesNotContain(new string('D', 300), status == ProbeStatus.Up ? probe.AnsweredName! : probe.Reason);
    }

    [Fact]
    public void An_answer_without_a_name_says_so()
    {
        byte[] answer = Answers.Of("CN=DominoA/O=Acme");
        answer[0x21] = 0;
        using var server = FakeServer.Answering(answer);
        ServerProbe probe = Domino(server.Port);
        Assert.Equal((ProbeStatus.Up, (string?)null), (probe.Status, probe.AnsweredName));
        Assert.Contains("does not contain a readable name", probe.Reason);
    }

    [Fact]
    public void An_answer_byte_by_byte_is_read()
    {
        using var server = new FakeServer(async stream =>
        {
            foreach (byte one in Answers.Of("CN=DominoA/O=Acme"))
            {
                await stream.WriteAsync(new[] { one });
                await Task.Delay(2);
            }
            await stream.CopyToAsync(Stream.Null);
        });
        Assert.Equal(ProbeStatus.Up, Domino(server.Port).Status);
    }

    [Fact]
    public void An_answer_that_takes_too_long_times_out()
    {
        using var server = new FakeServer(async stream =>
        {
            while (true)
            {
                await stream.WriteAsync(new byte[] { 0x74 });
                await stream.CopyToAsync(Stream.Null);
            }
        });
        // On a busy computer, the connection alone can take longer than the shortest time.
        TimeSpan time = Short;
        ServerProbe probe = Domino(server.Port, time);
        while (!probe.Reason.StartsWith("The answer", StringComparison.Ordinal) && time < Patience)
            probe = Domino(server.Port, time *= 2);
        Assert.Equal((ProbeStatus.TimedOut, (TimeSpan?)null), (probe.Status, probe.Latency));
        Assert.Equal($"The answer was not complete within {Seconds(time)} s.", probe.Reason);
    }

    [Fact]
    public void A_server_that_accepts_and_never_speaks_is_silent()
    {
        using FakeServer server = FakeServer.Mute();
        // On a busy machine, the connection alone can take longer than the shortest time.
        TimeSpan time = Short;
        ServerProbe probe = Domino(server.Port, time);
        while (probe.Status == ProbeStatus.TimedOut && time < Patience)
            probe = Domino(server.Port, time *= 2);
        Assert.Equal((ProbeStatus.Silent, (TimeSpan?)null), (probe.Status, probe.Latency));
        Assert.Equal(
            $"The connection was accepted, but no answer was received within {Seconds(time)} s.", probe.Reason);
    }

    [Fact]
    public void A_server_that_closes_at_once_is_silent()
    {
        using var server = new FakeServer(_ => Task.CompletedTask);
        ServerProbe probe = Domino(server.Port);
        Assert.Equal((ProbeStatus.Silent, "The connection was accepted, but closed without an answer."),
            (probe.Status, probe.Reason));
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("220 mail.acme.example ESMTP\r\n")]
    [InlineData("\0\0\0\0")]
    [InlineData("\u0074\0\u0001\0")]
    public void Another_protocol_is_not_Domino(string answer)
    {
        using var server = FakeServer.Answering(Encoding.Latin1.GetBytes(answer));
        ServerProbe probe = Domino(server.Port);
        Assert.Equal(ProbeStatus.NotDomino, probe.Status);
        Assert.Contains("releases 5 and 6", probe.Recommendation);
    }

    [Fact]
    public void An_answer_that_breaks_off_is_not_Domino()
    {
        using var server = new FakeServer(async stream =>
        {
            await stream.ReadAtLeastAsync(new byte[1024], 1, throwOnEndOfStream: false);
            await stream.WriteAsync(Answers.Of("CN=DominoA/O=Acme").AsMemory(0, 50));
        });
        Assert.Equal(ProbeStatus.NotDomino, Domino(server.Port).Status);
    }

    [Fact]
    public void A_closed_port_is_refused()
    {
        ServerProbe probe = Domino(FakeServer.ClosedPort());
        Assert.Equal(ProbeStatus.Refused, probe.Status);
        Assert.Contains("127.0.0.1", probe.Reason);
    }

    [Fact]
    public void An_unknown_host_is_not_found()
    {
        ServerProbe probe = One(
            new ProbeTarget(ProbeProtocol.Nrpc, "DominoA/Acme", "domino.invalid", 1352, "Address"), Patience);
        Assert.Equal(ProbeStatus.NameNotFound, probe.Status);
        Assert.Contains("'domino.invalid'", probe.Reason);
        Assert.Equal(
            "Correct the address 'domino.invalid', or specify another address with -Address.", probe.Recommendation);
    }

    [Fact]
    public void A_name_that_is_not_resolved_in_time_times_out()
    {
        ServerProbe probe = Assert.Single(ProbeRunner.Run(
            [Target(1352, "DominoA/Acme", "domino.invalid")], Short, () => Now, report: null, CancellationToken.None,
            NeverResolve));
        Assert.Equal((ProbeStatus.TimedOut, "The host name 'domino.invalid' was not resolved within 0.4 s."),
            (probe.Status, probe.Reason));
    }

    [Fact]
    public void Many_names_that_are_not_resolved_do_not_delay_other_probes()
    {
        using var server = FakeServer.Answering(Answers.Of("CN=DominoA/O=Acme"));
        List<ProbeTarget> targets =
            [.. Enumerable.Range(0, 50).Select(number => Target(1352, $"Server{number}/Acme", "domino.invalid"))];
        targets.Add(Target(server.Port, "DominoA/Acme"));
        // No name is resolved before the server was probed, so a probe that waits for the names times out.
        IPAddress[] Resolve(string host) =>
            SpinWait.SpinUntil(() => server.Connections > 0, 2 * Patience)
                ? throw new SocketException((int)SocketError.HostNotFound) : [];
        List<ServerProbe> probes =
            [.. ProbeRunner.Run(targets, Patience, () => Now, report: null, CancellationToken.None, Resolve)];
        Assert.Equal(50, probes.Count(probe => probe.Status == ProbeStatus.NameNotFound));
        Assert.Equal(ProbeStatus.Up, probes[50].Status);
    }

    [Fact]
    public void The_addresses_of_a_name_are_tried_one_after_another()
    {
        using var server = FakeServer.Answering(Answers.Of("CN=DominoA/O=Acme"));
        IPAddress[] Resolve(string host) => [IPAddress.IPv6Loopback, IPAddress.Loopback];
        ServerProbe probe = Assert.Single(ProbeRunner.Run(
            [Target(server.Port, "DominoA/Acme", "domino.invalid")], Patience, () => Now, report: null,
            CancellationToken.None, Resolve));
        Assert.Equal(ProbeStatus.Up, probe.Status);
    }

    [Fact]
    public void A_name_that_is_too_long_is_not_found() => Assert.Equal(
        ProbeStatus.NameNotFound,
        One(
            new ProbeTarget(ProbeProtocol.Nrpc, "DominoA/Acme", new string('x', 300), 1352, "Address"),
            Patience).Status);

    [Fact]
    public void An_address_that_does_not_answer_times_out_in_time()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux ignores connections when the queue is full.");
        using var deadEnd = new DeadEnd();
        var time = Stopwatch.StartNew();
        ServerProbe probe = Domino(deadEnd.Port, Short);
        Assert.Equal(ProbeStatus.TimedOut, probe.Status);
        Assert.Equal($"127.0.0.1 did not accept a connection on port {deadEnd.Port} within 0.4 s.", probe.Reason);
        Assert.True(time.Elapsed >= Short - TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Sixty_servers_of_which_fifty_time_out_are_probed_at_the_same_time()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux ignores connections when the queue is full.");
        // On a busy computer, the servers that answer can take longer than the shortest time.
        TimeSpan timeout = TimeSpan.FromSeconds(5);
        while (!AreProbed(timeout))
            Assert.InRange(timeout *= 2, TimeSpan.Zero, Patience);
    }

    // Returns whether the servers that answer did so in time.
    private static bool AreProbed(TimeSpan timeout)
    {
        using var deadEnd = new DeadEnd();
        using var server = FakeServer.Answering(Answers.Of("CN=DominoA/O=Acme"));
        List<ProbeTarget> targets =
        [
            .. Enumerable.Range(0, 60)
                .Select(number => Target(number % 6 == 0 ? server.Port : deadEnd.Port, $"Server{number}/Acme")),
        ];
        // A probe asks for the time when it starts. The first result shows that no probe waits for another.
        int started = 0, startedAtFirst = 0;
        List<ServerProbe> probes = [];
        foreach (ServerProbe probe in ProbeRunner.Run(
            targets, timeout, () => Interlocked.Increment(ref started) > 0 ? Now : default, report: null,
            CancellationToken.None))
        {
            if (probes.Count == 0)
                startedAtFirst = Volatile.Read(ref started);
            probes.Add(probe);
        }
        Assert.Equal(60, startedAtFirst);
        // In the order of the targets.
        Assert.Equal(targets.Select(target => target.Server), probes.Select(probe => probe.Server));
        ProbeStatus[] answered =
            [.. probes.Where(probe => probe.Port == server.Port).Select(probe => probe.Status).Distinct()];
        if (answered.Contains(ProbeStatus.TimedOut) || answered.Contains(ProbeStatus.Silent))
            return false;
        Assert.Equal(50, probes.Count(probe => probe.Status == ProbeStatus.TimedOut));
        Assert.Equal(10, probes.Count(probe => probe.Status == ProbeStatus.NameDiffers));
        Assert.Equal(10, server.Connections);
        return true;
    }

    [Fact]
    public void The_number_of_probes_at_a_time_is_bounded()
    {
        int open = 0;
        int most = 0;
        using var server = new FakeServer(async stream =>
        {
            int now = Interlocked.Increment(ref open);
            lock (this)
                most = Math.Max(most, now);
            await stream.ReadAtLeastAsync(new byte[1024], 1, throwOnEndOfStream: false);
            await Task.Delay(100);
            Interlocked.Decrement(ref open); // Before the answer, after which the next probe starts.
            await stream.WriteAsync(Answers.Of("CN=DominoA/O=Acme"));
        });
        List<ProbeTarget> targets =
            [.. Enumerable.Range(0, 150).Select(number => Target(server.Port, $"Server{number}/Acme"))];
        Assert.Equal(150, ProbeRunner.Run(targets, Patience, () => Now, report: null, CancellationToken.None).Count());
        Assert.InRange(most, 2, ProbeRunner.MostAtOnce);
    }

    [Theory]
    [InlineData("resolve")]
    [InlineData("connect")]
    [InlineData("read")]
    public async Task Canceling_ends_each_wait(string wait)
    {
        Assert.SkipUnless(
            wait != "connect" || OperatingSystem.IsLinux(), "Only Linux ignores connections when the queue is full.");
        using FakeServer mute = FakeServer.Mute();
        using DeadEnd? deadEnd = wait == "connect" ? new DeadEnd() : null;
        using var cancel = new CancellationTokenSource();
        Task run = Task.Run(() =>
        {
            IEnumerable<ServerProbe> probes = ProbeRunner.Run(
                [Target(
                    deadEnd?.Port ?? mute.Port, "DominoA/Acme", wait == "resolve" ? "domino.invalid" : "127.0.0.1")],
                2 * Patience, () => Now,
                report: null, cancel.Token, NeverResolve);
            Assert.Throws<OperationCanceledException>(() => probes.ToList());
        });
        await Task.Delay(300);
        Assert.False(run.IsCompleted);
        await cancel.CancelAsync();
        await run.WaitAsync(Patience); // Sooner than the time limit of the probe.
    }

    [Fact]
    public async Task Who_takes_only_the_first_result_ends_the_other_probes()
    {
        var ended = new TaskCompletionSource();
        using var mute = new FakeServer(async stream =>
        {
            try
            {
                await stream.CopyToAsync(Stream.Null);
            }
            finally
            {
                ended.TrySetResult();
            }
        });
        using var server = new FakeServer(async stream =>
        {
            while (mute.Connections == 0)
                await Task.Delay(10);
            await stream.WriteAsync(Answers.Of("CN=DominoA/O=Acme"));
            await stream.CopyToAsync(Stream.Null);
        });
        ProbeTarget[] targets = [Target(server.Port, "DominoA/Acme"), Target(mute.Port, "DominoB/Acme")];
        IEnumerable<ServerProbe> probes = ProbeRunner.Run(
            targets, TimeSpan.FromMinutes(5), () => Now, report: null, CancellationToken.None);
        Assert.Equal(ProbeStatus.Up, probes.First().Status);
        await ended.Task.WaitAsync(Patience);
    }

    [Fact]
    public void The_progress_is_reported_while_it_waits()
    {
        using FakeServer mute = FakeServer.Mute();
        using var server = FakeServer.Answering(Answers.Of("CN=DominoA/O=Acme"));
        var reports = new List<int>();
        ProbeTarget[] targets = [Target(mute.Port, "DominoB/Acme"), Target(server.Port, "DominoA/Acme")];
        // On a busy computer, the server that answers can take longer than the shortest time.
        for (TimeSpan time = TimeSpan.FromSeconds(1); !reports.Contains(1); time *= 2)
        {
            Assert.InRange(time, TimeSpan.Zero, Patience);
            Assert.Equal(
                2, ProbeRunner.Run(targets, time, () => Now, reports.Add, CancellationToken.None).Count());
        }
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString(CultureInfo.InvariantCulture);

    private static ServerProbe Domino(int port, TimeSpan? timeout = null, string server = "DominoA/Acme") =>
        One(Target(port, server), timeout ?? Patience);

    private static ProbeTarget Target(int port, string server, string host = "127.0.0.1") =>
        ProbeTarget.Domino(new NotesName(server), new HostAddress(host, port), ProbeTarget.AddressParameter);

    private static IPAddress[] NeverResolve(string host)
    {
        Thread.Sleep(2 * Patience);
        return [IPAddress.Loopback];
    }

    private static ServerProbe One(ProbeTarget target, TimeSpan timeout) =>
        Assert.Single(ProbeRunner.Run([target], timeout, () => Now, report: null, CancellationToken.None));
}
