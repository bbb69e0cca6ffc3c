using System.Management.Automation;
using System.Text.Json.Nodes;
using CoexTools.Module.Tests.Commands;
using Microsoft.AspNetCore.Http;

namespace CoexTools.Module.Tests.Rest;

/// <summary>
/// Changes documents on a server: what is sent, how it is confirmed, and what is said when something fails.
/// </summary>
public sealed class ServerChangeTests : IClassFixture<ModuleSession>
{
    private const string DominoA = "BTEx (DominoA/Acme)";
    private const string DominoB = "BTEx (DominoB/Acme)";

    private readonly ModuleSession _session;

    public ServerChangeTests(ModuleSession session)
    {
        _session = session;
        File.Delete(session.PathOf("server.journal"));
    }

    [Fact]
    public void Removing_the_field_patches_each_document_oldest_first_and_reads_it_again()
    {
        using StubServer server = Connect("security-on");
        string revisionB = server.DocumentOf("DominoB").Revision;
        int before = server.Requests.Count;
        Outcome outcome = _session.Run("$directory | Remove-DocumentAccessField -PassThru");
        Assert.Equal([DominoA, DominoB], outcome.Lines); // The order of priority stays.
        Assert.Equal([false, false], outcome.Values("HasDocumentAccess"));
        Assert.All(
            outcome.Values("Modified"),
            time => Assert.InRange((DateTimeOffset.UtcNow - (DateTimeOffset)time!).TotalMinutes, -1, 1));
        (string a, string b) = (server.DocumentOf("DominoA").UniversalId, server.DocumentOf("DominoB").UniversalId);
        Assert.Equal(
            [
                "GET /api/v1/scope/access?dataSource=names",
                $"GET /api/v1/docmeta/{a}?dataSource=names", $"GET /api/v1/docmeta/{b}?dataSource=names",
                $"PATCH /api/v1/document/{b}?dataSource=names&revision={revisionB}",
                $"GET /api/v1/raw/{b}?dataSource=names",
                $"PATCH /api/v1/document/{a}?dataSource=names", $"GET /api/v1/raw/{a}?dataSource=names",
            ],
            server.Requests.Skip(before)
                .Select(request => request.Contains(b) ? request : request.Split("&revision")[0]));
        Assert.Equal(["{\"DocumentAccess\":null}", "{\"DocumentAccess\":null}"], server.Patches);
        Assert.All(server.Directory.Documents.Where(document => document.Form == "Domain"), document =>
        {
            Assert.DoesNotContain("DocumentAccess", document.Items.Keys);
            Assert.Contains("$Readers", document.Items.Keys);
        });
        // The directory has the state of the server, and another change can follow.
        Assert.Equal([DominoA, DominoB], _session.Run("$directory.ForeignDomain").Lines);
        Assert.Equal([DominoA, DominoB], _session.Run(
            "$directory | Remove-DocumentAccessField -PassThru -FieldName LocalAdmin -WhatIf").Lines);
        _session.Run("$directory | Remove-DocumentAccessField");
        Assert.Equal(2, server.Patches.Count);
        PSObject answer = _session.Run(
            "$directory | Test-FreeBusyPath -From Hub01 -ServerDown DominoA -WarningAction Ignore").Output[0];
        Assert.Equal("Answered", answer.Get("Status")!.ToString());
    }

    [Fact]
    public void WhatIf_sends_nothing()
    {
        using StubServer server = Connect("security-on");
        int before = server.Requests.Count;
        Outcome outcome = _session.Run(
            "$directory | Remove-DocumentAccessField -WhatIf -PassThru; $directory | "
                + "Repair-CoexistenceConfiguration -WhatIf");
        Assert.Equal([false, false], outcome.Output.Take(2).Select(document => document.Get("HasDocumentAccess")));
        Assert.Equal(before, server.Requests.Count);
        Assert.Equal([true, true], _session.Run("$directory.ForeignDomain").Values("HasDocumentAccess"));
    }

