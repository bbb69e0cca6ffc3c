using System.Management.Automation;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using CoexTools.Module.Tests.Shell;
using CoexTools.Tests.Probing;

namespace CoexTools.Module.Tests.Commands;

/// <summary>Test-CoexistenceServer, and predictions in the network that it observed.</summary>
public sealed class ServerProbeTests : IClassFixture<ModuleSession>, IDisposable
{
    private readonly ModuleSession _session;
    private readonly FakeServer _dominoA = FakeServer.Answering(Answers.Of("CN=DominoA/O=Acme"));
    private readonly FakeServer _mute = FakeServer.Mute();
    private readonly int _closed = FakeServer.ClosedPort();

    public ServerProbeTests(ModuleSession session)
    {
        _session = session;
        session.Set("a", $"127.0.0.1:{_dominoA.Port}");
        session.Set("mute", $"127.0.0.1:{_mute.Port}");
        session.Set("closed", $"127.0.0.1:{_closed}");
    }

    public void Dispose()
    {
        _dominoA.Dispose();
        _mute.Dispose();
    }

    [Theory]
    [InlineData("Test-CoexistenceServer security-on.dxl")]
    [InlineData("Test-CoexistenceServer -LiteralPath security-on.dxl")]
    [InlineData("Import-DominoDirectory security-on.dxl | Test-CoexistenceServer")]
    [InlineData("Get-ForeignDomainDocument security-on.dxl | Test-CoexistenceServer")]
    [InlineData("Get-Item security-on.dxl | Test-CoexistenceServer")]
    public void Every_server_that_the_documents_name_is_probed(string command)
    {
        Outcome outcome = _session
            .Run($"function global:Get-Item($p) {{ [IO.FileInfo]::new('{_session.Folder}/' + $p) }}; "
                + $"{command} -Address @{{ DominoA = $a; DominoB = $closed }}");
        Assert.Equal(["DominoA/Acme", "DominoB/Acme"], outcome.Values("Server"));
        Assert.Equal(["Up", "Refused"], outcome.Output.Select(probe => probe.Get("Status")!.ToString()));
        Assert.Equal(["DominoA/Acme", null], outcome.Values("AnsweredName"));
        Assert.Equal(["127.0.0.1", "127.0.0.1"], outcome.Values("Address"));
        Assert.Equal([_dominoA.Port, _closed], outcome.Values("Port").Cast<int>());
        Assert.Equal(["Address", "Address"], outcome.Values("AddressSource"));
        DateTimeOffset now = DateTimeOffset.UtcNow;
        Assert.All(outcome.Values("Time"), time => Assert.InRange((DateTimeOffset)time!, now.AddMinutes(-5), now));
    }

    [Fact]
    public void The_address_comes_from_the_Server_document()
    {
        string text = File.ReadAllText(_session.PathOf("security-on.dxl"));
        string servers = string.Concat(
            Server("DominoA", "SMTPFullHostDomain", "127.0.0.1"), Server(
                "DominoB", "NetAddr_0", $"127.0.0.1:{_closed}"));
        _session.Write("servers.dxl", text.Replace("</database>", servers + "</database>"));
        Outcome outcome = _session.Run($"Test-CoexistenceServer servers.dxl -Port {_dominoA.Port}");
        Assert.Equal(["SMTPFullHostDomain", "NetAddr_0"], outcome.Values("AddressSource"));
        Assert.Equal(["Up", "Refused"], outcome.Output.Select(probe => probe.Get("Status")!.ToString()));
        // An address that the user specifies takes precedence.
        outcome = _session.Run("Test-CoexistenceServer servers.dxl -Address @{ 'DominoA/Acme' = $closed }");
        Assert.Equal(["Address", "NetAddr_0"], outcome.Values("AddressSource"));

        static string Server(string name, string item, string value) =>
            $"<document form='Server'><item name='ServerName'><text>CN={name}/O=Acme</text></item>"
            + $"<item name='{item}'><text>{value}</text></item></document>";
    }

    [Fact]
    public void Only_the_specified_servers_are_probed()
    {
        Outcome outcome = _session.Run(
            "Test-CoexistenceServer security-on.dxl -Server Hub01, DominoA -Address @{ DominoA = $a; "
                + "Hub01 = $closed }");
        Assert.Equal(["Hub01/Acme", "DominoA/Acme"], outcome.Values("Server"));
        Assert.Empty(outcome.Warnings);
    }

    [Fact]
    public void Servers_can_be_probed_without_documents()
    {
        Assert.Equal(["DominoA"], _session.Run("Test-CoexistenceServer -Address @{ DominoA = $a }").Values("Server"));
        Outcome outcome = _session.Run(
            "Test-CoexistenceServer -Server DominoA/Acme, B/Acme -Address @{ DominoA = $a; 'B/Acme' = $a }");
        Assert.Equal(["Up", "NameDiffers"], outcome.Output.Select(probe => probe.Get("Status")!.ToString()));
        Assert.Empty(_session.Run("@() | Test-CoexistenceServer -Server DominoA").Output);
        Assert.Contains("Nothing is probed", Assert.Single(_session.Run("Test-CoexistenceServer").Warnings));
    }

