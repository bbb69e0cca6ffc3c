using System.Management.Automation;
using CoexTools.Module.Tests.Commands;

namespace CoexTools.Module.Tests.Rest;

/// <summary>Watch-ForeignDomainDocument with a server. Each call looks once.</summary>
public sealed class ServerWatchTests : IClassFixture<ModuleSession>
{
    private const string Watch = "Watch-ForeignDomainDocument -Directory $directory -TimeoutSeconds 0";

    private readonly ModuleSession _session;

    public ServerWatchTests(ModuleSession session)
    {
        _session = session;
        File.Delete(session.PathOf("server.journal"));
    }

    [Fact]
    public void An_edit_since_the_connection_is_an_event()
    {
        using StubServer server = Connect("security-on-field-removed");
        Assert.Empty(_session.Run(Watch).Output);
        Edit(server);
        Outcome outcome = _session.Run("$directory | Watch-ForeignDomainDocument -TimeoutSeconds 0 -Domain BTEx");
        Assert.Contains("FieldBack", Kinds(outcome));
        Assert.All(outcome.Values("Path"), path => Assert.Equal($"{server.Address}names", path));
        Assert.Empty(_session.Run(Watch + " -Domain Other* ").Output);
        Assert.Empty(server.Patches);
        // Documents that the user has belong to the directory as it was connected.
        Assert.Equal([false, false], _session.Run("$directory.ForeignDomain").Values("HasDocumentAccess"));
    }

    [Fact]
    public void With_repair_the_field_is_removed_on_the_server()
    {
        using StubServer server = Connect("security-on-field-removed");
        Edit(server);
        string[] kinds = Kinds(_session.Run(Watch + " -Repair"));
        Assert.Contains("FieldBack", kinds);
        Assert.Contains("Repaired", kinds);
        Assert.DoesNotContain(
            server.Directory.Documents.Where(document => document.Form == "Domain"),
            document => document.Items.ContainsKey("DocumentAccess"));
        Assert.NotEmpty(_session.Run("Get-DirectoryChange $directory").Output);
        Assert.DoesNotContain("Repaired", Kinds(_session.Run(Watch + " -Repair")));
    }

    [Fact]
    public void A_repair_leaves_the_directory_that_the_user_connected_to()
    {
        using StubServer server = Connect("security-on");
        Assert.Equal(["Repaired", "Repaired"], Kinds(_session.Run(Watch + " -Repair")));
        Assert.Equal([true, true], _session.Run("$directory.ForeignDomain").Values("HasDocumentAccess"));
    }

    [Fact]
    public void With_repair_problems_at_the_start_are_repaired_and_a_failure_is_an_event()
    {
        using StubServer server = Connect("security-on");
        server.Level = "READER";
        Outcome outcome = _session.Run(Watch + " -Repair");
        Assert.Equal(["RepairFailed"], Kinds(outcome));
        Assert.Contains("The access level is READER", (string)outcome.Values("Reason")[0]!);
        server.Level = "EDITOR";
        Assert.Equal(["Repaired", "Repaired"], Kinds(_session.Run(Watch + " -Repair")));
        Assert.Equal(2, server.Patches.Count);
    }

    [Fact]
    public void A_revoked_token_is_renewed_and_a_failure_is_an_event()
    {
        using StubServer server = Connect("security-on-field-removed");
        server.RevokeToken();
        Assert.Empty(_session.Run(Watch).Output);
        server.Fault = context =>
        {
            context.Abort();
            return Task.FromResult(true);
        };
        Assert.Equal(["ServerUnavailable"], Kinds(_session.Run(Watch)));
    }

    [Theory]
    [InlineData("59.9")]
    [InlineData("2")]
    public void A_server_is_not_checked_more_often_than_once_a_minute(string seconds)
    {
        using StubServer server = Connect("security-on");
        int before = server.Requests.Count;
        ErrorRecord error = _session.Try($"{Watch} -IntervalSeconds {seconds}").TheError(
            "IntervalTooShort", "Watch-ForeignDomainDocument", ErrorCategory.InvalidArgument,
            double.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal($"The interval of {seconds} seconds is too short for a server.", error.Exception.Message);
        Assert.Equal(before, server.Requests.Count);
        Assert.Empty(_session.Run($"{Watch} -IntervalSeconds 60").Output);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" -IntervalSeconds 2")]
    public void A_directory_in_memory_is_not_connected(string interval)
    {
        _session.Try(
            "Watch-ForeignDomainDocument -Directory (Import-DominoDirectory security-on.dxl) -TimeoutSeconds 0"
                + interval)
            .TheError(
                "ServerDisconnected", "Watch-ForeignDomainDocument", ErrorCategory.InvalidOperation,
                _session.PathOf("security-on.dxl"));
    }

    [Fact]
    public async Task Ctrl_C_ends_it_between_two_checks_and_during_a_check()
    {
        using StubServer server = Connect("security-on-field-removed", " -TimeoutSeconds 3600");
        foreach (bool isDuring in new[] { false, true })
        {
            var reached = new SemaphoreSlim(0);
            server.Fault = async context =>
            {
                // The last request of a check.
                if (!context.Request.Path.Value!.EndsWith("/access/groups"))
                    return false;
                reached.Release();
                if (isDuring)
                {
                    await Task.Delay(Timeout.Infinite, context.RequestAborted)
                        .ContinueWith(_ => { }, TaskScheduler.Default);
                }
                return isDuring;
            };
            using PowerShell shell = _session.Create(
                "Watch-ForeignDomainDocument -Directory $directory -IntervalSeconds 3600");
            Task running = Task.Run(() => shell.Invoke());
            Assert.True(await reached.WaitAsync(Waiting.Limit));
            await shell.StopAsync(null, null);
            await running.WaitAsync(Waiting.Limit); // Sooner than the interval, and than any time limit.
            Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
        }
    }

    private static string[] Kinds(Outcome outcome) => [.. outcome.Values("Kind").Select(kind => kind!.ToString()!)];

    private static void Edit(StubServer server)
    {
        StubDocument document = server.DocumentOf("DominoB");
        document.Items["DocumentAccess"] = "[NetModifier]";
        document.Save(document.Modified.AddMinutes(1));
    }

    private StubServer Connect(string scenario, string options = "")
    {
        StubServer server = StubServer.Start(scenario);
        _session.Set("uri", server.Address);
        _session.Set("credential", StubServer.Credential());
        _session.Run(
            "$directory = Connect-DominoDirectory $uri -DataSource names -Credential $credential -AllowHttp "
                + "-JournalPath server.journal" + options);
        return server;
    }
}