    [Fact]
    public void The_repair_of_a_server_removes_the_fields_and_is_proved()
    {
        using StubServer server = Connect("security-on");
        PSObject repair = Assert.Single(_session.Run("$directory | Repair-CoexistenceConfiguration").Output);
        Assert.Equal(true, repair.Get("Changed"));
        Assert.Equal([$"{DominoB}: remove DocumentAccess", $"{DominoA}: remove DocumentAccess"],
            repair.GetList("Action"));
        Assert.DoesNotContain(repair.GetObjects("Finding"), finding => (bool)finding.Get("Repairable")!);
        Assert.Equal(["{\"DocumentAccess\":null}", "{\"DocumentAccess\":null}"], server.Patches);
    }

    [Fact]
    public void The_repair_writes_readers_if_the_schema_declares_them()
    {
        using StubServer server = Connect("no-security");
        PSObject repair = Assert.Single(_session.Run("$directory | Repair-CoexistenceConfiguration").Output);
        Assert.Equal(
            ["{\"DocumentAccess\":null,\"$Readers\":[\"Servers Only\",\"LocalDomainAdmins\",\"CN=DominoB/O=Acme\"]}",
                "{\"DocumentAccess\":null,\"$Readers\":[\"Servers "
                    + "Only\",\"LocalDomainAdmins\",\"CN=DominoA/O=Acme\"]}"],
            server.Patches);
        Assert.Equal(2, repair.GetList("Action").Length);
        Assert.All(repair.GetObjects("Action"), action => Assert.Equal(3, action.GetList("Readers").Length));
    }

    [Theory]
    [InlineData("format")]
    [InlineData("access")]
    public void Without_the_declaration_readers_are_not_written(string lack)
    {
        using StubServer server = Connect("no-security", server =>
        {
            JsonNode field = server.Mode("Domain", "default")["fields"]!.AsArray()
                .Single(field => (string)field!["name"]! == "$Readers")!;
            if (lack == "format")
                field["items"] = new JsonObject { ["type"] = "string" };
            else
                field["fieldAccess"] = "RO";
        });
        ErrorRecord error = _session.Try("$directory | Repair-CoexistenceConfiguration").TheError(
            "SchemaLacksField", "Repair-CoexistenceConfiguration", ErrorCategory.InvalidData, $"{server.Address}names");
        Assert.Contains(
            "'Domain' in the mode 'default': $Readers with the format readers and write access.",
            error.Exception.Message);
        Assert.Empty(server.Patches);
    }

    [Fact]
    public void A_field_that_cannot_be_written_is_named_before_anything_is_sent()
    {
        using StubServer server = Connect(
            "security-on", server => server.RemoveField("Domain", "default", "DocumentAccess"));
        ErrorRecord error = _session.Try("$directory | Remove-DocumentAccessField").TheError(
            "SchemaLacksField", "Remove-DocumentAccessField", ErrorCategory.InvalidData, $"{server.Address}names");
        Assert.Contains("DocumentAccess with write access", error.Exception.Message);
        Assert.Empty(server.Patches);
    }

    [Theory]
    [InlineData("security-on", "$directory.ForeignDomain[1] | Remove-DocumentAccessField -PreserveOrder", "DomainName")]
    [InlineData("no-security", "$directory | Repair-CoexistenceConfiguration", "$Readers")]
    public void A_list_is_not_written_into_a_field_for_one_value(string scenario, string command, string field)
    {
        using StubServer server = Connect(scenario, server =>
        {
            server.MakeSingle("Domain", "default", field);
            foreach (StubDocument document in server.Directory.Documents.Where(document => document.Form == "Domain"))
                document.Items["DomainName"] = new JsonArray("BTEx", "Second");
        });
        string id = command.Split(' ')[2];
        ErrorRecord error = _session.Try(command).TheError(
            "SchemaLacksField", id, ErrorCategory.InvalidData, $"{server.Address}names");
        Assert.Contains(
            $"'Domain' in the mode 'default': {field} with multiple values (multivalue).", error.Exception.Message);
        Assert.Empty(server.Patches);
    }