    [Fact]
    public void A_server_of_an_address_that_is_not_probed_is_a_warning()
    {
        Outcome outcome = _session.Run(
            "Test-CoexistenceServer security-on.dxl -Address @{ DominoA = $a; DominoB = $a; Hub01 = $a }");
        Assert.Equal(2, outcome.Output.Count);
        Assert.Contains("'Hub01' in -Address is not probed", Assert.Single(outcome.Warnings));
    }

    [Theory]
    [InlineData("-Address @{ DominoA = 'a b' }", "a b")]
    [InlineData("-Address @{ DominoA = $null }", "")]
    [InlineData("-Address @{ ' ' = 'a' }", " ")]
    [InlineData("-Address @{ DominoA = 'a'; 'CN=DominoA' = 'b' }", null)]
    [InlineData("-SmtpHost 'a:0'", "a:0")]
    [InlineData("-ExchangeUrl 'mail.acme.example'", "mail.acme.example")]
    [InlineData("-ExchangeUrl 'ftp://mail.acme.example'", "ftp://mail.acme.example")]
    [InlineData("-ExchangeUrl 'https://user:secret@mail.acme.example'", "mail.acme.example")]
    public void An_address_that_is_not_valid_ends_the_command(string arguments, string? target)
    {
        Outcome outcome = _session.Try($"Test-CoexistenceServer security-on.dxl {arguments}");
        ErrorRecord error = Assert.Single(outcome.Errors);
        error.Is(
            "AddressInvalid", "Test-CoexistenceServer", ErrorCategory.InvalidArgument, target ?? error.TargetObject);
        Assert.DoesNotContain("secret", error.ToString());
        Assert.Empty(outcome.Output);
    }

    [Fact]
    public void Exchange_is_probed_too()
    {
        using FakeServer smtp =
            FakeServer
                .Smtp([], "220 mail.acme.example\r\n", "250-mail.acme.example\r\n250 STARTTLS\r\n", "221 bye\r\n");
        Outcome outcome = _session.Run(
            $"Test-CoexistenceServer -SmtpHost 127.0.0.1:{smtp.Port} -ExchangeUrl http://127.0.0.1:{_closed}, "
                + $"http://127.0.0.1:{_closed}/x");
        Assert
            .Equal(["Smtp", "Http", "Http", "Http"], outcome.Output.Select(probe => probe.Get("Protocol")!.ToString()));
        Assert.Equal(["SmtpHost", "ExchangeUrl", "ExchangeUrl", "ExchangeUrl"], outcome.Values("AddressSource"));
        Assert.Equal((true, "mail.acme.example"),
            (outcome.Output[0].Get("StartTls"), outcome.Output[0].Get("AnsweredName")));
    }

