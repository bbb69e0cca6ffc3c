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
                "POST /api/v1/query?dataSource=names&action=execute&start=0&count=100",
                $"PATCH /api/v1/document/{b}?dataSource=names&revision={revisionB}",
                $"GET /api/v1/raw/{b}?dataSource=names",
                $"PATCH /api/v1/document/{a}?dataSource=names", $"GET /api/v1/raw/{a}?dataSource=names",
                "POST /api/v1/query?dataSource=names&action=execute&start=0&count=100",
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
        Assert.StartsWith($"{server.Address}names: 2 documents changed on the server, ", repair.ToString());
    }

    [Fact]
    public void A_server_that_refuses_every_change_is_unchanged_with_a_field_map_too()
    {
        using StubServer server = Connect("security-on");
        server.Fault = async context =>
        {
            if (context.Request.Method != "PATCH")
                return false;
            await StubServer.WriteAsync(context, 403, StubServer.Error(403, "No"));
            return true;
        };
        Outcome outcome = _session.Try(
            "$directory | Repair-CoexistenceConfiguration -FieldMap @{ MailFile = 'Other' }");
        Assert.Equal("ServerRefused", Ids(outcome)[0]);
        PSObject repair = Assert.Single(outcome.Output);
        Assert.Equal(false, repair.Get("Changed"));
        Assert.Empty(repair.GetList("Action"));
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

    [Theory]
    [InlineData("changed", DominoA, "was changed after the directory was read")]
    [InlineData("deleted", DominoA, "was deleted or became unreadable after the directory was read")]
    [InlineData("unreadable", DominoA, "was deleted or became unreadable after the directory was read")]
    [InlineData("renamed", DominoA, "was changed after the directory was read")]
    [InlineData("added", "BTEx (DominoC/Acme)", "was added after the directory was read")]
    [InlineData("added as btex", "btex (DominoC/Acme)", "was added after the directory was read")]
    [InlineData("assigned", "BTEx (DominoC/Acme)", "was assigned to this domain after the directory was read")]
    public void Documents_that_are_not_those_that_were_read_are_named_and_the_domain_is_left(
        string change, string name, string difference)
    {
        StubDocument? other = null;
        using StubServer server = Connect(
            "security-on", server => other = change == "assigned" ? AddDocument(server, "Other", "DominoC") : null);
        StubDocument a = server.DocumentOf("DominoA");
        if (change is "deleted" or "unreadable")
            server.Directory.Documents.Remove(a);
        else if (change.StartsWith("added"))
            AddDocument(server, change == "added" ? "BTEx" : "btex", "DominoC");
        else
            Save(other ?? a, change switch { "assigned" => "BTEx", "renamed" => "Other", _ => null });
        Outcome outcome = _session.Try("$directory | Remove-DocumentAccessField");
        ErrorRecord error = outcome.TheError(
            "DocumentChanged", "Remove-DocumentAccessField", ErrorCategory.ResourceExists, name);
        Assert.StartsWith(
            $"The document {name} in '{server.Address}names' {difference}. The command did not change it. The other "
                + "documents for 'BTEx' were not changed either",
            error.Exception.Message);
        Assert.Empty(server.Patches);
        Assert.Empty(_session.Run("Get-DirectoryChange $directory").Output);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Documents_of_other_domains_do_not_matter(bool hasMeta)
    {
        using StubServer server = Connect("security-on", server => AddDocument(server, "Other", "DominoC"));
        server.QueriesMeta = hasMeta;
        Save(server.DocumentOf("DominoC"));
        AddDocument(server, "Third", "DominoD");
        AddDocument(server, "  ", "DominoE");
        Outcome outcome = _session.Run("$directory.ForeignDomain | Where-Object Domain -eq BTEx | "
            + "Remove-DocumentAccessField -PassThru");
        Assert.Equal([false, false], outcome.Values("HasDocumentAccess"));
        Assert.Empty(outcome.Warnings);
        Assert.Equal(2, server.Patches.Count);
    }

    [Fact]
    public void A_domain_that_changed_does_not_prevent_the_change_of_another_one()
    {
        using StubServer server = Connect("security-on", server =>
        {
            AddDocument(server, "Aaa", "DominoC").Items["DocumentAccess"] = "[NetModifier]";
            AddDocument(server, "Zzz", "DominoD").Items["DocumentAccess"] = "[NetModifier]";
        });
        Save(server.DocumentOf("DominoB"));
        Outcome outcome = _session.Try("$directory | Remove-DocumentAccessField -Force -WarningAction Ignore");
        Assert.Equal(["DocumentChanged"], Ids(outcome));
        Assert.Equal(2, server.Patches.Count);
        Assert.Equal(
            ["Aaa (DominoC/Acme)", "Zzz (DominoD/Acme)"],
            _session.Run("Get-DirectoryChange $directory").Values("DocumentName"));
    }

    [Theory]
    [InlineData(403, "ServerRefused")]
    [InlineData(500, "ServerRefused")]
    [InlineData(0, "ServerTimedOut")]
    [InlineData(-1, "ServerUnreachable")]
    [InlineData(200, "ServerAnswerInvalid")]
    public void If_the_domain_cannot_be_queried_again_nothing_is_changed(int status, string id)
    {
        using StubServer server = Connect("security-on", timeout: status == 0 ? 10 : 60);
        server.Fault = async context =>
        {
            if (!context.Request.Path.Value!.EndsWith("/query"))
                return false;
            if (status == -1)
                context.Abort();
            else if (status == 0)
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(
                    _ => { }, TaskScheduler.Default);
            else
                await StubServer.WriteAsync(context, status, status == 200 ? "{}" : StubServer.Error(status, "No"));
            return true;
        };
        Outcome outcome = _session.Try("$directory | Remove-DocumentAccessField");
        Assert.Equal([id, "ChangeIncomplete"], Ids(outcome));
        Assert.EndsWith($"is incomplete. Not changed: {DominoB}; {DominoA}.", outcome.Errors[1].Exception.Message);
        Assert.Empty(server.Patches);
        Assert.Empty(_session.Run("Get-DirectoryChange $directory").Output);
    }

    [Fact]
    public void A_failure_of_the_server_is_not_a_change_of_the_document()
    {
        using StubServer server = Connect("security-on");
        server.QueriesMeta = false;
        server.Fault = async context =>
        {
            bool isMeta = context.Request.Path.Value!.Contains("/docmeta/");
            if (isMeta)
                await StubServer.WriteAsync(context, 500, StubServer.Error(500, "No"));
            return isMeta;
        };
        Outcome outcome = _session.Try("$directory | Remove-DocumentAccessField");
        Assert.Equal(["ServerRefused", "ChangeIncomplete"], Ids(outcome));
        Assert.Empty(server.Patches);
    }

    [Fact]
    public void Without_a_required_revision_each_document_is_compared_just_before_its_change()
    {
        using StubServer server = Connect("security-on", server => server.Schema["requireRevisionToUpdate"] = false);
        StubDocument a = server.DocumentOf("DominoA");
        server.Changed = document => Save(a);
        Outcome outcome = _session.Try("$directory | Remove-DocumentAccessField");
        Assert.Equal(["DocumentChanged", "ChangeIncomplete"], Ids(outcome));
        Assert.Equal(DominoA, outcome.Errors[0].TargetObject);
        Assert.Single(server.Requests, request => request.StartsWith("PATCH"));
        Assert.Equal(DominoB, Assert.Single(_session.Run("Get-DirectoryChange $directory").Output).Get("DocumentName"));
    }

    [Fact]
    public void A_document_that_is_added_during_the_change_is_named()
    {
        using StubServer server = Connect("security-on");
        server.Changed = document =>
        {
            if (document == server.DocumentOf("DominoA"))
                AddDocument(server, "BTEx", "DominoC");
        };
        Outcome outcome = _session.Run("$directory | Remove-DocumentAccessField");
        Assert.StartsWith(
            $"The document BTEx (DominoC/Acme) in '{server.Address}names' was added during the change. Therefore, the "
                + "order of priority might differ",
            Assert.Single(outcome.Warnings));
    }

    [Fact]
    public void A_comparison_that_fails_after_the_change_is_reported()
    {
        using StubServer server = Connect("security-on");
        server.Fault = async context =>
        {
            bool isLast = context.Request.Path.Value!.EndsWith("/query") && server.Patches.Count == 2;
            if (isLast)
                await StubServer.WriteAsync(context, 403, StubServer.Error(403, "No"));
            return isLast;
        };
        string warning = Assert.Single(_session.Run("$directory | Remove-DocumentAccessField").Warnings);
        Assert.StartsWith(
            $"The documents for 'BTEx' in '{server.Address}names' were changed, but cannot be compared afterwards:",
            warning);
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
    public void A_field_that_the_server_adds_again_while_its_answer_is_lost_can_be_this_change()
    {
        using StubServer server = Connect("security-on");
        server.Defaults["DocumentAccess"] = "[NetModifier]";
        server.Changed = _ => server.Cut = true;
        Outcome outcome = _session.Try("$directory | Remove-DocumentAccessField");
        Assert.Equal(["ChangeUnconfirmed", "ChangeIncomplete"], Ids(outcome));
        Assert.Equal(DominoB, outcome.Errors[0].TargetObject);
        Assert.Single(server.Patches);
        Assert.Equal(DominoB, Assert.Single(_session.Run("Get-DirectoryChange $directory").Output).Get("DocumentName"));
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
        using StubServer server = Connect("security-on", timeout: 3600);
        var waiting = new SemaphoreSlim(0);
        server.Fault = OnPatch(server.DocumentOf("DominoB"), async context =>
        {
            waiting.Release();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        using PowerShell shell = _session.Create("$directory | Remove-DocumentAccessField");
        Task running = Task.Run(() => shell.Invoke());
        Assert.True(await waiting.WaitAsync(Waiting.Limit));
        await shell.StopAsync(null, null);
        await running.WaitAsync(Waiting.Limit); // Sooner than any time limit.
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
    public void An_undo_restores_the_fields_of_all_documents_that_the_command_changed()
    {
        using StubServer server = Connect("security-on");
        string[] before = Items(server);
        _session.Run("$directory | Remove-DocumentAccessField");
        _session.Run("Undo-DirectoryChange -Directory $directory -WhatIf");
        Assert.Equal(2, server.Patches.Count);
        Outcome outcome = _session.Run("$directory | Undo-DirectoryChange -PassThru -WarningAction Ignore");
        Assert.Equal([DominoB, DominoA], outcome.Values("DocumentName")); // Oldest first.
        Assert.Equal(["1", "2"], outcome.Values("Undoes"));
        Assert.Equal(
            ["{\"DocumentAccess\":[\"[NetModifier]\"]}", "{\"DocumentAccess\":[\"[NetModifier]\"]}"],
            server.Patches.Skip(2));
        Assert.Equal(before, Items(server));
        Outcome documents = _session.Run("$directory.ForeignDomain");
        Assert.Equal([DominoA, DominoB], documents.Lines); // The order of priority stays.
        Assert.Equal([true, true], documents.Values("HasDocumentAccess"));
        // Everything is undone. The undo can be undone.
        Assert.Contains(
            "There is nothing to undo", Assert.Single(_session.Run("$directory | Undo-DirectoryChange").Warnings));
        _session.Run("Undo-DirectoryChange $directory -Id 3, 4");
        Assert.Equal([false, false], _session.Run("$directory.ForeignDomain").Values("HasDocumentAccess"));
        Assert.Equal([null, null, "1", "2", "3", "4"],
            _session.Run("Get-DirectoryChange $directory").Values("Undoes"));
    }

    [Fact]
    public void An_undo_of_a_repair_restores_what_it_wrote()
    {
        using StubServer server = Connect("no-security");
        string[] before = Items(server);
        _session.Run("$directory | Repair-CoexistenceConfiguration");
        // In another session.
        _session.Run(
            "$again = Connect-DominoDirectory $uri -DataSource names -Credential $credential -AllowHttp "
                + "-JournalPath server.journal; Undo-DirectoryChange $again -WarningAction Ignore");
        Assert.Equal(before, Items(server));
    }

    [Fact]
    public void An_undo_of_one_document_saves_the_newer_one_again()
    {
        using StubServer server = Connect("security-on");
        _session.Run("$directory | Remove-DocumentAccessField");
        _session.Run("Undo-DirectoryChange $directory -Id 1 -WarningAction Ignore");
        Assert.Equal(
            ["{\"DocumentAccess\":[\"[NetModifier]\"]}", "{\"DomainName\":\"BTEx\"}"], server.Patches.Skip(2));
        Assert.Equal([DominoA, DominoB], _session.Run("$directory.ForeignDomain").Lines);
        // The other change of the command is still in effect.
        _session.Run("Undo-DirectoryChange $directory -WarningAction Ignore");
        Assert.Equal([true, true], _session.Run("$directory.ForeignDomain").Values("HasDocumentAccess"));
    }

    [Fact]
    public void An_undo_that_fails_for_one_domain_does_not_record_its_changes_as_undone()
    {
        StubDocument? other = null;
        using StubServer server = Connect("security-on", server =>
        {
            other = AddDocument(server, "Other", "DominoA");
            other.Items["DocumentAccess"] = "[NetModifier]";
        });
        // The other document for BTEx is newer. It is saved again.
        _session.Run(
            $"$directory.ForeignDomain | Where-Object {{ \"$_\" -ne '{DominoA}' }} | "
                + "Remove-DocumentAccessField -Force -WarningAction Ignore");
        other!.Items["Comment"] = "Edited";
        Save(other);
        Assert.Equal(
            ["DocumentChanged"],
            Ids(_session.Try("Undo-DirectoryChange $directory -Force -WarningAction Ignore")).Distinct());
        Assert.False(other.Items.ContainsKey("DocumentAccess"));
        _session.Run(
            "$again = Connect-DominoDirectory $uri -DataSource names -Credential $credential -AllowHttp "
                + "-JournalPath server.journal");
        int before = server.Patches.Count;
        _session.Run("Undo-DirectoryChange $again -Force -WarningAction Ignore");
        Assert.Equal(["{\"DocumentAccess\":[\"[NetModifier]\"]}"], server.Patches.Skip(before));
        Assert.True(other.Items.ContainsKey("DocumentAccess"));
        Assert.Contains(
            "There is nothing to undo", Assert.Single(_session.Run("Undo-DirectoryChange $again").Warnings));
    }

    [Fact]
    public void An_undo_does_not_overwrite_later_edits()
    {
        using StubServer server = Connect("security-on");
        _session.Run("$directory | Remove-DocumentAccessField");
        StubDocument a = server.DocumentOf("DominoA");
        a.Items["DocumentAccess"] = "[Other]";
        a.Save(a.Modified.AddMinutes(1));
        Assert.Equal(["DocumentChanged"], Ids(_session.Try("Undo-DirectoryChange $directory -WarningAction Ignore")));
        _session.Run(
            "$again = Connect-DominoDirectory $uri -DataSource names -Credential $credential -AllowHttp "
                + "-JournalPath server.journal");
        _session.Try("Undo-DirectoryChange $again").TheError(
            "ChangeSuperseded", "Undo-DirectoryChange", ErrorCategory.InvalidOperation, 2);
        Assert.Equal(2, server.Patches.Count);
        // An edit of another field stays.
        a.Items.Remove("DocumentAccess");
        a.Items["Comment"] = "Edited";
        a.Save(a.Modified.AddMinutes(1));
        _session.Run(
            "$again = Connect-DominoDirectory $uri -DataSource names -Credential $credential -AllowHttp "
                + "-JournalPath server.journal; Undo-DirectoryChange $again -WarningAction Ignore");
        Assert.True(a.Items.ContainsKey("DocumentAccess"));
        Assert.Equal("Edited", a.Items["Comment"].GetValue<string>());
    }

    [Fact]
    public void An_undo_that_the_schema_does_not_allow_changes_nothing()
    {
        using StubServer server = Connect("security-on");
        _session.Run("$directory | Remove-DocumentAccessField");
        server.Field("Domain", "default", "DocumentAccess")["items"] = new JsonObject { ["type"] = "string" };
        ErrorRecord error = _session.Try(
            "$again = Connect-DominoDirectory $uri -DataSource names -Credential $credential -AllowHttp "
                + "-JournalPath server.journal; Undo-DirectoryChange $again -WarningAction Ignore").TheError(
            "SchemaLacksField", "Undo-DirectoryChange", ErrorCategory.InvalidData, $"{server.Address}names");
        Assert.Contains("DocumentAccess with the format authors and write access", error.Exception.Message);
        Assert.Equal(2, server.Patches.Count);
    }

    [Fact]
    public void A_value_that_is_not_text_cannot_be_restored()
    {
        using StubServer server = Connect("security-on", server =>
        {
            server.DocumentOf("DominoA").Items["DomainNumber"] = 5;
            server.Mode("Domain", "default")["fields"]!.AsArray().Add(
                new JsonObject { ["name"] = "DomainNumber", ["type"] = "number", ["fieldAccess"] = "RW" });
        });
        _session.Run("$directory | Remove-DocumentAccessField -FieldName DomainNumber");
        _session.Try("Undo-DirectoryChange $directory").TheError(
            "ItemNotRestorable", "Undo-DirectoryChange", ErrorCategory.InvalidOperation, DominoA);
        Assert.Single(server.Patches);
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

    private static string[] Items(StubServer server) =>
    [
        .. server.Directory.Documents.Where(document => document.Form == "Domain").Select(document => string.Join(
            "; ", document.Items.OrderBy(item => item.Key, StringComparer.Ordinal).Select(
                item => $"{item.Key}={(item.Value is JsonArray list
                    ? string.Join(",", list.Select(value => (string)value!)) : item.Value.ToString())}"))),
    ];

    private static StubDocument AddDocument(StubServer server, string domain, string name)
    {
        StubDocument like = server.Directory.Documents.First(document => document.Form == "Domain");
        var added = new StubDocument
        {
            UniversalId = Guid.NewGuid().ToString("N").ToUpperInvariant(),
            NoteId = server.Directory.Documents.Max(document => document.NoteId) + 4,
            Form = like.Form,
            Created = like.Created,
        };
        foreach ((string item, JsonNode value) in like.Items)
            added.Items[item] = value.DeepClone();
        added.Items["DomainName"] = domain;
        added.Items["MailServer"] = added.Items["CalendarServer"] = $"CN={name}/O=Acme";
        added.Items.Remove("DocumentAccess");
        added.Save(DateTimeOffset.UtcNow);
        server.Directory.Documents.Add(added);
        return added;
    }

    private static void Save(StubDocument document, string? domain = null)
    {
        if (domain is not null)
            document.Items["DomainName"] = domain;
        document.Save(document.Modified.AddMinutes(1));
    }

    private StubServer Connect(string scenario, Action<StubServer>? change = null, int timeout = 60)
    {
        StubServer server = StubServer.Start(scenario);
        change?.Invoke(server);
        _session.Set("uri", server.Address);
        _session.Set("credential", StubServer.Credential());
        _session.Run(
            "$directory = Connect-DominoDirectory $uri -DataSource names -Credential $credential -AllowHttp "
                + $"-JournalPath server.journal -TimeoutSeconds {timeout}");
        return server;
    }
}