    [Theory]
    [InlineData("computeWithForm", "computeWithForm")]
    [InlineData("onSave", "onSave")]
    [InlineData("both", "computeWithForm, onSave")]
    public void A_schema_that_changes_documents_on_save_is_refused_before_anything_is_sent(
        string properties, string named)
    {
        using StubServer server = Connect("security-on", server =>
        {
            JsonObject mode = server.Mode("Domain", "default");
            mode["computeWithForm"] = properties != "onSave";
            mode["onSave"] = new JsonObject
            {
                ["formulaType"] = "domino",
                ["formula"] = properties == "computeWithForm" ? "  " : "@SetField(\"DocumentAccess\"; \"x\")",
            };
        });
        int before = server.Requests.Count;
        ErrorRecord error = _session.Try("$directory | Remove-DocumentAccessField").TheError(
            "SchemaChangesDocuments", "Remove-DocumentAccessField", ErrorCategory.InvalidOperation,
            $"{server.Address}names");
        Assert.Contains($"in the mode 'default': {named}. Nothing was changed.", error.Exception.Message);
        Assert.Equal(before, server.Requests.Count);
        Assert.False(File.Exists(_session.PathOf("server.journal")));
    }

    [Theory]
    [InlineData("READER")]
    [InlineData("AUTHOR")]
    public void The_access_level_is_read_before_a_change(string level)
    {
        using StubServer server = Connect("security-on");
        server.Level = level; // It was another one when the directory was read.
        int before = server.Requests.Count;
        ErrorRecord error = _session.Try("$directory | Remove-DocumentAccessField").TheError(
            "ServerAccessDenied", "Remove-DocumentAccessField", ErrorCategory.PermissionDenied,
            $"{server.Address}names");
        Assert.Equal(
            $"Admin/Acme cannot change the documents of '{server.Address}names'. The access level is {level}. "
                + "Nothing was changed.",
            error.Exception.Message);
        Assert.Equal(["GET /api/v1/scope/access?dataSource=names"], server.Requests.Skip(before));
        Assert.False(File.Exists(_session.PathOf("server.journal")));
        server.Level = "EDITOR";
        _session.Run("$directory | Remove-DocumentAccessField");
        Assert.Equal(2, server.Patches.Count);
    }

    [Fact]
    public void A_document_keeps_its_form_when_the_server_returns_an_alias()
    {
        using StubServer server = Connect("security-on");
        foreach (StubDocument document in server.Directory.Documents)
            document.Alias = "Alias";
        _session.Run("$directory | Remove-DocumentAccessField");
        Assert.Equal([DominoA, DominoB], _session.Run("$directory.ForeignDomain").Lines);
    }

    [Fact]
    public void A_document_that_changed_since_it_was_read_is_left_with_its_domain()
    {
        using StubServer server = Connect("security-on");
        server.DocumentOf("DominoA").Save(DateTimeOffset.UtcNow);
        Outcome outcome = _session.Try("$directory | Remove-DocumentAccessField -PassThru");
        ErrorRecord error = outcome.TheError(
            "DocumentChanged", "Remove-DocumentAccessField", ErrorCategory.ResourceExists, DominoA);
        Assert.Contains("The other documents for 'BTEx' were not changed either", error.Exception.Message);
        Assert.Empty(server.Patches);
        Assert.Equal([true, true], outcome.Values("HasDocumentAccess"));
        PSObject repair = _session.Try("$directory | Repair-CoexistenceConfiguration").Output.Single();
        Assert.Equal(false, repair.Get("Changed"));
        Assert.Empty(repair.GetList("Action"));
    }

    [Fact]
    public void A_document_that_changes_during_the_command_is_left_and_the_rest_is_said()
    {
        using StubServer server = Connect("security-on");
        server.Changed = document =>
        {
            if (document == server.DocumentOf("DominoB"))
                server.DocumentOf("DominoA").Save(document.Modified.AddMilliseconds(10));
        };
        Outcome outcome = _session.Try("$directory | Remove-DocumentAccessField -PassThru");
        Assert.Equal(["DocumentChanged", "ChangeIncomplete"], Ids(outcome));
        Assert.Equal(DominoA, outcome.Errors[0].TargetObject);
        Assert.Contains($"Changed: {DominoB}. Not changed: {DominoA}.", outcome.Errors[1].Exception.Message);
        Assert.True(server.DocumentOf("DominoA").Items.ContainsKey("DocumentAccess"));
        Assert.Equal([DominoB, DominoA], outcome.Lines);
        Assert.Equal([false, true], outcome.Values("HasDocumentAccess"));
        Assert.Single(_session.Run("Get-DirectoryChange $directory").Output);
    }