    [Fact]
    public void A_valid_certificate_is_accepted()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux(), "Only on Linux, an environment variable names the trusted authorities.");
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using X509Certificate2 certificate = Certificates.Issued(
            "localhost", now.AddDays(-1), now.AddDays(1), out string authority);
        string trusted = _session.Write("authority.pem", authority);
        using var server = new FakeServer(async stream =>
        {
            using var secure = new SslStream(stream);
            await secure.AuthenticateAsServerAsync(certificate);
            await secure.ReadAtLeastAsync(new byte[4096], 1, throwOnEndOfStream: false);
            await secure.WriteAsync(
                Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 27\r\n\r\n200 OK<br/>EX1.ACME.EXAMPLE"));
        });
        string command =
            $"Test-CoexistenceServer -ExchangeUrl https://localhost:{server.Port} | ForEach-Object {{ \"$($_.Status) "
                + "$($_.Certificate)\" }";
        string[] script = ["-NoProfile", "-Command", $"Import-Module '{BuiltModule.Manifest}'; {command}"];
        Assert.Equal(
            "Up None\nUp None\n", ShellProcess.RunWithVariable(
                "SSL_CERT_FILE", trusted, _session.Folder, script).Output);
    }

    [Fact]
    public void Stopping_ends_the_wait()
    {
        using PowerShell shell = _session.Create(
            "Test-CoexistenceServer -Address @{ DominoA = $mute } -TimeoutSeconds 3600");
        Task run = Task.Run(() => shell.Invoke(), TestContext.Current.CancellationToken);
        Assert.True(SpinWait.SpinUntil(() => _mute.Connections > 0, Waiting.Limit), "Nothing was probed.");
        Thread.Sleep(100);
        Assert.Equal(PSInvocationState.Running, shell.InvocationStateInfo.State);

        IAsyncResult stop = shell.BeginStop(callback: null, state: null);
        Assert.True(stop.AsyncWaitHandle.WaitOne(Waiting.Limit), "The command did not stop.");
        shell.EndStop(stop);
        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
        Assert.True(
            ((IAsyncResult)run).AsyncWaitHandle.WaitOne(Waiting.Limit), "The command did not return.");
        Assert.Empty(shell.Streams.Error);
    }

    [Fact]
    public void Progress_is_shown_while_it_waits()
    {
        // On a busy computer, the refused probe can take longer than the time that the other one waits.
        for (double seconds = 1.8; ; seconds *= 2)
        {
            _session.Set("seconds", seconds);
            using PowerShell shell = _session.Create(
                "Test-CoexistenceServer -Address @{ DominoA = $mute; DominoB = $closed } -TimeoutSeconds $seconds");
            shell.Invoke();
            Assert.Equal(ProgressRecordType.Completed, shell.Streams.Progress[^1].RecordType);
            bool isShown = shell.Streams.Progress.Any(record => record.Activity == "Probing servers"
                && record.StatusDescription == "1 of 2");
            Assert.True(isShown || seconds < 60, "The progress was not shown.");
            if (isShown)
                break;
        }
    }

    [Theory]
    [InlineData("$network")]
    [InlineData(
        "([Management.Automation.PSSerializer]::Deserialize("
            + "[Management.Automation.PSSerializer]::Serialize($network)))")]
    [InlineData("([Management.Automation.PSObject[]] $network)")]
    public void What_was_down_when_it_was_probed_is_down(string network)
    {
        _session.Run(
            "$network = Test-CoexistenceServer security-on.dxl -Address @{ DominoA = $closed; DominoB = $closed } "
                + "-Server DominoA");
        PSObject result = Assert.Single(
            _session.Run($"Test-FreeBusyPath security-on.dxl -From Hub01 -Network {network}").Output);
        Assert.Equal(("NotRelayed", "DominoB/Acme"), (result.Get("Status")!.ToString(), result.Get("Server")));
        IEnumerable<PSObject> observed = result.GetObjects("Hop")
            .Where(hop => hop.Get("Basis")!.ToString() == "Observed");
        Assert.Equal(["CC4", "CC6"], observed.Select(hop => hop.Get("Rule")));
        Assert.Equal(["NotProbed: Hub01/Acme", "NotProbed: DominoB/Acme"], result.GetList("Assumption"));
        result = Assert.Single(
            _session.Run($"Test-MailRoute security-on.dxl -From Hub01 -Network {network} -SmtpDown DominoB").Output);
        Assert.Equal("Held", result.Get("Status")!.ToString());
    }

    [Fact]
    public void Results_that_were_deserialized_without_the_module_are_accepted()
    {
        _session.Run("$network = Test-CoexistenceServer -Address @{ DominoA = $closed }");
        string text = PSSerializer.Serialize(_session.Run("$network").Output[0], 2);
        _session.Set("bag", PSSerializer.Deserialize(text));
        Assert.Equal("NotRelayed", Assert.Single(
            _session.Run("Test-FreeBusyPath security-on.dxl -From Hub01 -Network $bag").Output)
                .Get("Status")!.ToString());
        _session.Set(
            "bag", PSSerializer.Deserialize(text.Replace(">Refused<", ">Up<").Replace("127.0.0.1", "127.0.0.2")));
        Outcome changed = _session.Try("Test-FreeBusyPath security-on.dxl -From Hub01 -Network $bag");
        Assert.StartsWith("ParameterArgumentTransformationError", Assert.Single(changed.Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void A_comparison_uses_what_was_observed()
    {
        _session.Run("$network = Test-CoexistenceServer -Address @{ DominoA = $closed }");
        Outcome outcome = _session.Run(
            "Compare-CoexistencePath security-on.dxl security-on-field-removed.dxl -From Hub01 -MaximumOrder 0 "
                + "-Network $network");
        PSObject gained = outcome.Output.Single(difference => difference.Get("Change")!.ToString() == "Gained");
        Assert.Empty(gained.GetList("Failure"));
        Assert.Equal("FreeBusy", gained.Get("Service")!.ToString());
    }

    [Fact]
    public void The_table_shows_everything()
    {
        IReadOnlyList<string> lines = _session.Show(
            "Test-CoexistenceServer -Address @{ 'CoexistenceServer01/Mail/Acme' = $closed } -ExchangeUrl "
                + "http://127.0.0.1:1/");
        string text = string.Join("\n", lines);
        Assert.Matches(@"(?m)^Refused +NRPC +Coexistenc\S+/Acme +127\.0\.0\.1$", text);
        Assert.Equal(2, Regex.Count(text, @"(?m)^Refused +HTTP +127\.0\.0\.1 +http://\S+check\.htm$"));
    }
}