    [Fact]
    public void A_field_that_the_server_adds_again_is_reported()
    {
        using StubServer server = Connect("security-on");
        server.Defaults["DocumentAccess"] = "[NetModifier]";
        Outcome outcome = _session.Try("$directory | Remove-DocumentAccessField -PassThru");
        Assert.Equal(["FieldCameBack", "FieldCameBack"], Ids(outcome));
        Assert.Equal([DominoB, DominoA], outcome.Errors.Select(error => error.TargetObject));
        Assert.Equal([DominoA, DominoB], outcome.Lines); // Both were saved, so that the order of priority stays.
        Assert.Equal([true, true], outcome.Values("HasDocumentAccess"));
    }

    [Theory]
    [InlineData("refused", "ServerRefused")]
    [InlineData("internal error", "ServerRefused")]
    [InlineData("cut before", "ServerUnreachable")]
    public void After_a_failure_in_the_middle_it_is_said_what_was_done(string fault, string id)
    {
        using StubServer server = Connect("security-on");
        server.Fault = OnPatch(server.DocumentOf("DominoA"), context =>
        {
            if (fault == "cut before")
                context.Abort();
            int status = fault == "refused" ? 403 : 500;
            return fault == "cut before"
                ? Task.CompletedTask : StubServer.WriteAsync(context, status, StubServer.Error(status, "No"));
        });
        Outcome outcome = _session.Try("$directory | Remove-DocumentAccessField");
        Assert.Equal([id, "ChangeIncomplete"], Ids(outcome));
        Assert.EndsWith(
            $"is incomplete. Changed: {DominoB}. Not changed: {DominoA}. The primary document is now {DominoB}.",
            outcome.Errors[1].Exception.Message);
        Assert.Equal(ErrorCategory.InvalidOperation, outcome.Errors[1].CategoryInfo.Category);
        // Only what was done is in the journal.
        PSObject change = Assert.Single(_session.Run("Get-DirectoryChange $directory").Output);
        Assert.Equal(DominoB, change.Get("DocumentName"));
        Assert.Equal(2, server.Requests.Count(request => request.StartsWith("PATCH"))); // A change is never sent twice.
    }

    [Fact]
    public void A_change_whose_answer_is_lost_is_confirmed_by_reading()
    {
        using StubServer server = Connect("security-on");
        server.Changed = _ => server.Cut = true;
        Outcome outcome = _session.Run("$directory | Remove-DocumentAccessField -PassThru");
        Assert.Equal([false, false], outcome.Values("HasDocumentAccess"));
        Assert.Equal(2, server.Patches.Count);
        Assert.Equal(2, _session.Run("Get-DirectoryChange $directory").Output.Count);
    }

    [Fact]
    public void A_change_that_cannot_be_confirmed_is_reported_and_stays_in_the_journal()
    {
        using StubServer server = Connect("security-on");
        server.Changed = _ => server.Cut = true;
        server.Fault = context =>
        {
            if (!context.Request.Path.Value!.Contains("/raw/"))
                return Task.FromResult(false);
            context.Abort();
            return Task.FromResult(true);
        };
        Outcome outcome = _session.Try("$directory | Remove-DocumentAccessField");
        Assert.Equal(["ChangeUnconfirmed", "ChangeIncomplete"], Ids(outcome));
        Assert.Equal(DominoB, outcome.Errors[0].TargetObject);
        Assert.EndsWith($"is incomplete. Not changed: {DominoA}.", outcome.Errors[1].Exception.Message);
        Assert.Equal(DominoB, Assert.Single(_session.Run("Get-DirectoryChange $directory").Output).Get("DocumentName"));
    }

    [Fact]
    public void A_token_that_is_revoked_and_a_rate_limit_do_not_end_a_change()
    {
        using StubServer server = Connect("security-on");
        int patches = 0;
        server.Fault = async context =>
        {
            if (context.Request.Method != "PATCH" || ++patches is not (1 or 3))
                return false;
            if (patches == 1)
                server.RevokeToken();
            context.Response.Headers.RetryAfter = "0";
            if (patches == 3)
                await StubServer.WriteAsync(context, 429, "");
            return patches == 3;
        };
        _session.Run("$directory | Remove-DocumentAccessField");
        Assert.Equal(2, server.Patches.Count);
    }

    [Fact]
    public async Task Ctrl_C_ends_a_change_and_leaves_its_record()
    {
        using StubServer server = Connect("security-on");
        var waiting = new SemaphoreSlim(0);
        server.Fault = OnPatch(server.DocumentOf("DominoB"), async context =>
        {
            waiting.Release();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        using PowerShell shell = _session.Create("$directory | Remove-DocumentAccessField");
        Task running = Task.Run(() => shell.Invoke());
        Assert.True(await waiting.WaitAsync(TimeSpan.FromSeconds(10)));
        await shell.StopAsync(null, null);
        await running.WaitAsync(TimeSpan.FromSeconds(20)); // Sooner than any time limit.
        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
        // The server did not make the change, and the journal says so.
        Outcome outcome = _session.Run("Get-DirectoryChange $directory");
        Assert.Equal(DominoB, Assert.Single(outcome.Output).Get("DocumentName"));
        Assert.Equal([false], outcome.Values("IsInFile"));
        Assert.Contains("does not contain the last recorded change: 1.", Assert.Single(outcome.Warnings));
        server.Fault = null;
        _session.Run("$directory | Remove-DocumentAccessField");
        Assert.Equal([false, true, true], _session.Run("Get-DirectoryChange $directory").Values("IsInFile"));
    }

    [Fact]
    public void A_document_is_saved_again_with_the_domain_that_it_has()
    {
        using StubServer server = Connect("security-on");
        Outcome outcome = _session.Run(
            "$directory.ForeignDomain[1] | Remove-DocumentAccessField -PreserveOrder -PassThru");
        Assert.Equal([DominoA, DominoB], outcome.Lines);
        Assert.Equal(["{\"DocumentAccess\":null}", "{\"DomainName\":\"BTEx\"}"], server.Patches);
        Assert.Equal([true, false], outcome.Values("HasDocumentAccess"));
    }

    [Fact]
    public void The_journal_keeps_what_each_document_was()
    {
        using StubServer server = Connect("security-on");
        _session.Run("$directory | Remove-DocumentAccessField");
        Outcome changes = _session.Run("Get-DirectoryChange -Directory $directory");
        Assert.Equal([1, 2], changes.Values("Id"));
        Assert.Equal([DominoB, DominoA], changes.Values("DocumentName"));
        Assert.Equal(["DocumentAccess", "DocumentAccess"], changes.Values("Field"));
        Assert.Equal(["[NetModifier]", "[NetModifier]"], changes.Values("ValueBefore"));
        Assert.All(changes.Values("Path"), path => Assert.Equal($"{server.Address}names", path));
        string journal = File.ReadAllText(_session.PathOf("server.journal"));
        Assert.Contains("name=&apos;DocumentAccess&apos;".Replace("&apos;", "'"), journal.Replace("&apos;", "'"));
        Assert.DoesNotContain(StubServer.Password, journal);
        Assert.Single(
            _session.Run(
                "Get-DirectoryChange $directory -Since (Get-DirectoryChange $directory)[1].Time | "
                    + "Where-Object Id -EQ 2").Output);
        _session.Try("Get-DirectoryChange $directory | Undo-DirectoryChange").TheError(
            "ServerReadOnly", "Undo-DirectoryChange", ErrorCategory.InvalidOperation, $"{server.Address}names");
        Assert.False(server.DocumentOf("DominoA").Items.ContainsKey("DocumentAccess"));
    }

    [Fact]
    public void Without_a_journal_nothing_is_recorded_and_a_journal_that_cannot_be_written_prevents_the_change()
    {
        using StubServer server = Connect("security-on");
        Directory.CreateDirectory(_session.PathOf("server.journal"));
        Outcome outcome = _session.Try("$directory | Remove-DocumentAccessField");
        Assert.Equal(["JournalUnavailable", "ChangeIncomplete"], Ids(outcome));
        Assert.Empty(server.Patches);
        _session.Run("$directory | Remove-DocumentAccessField -NoJournal");
        Assert.Equal(2, server.Patches.Count);
        Directory.Delete(_session.PathOf("server.journal"));
    }

    [Fact]
    public void A_line_that_an_interrupted_command_left_in_the_journal_is_removed()
    {
        using StubServer server = Connect("security-on");
        _session.Run("$directory.ForeignDomain[1] | Remove-DocumentAccessField -WarningAction Ignore");
        File.AppendAllText(_session.PathOf("server.journal"), "<change id='2' ti");
        _session.Run("$directory.ForeignDomain[1] | Remove-DocumentAccessField -WarningAction Ignore");
        Assert.Equal([1, 2], _session.Run("Get-DirectoryChange $directory").Values("Id"));
    }

    [Theory]
    [InlineData(
        "Protect-ForeignDomainDocument",
        "$directory | Protect-ForeignDomainDocument -ServerGroup 'Servers Only' -WarningAction Ignore")]
    [InlineData("Set-ForeignDomainDocument", "$directory | Set-ForeignDomainDocument -MailFile x.box -WhatIf")]
    [InlineData(
        "New-ForeignDomainDocument", "New-ForeignDomainDocument -Directory $directory -Domain New -MailServer DominoA")]
    [InlineData("Remove-ForeignDomainDocument", "$directory.ForeignDomain | Remove-ForeignDomainDocument -WhatIf")]
    [InlineData("Add-DominoServer", "Add-DominoServer -Directory $directory -Name New/Acme")]
    [InlineData("Add-DominoGroup", "Add-DominoGroup -Directory $directory -Name New")]
    [InlineData("Set-DominoAclEntry", "Set-DominoAclEntry -Directory $directory -Name New -Level Reader")]
    public void Other_commands_do_not_change_a_server(string command, string call)
    {
        using StubServer server = Connect("security-on");
        int before = server.Requests.Count;
        _session.Try(call).TheError(
            "ServerReadOnly", command, ErrorCategory.InvalidOperation, $"{server.Address}names");
        Assert.Equal(before, server.Requests.Count);
    }

    [Fact]
    public void A_directory_from_a_file_is_not_connected()
    {
        using StubServer server = Connect("security-on");
        Outcome outcome = _session.Try(
            "$copy = [System.Management.Automation.PSSerializer]::Deserialize("
                + "[System.Management.Automation.PSSerializer]::Serialize($directory, 9));"
            + "Test-FreeBusyPath -Directory $copy -From Hub01 -WarningAction Ignore; Remove-DocumentAccessField "
            + "-Directory $copy");
        outcome.TheError(
            "ServerDisconnected", "Remove-DocumentAccessField", ErrorCategory.InvalidOperation,
            $"{server.Address}names");
        Assert.Equal(["NoItemFlags"], outcome.Output[0].GetList("Assumption"));
        Assert.Empty(server.Patches);
    }

    [Fact]
    public void An_export_of_a_server_can_be_read_and_is_not_for_Domino()
    {
        using StubServer server = Connect("security-on-field-removed");
        Outcome outcome = _session.Run("Export-DominoDirectory $directory -Path server.dxl");
        Assert.Contains("Do not import it into Domino.", Assert.Single(outcome.Warnings));
        foreach (string list in new[] { "ForeignDomain", "Server", "Group" })
            Assert.Equal(
                _session.Run($"$directory.{list}").Lines,
                _session.Run($"(Import-DominoDirectory server.dxl).{list}").Lines);
        Assert.Equal(
            _session.Run("$directory | Test-FreeBusyPath -ServerDown DominoA -WarningAction Ignore").Values("Status"),
            _session.Run("Test-FreeBusyPath server.dxl -ServerDown DominoA -WarningAction Ignore").Values("Status"));
        File.Delete(_session.PathOf("server.dxl"));
    }

    private static string[] Ids(Outcome outcome) =>
        [.. outcome.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0])];

    private static Func<HttpContext, Task<bool>> OnPatch(StubDocument document, Func<HttpContext, Task> answer) =>
        async context =>
        {
            if (context.Request.Method != "PATCH" || !context.Request.Path.Value!.EndsWith(document.UniversalId))
                return false;
            await answer(context);
            return true;
        };

    private StubServer Connect(string scenario, Action<StubServer>? change = null)
    {
        StubServer server = StubServer.Start(scenario);
        change?.Invoke(server);
        _session.Set("uri", server.Address);
        _session.Set("credential", StubServer.Credential());
        _session.Run(
            "$directory = Connect-DominoDirectory $uri -DataSource names -Credential $credential -AllowHttp "
                + "-JournalPath server.journal");
        return server;
    }
}
