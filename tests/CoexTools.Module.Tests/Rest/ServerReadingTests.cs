using System.Collections;
using System.Diagnostics;
using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using CoexTools.Module.Tests.Commands;
using CoexTools.Module.Tests.Shell;
using CoexTools.Tests.Probing;
using Microsoft.AspNetCore.Http;

namespace CoexTools.Module.Tests.Rest;

/// <summary>Reads the directory of a server: what is read, what is assumed, and each fault of a server.</summary>
public sealed class ServerReadingTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    private const string Connect =
        "Connect-DominoDirectory -Uri $uri -DataSource names -Credential $credential -AllowHttp";

    [Theory]
    [InlineData("no-security")]
    [InlineData("security-on")]
    [InlineData("security-on-field-removed")]
    [InlineData("security-on-then-edited")]
    public void A_server_gives_the_answers_that_the_scenario_expects(string scenario)
    {
        using StubServer server = Use(scenario);
        session.Run($"$directory = {Connect}");
        int count = 0;
        foreach (ScenarioRow row in ScenarioRow.All.Where(row => row["directory"] == scenario + ".dxl"))
        {
            Hashtable parameters = row.Parameters();
            parameters["Directory"] = session.Run("$directory").Output[0];
            session.Set("parameters", parameters);
            PSObject freeBusy = Assert.Single(session.Run("Test-FreeBusyPath @parameters").Output);
            Assert.Equal((row["free_busy_status"], row["free_busy_server"]),
                (freeBusy.Get("Status")!.ToString(), (string)freeBusy.Get("Server")!));
            Assert.Equal(
                row.List("free_busy_warned_at"), freeBusy.GetObjects("Warning")
                    .Select(warning => (string)warning.Get("Server")!));
            if (row["free_busy_status"] != "OriginDown") // This answer does not depend on who can read a document.
                Assert.Equal(["NoItemFlags"], freeBusy.GetList("Assumption"));
            foreach ((string kind, string column) in new[] { ("Mail", "mail"), ("Calendar", "calendar") })
            {
                PSObject mail = Assert.Single(session.Run($"Test-MailRoute @parameters -Kind {kind}").Output);
                Assert.Equal((row[column + "_status"], row[column + "_server"]),
                    (mail.Get("Status")!.ToString(), (string)mail.Get("Server")!));
            }
            count++;
        }
        Assert.Equal(24, count);
    }

    [Fact]
    public void The_directory_has_what_an_export_of_it_has()
    {
        using StubServer server = Use("security-on-then-edited");
        PSObject directory = Assert.Single(session.Run($"$directory = {Connect}; $directory").Output);
        PSObject file = Assert.Single(session.Run("Import-DominoDirectory security-on-then-edited.dxl").Output);
        Assert.Equal($"{server.Address.ToString().TrimEnd('/')}/names", directory.Get("Path"));
        Assert.Equal("names", directory.Get("Name"));
        foreach (string list in new[] { "Server", "Group", "ForeignDomain" })
            Assert.Equal(file.GetList(list), directory.GetList(list));
        Assert.Equal(
            file.GetObjects("Group").Select(group => (group.Get("Type"), string.Join(";", group.GetList("Member")))),
            directory.GetObjects("Group")
                .Select(group => (group.Get("Type"), string.Join(";", group.GetList("Member")))));
        Assert.Equal(Entries(file), Entries(directory));
        foreach ((PSObject one, PSObject other) in file.GetObjects("ForeignDomain")
            .Zip(directory.GetObjects("ForeignDomain")))
        {
            foreach (string property in new[]
            {
                "Domain", "Priority", "MailServer", "MailFile", "CalendarServer", "CalendarSystem", "Modified",
                "Revised", "Created", "UniversalId",
                "NoteId", "HasDocumentAccess", "IsRestricted",
            })
            {
                Assert.Equal((property, one.Get(property)), (property, other.Get(property)));
            }
            Assert.Equal(one.GetList("Readers"), other.GetList("Readers"));
            Assert.Equal(one.GetList("Authors"), other.GetList("Authors"));
            Assert.Equal(one.GetList("DocumentAccess"), other.GetList("DocumentAccess"));
        }
        Assert.Equal(
            session.Run("Get-DocumentReader security-on-then-edited.dxl").Output.Select(Seen),
            session.Run("$directory | Get-DocumentReader").Output.Select(Seen));

        static string Seen(PSObject reader) =>
            $"{reader.Get("Document")} {reader.Get("Server")} {reader.Get("CanRead")} {reader.Get("Entry")}";
    }

    [Fact]
    public void Every_reading_command_takes_the_directory()
    {
        using StubServer server = Use("security-on");
        session.Run($"$directory = {Connect}");
        string[] calls =
        [
            "$directory | Get-ForeignDomainDocument", "Get-DocumentReader $directory", "Test-FreeBusyPath $directory",
            "Test-MailRoute -Directory $directory", "$directory | Test-CoexistenceConfiguration -WarningAction Ignore",
            "Measure-CoexistenceAvailability $directory",
            "Compare-CoexistencePath $directory security-on-field-removed.dxl",
            "ConvertTo-CoexistenceDiagram $directory", "Format-CoexistenceTree $directory",
            "Export-CoexistenceReport $directory -Path server.html -PassThru",
        ];
        Assert.All(calls, call => Assert.NotEmpty(session.Run(call).Output));
    }

    [Fact]
    public void The_pages_of_a_query_are_joined()
    {
        using StubServer server = Use("no-security");
        StubDocument first = server.Directory.Documents.First(document => document.Form == "Server");
        for (int i = 0; i < 200 - 5; i++)
        {
            var more = new StubDocument
            {
                UniversalId = (0xA000 + i).ToString("X32"),
                NoteId = 0xA000 + i,
                Form = "Server",
                Created = first.Created,
                Modified = first.Modified,
                Revised = first.Revised,
            };
            more.Items["ServerName"] = $"CN=Extra{i}/O=Acme";
            server.Directory.Documents.Add(more);
        }
        Assert.Equal(200, Assert.Single(session.Run(Connect).Output).GetObjects("Server").Length);
        Assert.Equal(
            ["start=0", "start=100", "start=200"],
            server.Requests.Where(request => request.Contains("/query")).Skip(1)
                .Select(request => request.Split('&')[2]));
    }

    [Fact]
    public void Without_management_access_groups_are_read_as_documents_and_the_ACL_is_assumed()
    {
        using StubServer server = Use("security-on");
        server.IsManager = false;
        PSObject directory = Assert.Single(session.Run($"$directory = {Connect}; $directory").Output);
        Assert.Equal(session.Run("(Import-DominoDirectory security-on.dxl).Group").Lines, directory.GetList("Group"));
        Assert.Equal("default ACL (assumed)", directory.Get("Acl")!.ToString());
        PSObject result = session.Run("$directory | Test-FreeBusyPath -From Hub01 -WarningAction Ignore").Output[0];
        Assert.Equal(["DefaultAcl", "NoItemFlags"], result.GetList("Assumption"));
        result =
            session.Run($"{Connect} -Acl security-on.dxl | Test-FreeBusyPath -From Hub01 -WarningAction Ignore").Output[
                0];
        Assert.Equal(["NoItemFlags", $"GivenAcl: '{session.PathOf("security-on.dxl")}'"], result.GetList("Assumption"));
        Assert.Equal(
            Entries(session.Run("Import-DominoDirectory security-on.dxl").Output[0]),
            Entries(session.Run($"{Connect} -Acl security-on.dxl").Output[0]));
        session.Run(
            "$memory = New-DominoDirectory -Name m; Set-DominoAclEntry -Directory $memory -Name '-Default-' "
                + "-Level Reader");
        result = session.Run($"{Connect} -Acl $memory.Acl | Test-FreeBusyPath -From Hub01").Output[0];
        Assert.Equal(["NoItemFlags", "GivenAcl: 2 entries"], result.GetList("Assumption"));
        session.Try($"{Connect} -Acl (New-DominoDirectory -Name none)").Errors.Single()
            .Is(
                "AclInvalid", "Connect-DominoDirectory", ErrorCategory.InvalidArgument, session.Run(
                    "$error[0].TargetObject").Output[0]);
    }

    [Fact]
    public void Items_count_as_readers_and_authors_by_their_names()
    {
        using StubServer server = Use("no-security");
        StubDocument document = server.DocumentOf("DominoA");
        document.Items["Secret"] = new JsonArray("CN=Hub01/O=Acme");
        document.Items["Helpers"] = "CN=Mail01/O=Acme";
        PSObject plain = Document();
        Assert.Empty(plain.GetList("Readers"));
        Assert.Equal(["[NetModifier]", "LocalDomainAdmins"], plain.GetList("Authors").Order());
        PSObject named = Document("-ReaderItem Secret, DocumentAccess -AuthorItem Helpers");
        Assert.Equal(["[NetModifier]", "Hub01/Acme"], named.GetList("Readers").Order());
        Assert.Equal(["LocalDomainAdmins", "Mail01/Acme"], named.GetList("Authors").Order());

        PSObject Document(string arguments = "") =>
            session.Run($"({Connect} {arguments}).ForeignDomain | Where-Object MailServer -EQ 'DominoA/Acme'").Output
                .Single();
    }

    [Fact]
    public void Without_the_mode_raw_documents_are_read_in_the_default_mode_and_may_lack_items()
    {
        using StubServer server = Use("security-on");
        server.RemoveMode("Domain", "raw");
        PSObject result = session
            .Run($"{Connect} | Test-FreeBusyPath -From Hub01 -ServerDown DominoA -WarningAction Ignore").Output[0];
        Assert.Equal("NotRelayed", result.Get("Status")!.ToString());
        Assert.Equal(
            ["MissingItem: BTEx (DominoA/Acme)", "MissingItem: BTEx (DominoB/Acme)", "NoItemFlags"], result.GetList(
                "Assumption").Order());
        // It is not requested in vain for each document.
        Assert.Equal(1, server.Requests.Count(request => request.Contains("/raw/")));
    }

    [Fact]
    public void Metadata_that_a_raw_document_lacks_are_requested()
    {
        using StubServer server = Use("security-on");
        server.HasMeta = false;
        Assert.Equal(
            session.Run("Get-ForeignDomainDocument security-on.dxl").Values("Modified"),
            session.Run($"({Connect}).ForeignDomain").Values("Modified"));
        Assert.Equal(2, server.Requests.Count(request => request.Contains("/docmeta/")));
    }

    [Theory]
    [InlineData("Domain", "dql", "Domain", "dql", "")]
    [InlineData("Server", "dql", "Server", "dql", "")]
    [InlineData("Group", "dql", "Group", "dql", "")]
    [InlineData("Server", "dql", "Server", "dql", "ServerName")]
    [InlineData("Group", "dql", "Group", "dql", "Members")]
    [InlineData("Domain", "default", "Domain", "default", "$Readers")]
    public void A_schema_that_lacks_something_is_an_error_that_names_it(
        string form, string mode, string namedForm, string namedMode, string field)
    {
        using StubServer server = Use("security-on");
        server.IsManager = false;
        server.RemoveMode("Domain", "raw");
        if (field.Length > 0)
            server.RemoveField(form, mode, field);
        else
            server.RemoveMode(form, mode);
        Outcome outcome = session.Try(Connect);
        Assert.Empty(outcome.Output);
        ErrorRecord error = outcome.TheError(
            "SchemaLacksField", "Connect-DominoDirectory", ErrorCategory.InvalidData, PathOf(server));
        string named = field.Length > 0
            ? $"lacks fields of the form '{namedForm}' in the mode '{namedMode}': {field}."
            : $"does not make documents with the form '{namedForm}' available in the mode '{namedMode}'.";
        Assert.Contains(named, error.Exception.Message);
    }

    [Fact]
    public void Without_the_configuration_of_the_scope_an_empty_answer_is_an_assumption()
    {
        using StubServer server = Use("security-on");
        server.ShowsScope = false;
        server.RemoveMode("Server", "dql");
        PSObject result = session.Run($"{Connect} | Test-FreeBusyPath -From Hub01 -WarningAction Ignore").Output[0];
        Assert.Contains("MissingItem: form Server", result.GetList("Assumption"));
        Assert.Contains(server.Requests, request => request == "GET /api/admin-v1/acl/entries?dataSource=names");
    }

    [Theory]
    [InlineData("Group", "dql", "Members", true)]
    [InlineData("Group", "dql", "Members", false)]
    [InlineData("Server", "dql", "Ports", true)]
    [InlineData("Domain", "default", "$Readers", true)]
    [InlineData("Domain", "default", "$Readers", false)]
    [InlineData("Domain", "default", "DocumentAccess", true)]
    [InlineData("Domain", "default", "AllowFromDomains", true)]
    public void A_field_for_one_value_that_can_have_several_is_an_error_that_names_it(
        string form, string mode, string field, bool isKnown)
    {
        using StubServer server = Use("security-on");
        server.IsManager = false;
        server.ShowsScope = isKnown;
        server.RemoveMode("Domain", "raw");
        server.MakeSingle(form, mode, field);
        Outcome outcome = session.Try(Connect);
        Assert.Empty(outcome.Output);
        ErrorRecord error = outcome.TheError(
            "SchemaLacksField", "Connect-DominoDirectory", ErrorCategory.InvalidData, PathOf(server));
        Assert.Contains(
            $"'{form}' in the mode '{mode}': {field} with multiple values (multivalue).", error.Exception.Message);
    }

    [Theory]
    [InlineData("array", null, true)]
    [InlineData("string", true, true)]
    [InlineData("string", false, false)]
    [InlineData("array", false, false)]
    public void A_field_has_multiple_values_by_its_type_or_its_declaration(
        string type, bool? multivalue, bool isMultiple)
    {
        using StubServer server = Use("security-on");
        server.IsManager = false;
        JsonObject field = server.Field("Group", "dql", "Members");
        field["type"] = type;
        field.Remove("multivalue");
        if (multivalue is { } declared)
            field["multivalue"] = declared;
        Outcome outcome = session.Try(Connect);
        Assert.Equal(
            isMultiple ? [] : ["SchemaLacksField,CoexTools.Commands.ConnectDominoDirectoryCommand"], Ids(outcome));
        Assert.Equal(isMultiple ? 1 : 0, outcome.Output.Count);
    }

    [Fact]
    public void Raw_documents_do_not_depend_on_the_fields_of_the_schema()
    {
        using StubServer server = Use("security-on");
        server.MakeSingle("Domain", "default", "$Readers");
        Assert.Equal(
            [3, 3],
            session.Run($"({Connect}).ForeignDomain").Output.Select(document => document.GetList("Readers").Length));
    }

    [Fact]
    public void The_form_of_a_document_is_that_of_the_query()
    {
        using StubServer server = Use("security-on");
        server.IsManager = false;
        foreach (StubDocument document in server.Directory.Documents)
            document.Alias = "Alias";
        server.RemoveField("Server", "dql", "Form");
        session.Run($"$directory = {Connect}; $file = Import-DominoDirectory security-on.dxl");
        foreach (string list in new[] { "ForeignDomain", "Server", "Group" })
            Assert.Equal(session.Run($"$file.{list}").Lines, session.Run($"$directory.{list}").Lines);
    }

    [Theory]
    [InlineData("before", true, "SchemaLacksField", ErrorCategory.InvalidData)]
    [InlineData("before", false, "SchemaUnavailable", ErrorCategory.ObjectNotFound)]
    [InlineData("during", true, "SchemaLacksField", ErrorCategory.InvalidData)]
    [InlineData("during", false, "SchemaUnavailable", ErrorCategory.ObjectNotFound)]
    public void Empty_answers_without_the_schema_are_an_error(
        string time, bool showsScope, string id, ErrorCategory category)
    {
        using StubServer server = Use("security-on");
        if (time == "before")
            Remove();
        else
            server.Fault = On("/query", context => Task.CompletedTask, () => Remove());
        Outcome outcome = session.Try(Connect);
        Assert.Empty(outcome.Output);
        outcome.TheError(id, "Connect-DominoDirectory", category, PathOf(server));

        bool Remove()
        {
            server.ShowsScope = showsScope;
            server.Schema["forms"] = new JsonArray();
            return false;
        }
    }

    [Fact]
    public void Empty_answers_with_the_schema_are_an_empty_directory()
    {
        using StubServer server = Use("security-on");
        server.Directory.Documents.RemoveAll(document => document.Form == "Domain");
        Assert.Empty(Assert.Single(session.Run(Connect).Output).GetObjects("ForeignDomain"));
    }

    [Theory]
    [InlineData(500, "message", "Error: max entries scanned", "max entries scanned", "QUERY_MAX_VIEW_ENTRIES_SCANNED")]
    [InlineData(400, "message", "MaxEntriesScanned", "max entries scanned", "QUERY_MAX_VIEW_ENTRIES_SCANNED")]
    [InlineData(400, "details", "MaxDocsScanned: 200000", "max documents scanned", "QUERY_MAX_DOCS_SCANNED")]
    public void The_limit_that_ends_a_query_is_named(
        int status, string member, string text, string limit, string setting)
    {
        using StubServer server = Use("security-on");
        server.ShowsScope = false; // Also the form that is not in every directory is then read.
        var answer = new JsonObject { ["status"] = status, ["message"] = "The query failed", [member] = text };
        int queries = 0;
        server.Fault = On(
            "/query", context => StubServer.WriteAsync(context, status, answer.ToJsonString()), () => ++queries > 1);
        Outcome outcome = session.Try(Connect);
        Assert.Empty(outcome.Output);
        ErrorRecord error = outcome.TheError(
            "QueryLimitExceeded", "Connect-DominoDirectory", ErrorCategory.InvalidOperation, PathOf(server));
        Assert.Contains($"the form 'Foreign Domain' because it exceeds the limit '{limit}'.", error.Exception.Message);
        Assert.Contains(setting, error.ErrorDetails.RecommendedAction);
    }

    [Theory]
    [InlineData("/query")]
    [InlineData("/access/groups")]
    public void Pages_without_end_are_an_error(string path)
    {
        using StubServer server = Use("security-on");
        string padding = new(' ', 60_000_000);
        int number = 0;
        server.Fault = On(path, context => StubServer.WriteAsync(context, 200, "[" + string.Join(
            ",", Enumerable.Range(0, 100).Select(_ => path == "/query"
                ? $"{{\"@unid\":\"{++number:X32}\"}}"
                : $"{{\"name\":\"Group {++number}\"}}")) + padding + "]"));
        Outcome outcome = session.Try(Connect);
        Assert.Empty(outcome.Output);
        ErrorRecord error = outcome.TheError(
            "ServerAnswerInvalid", "Connect-DominoDirectory", ErrorCategory.InvalidData, PathOf(server));
        Assert.EndsWith("All responses together have more than 268,435,456 bytes.", error.Exception.Message);
        Assert.Equal(500, number);
    }

    [Fact]
    public void Small_pages_without_end_are_an_error()
    {
        using StubServer server = Use("security-on");
        int number = 0;
        server.Fault = On("/query", context => StubServer.WriteAsync(context, 200, "[" + string.Join(
            ",", Enumerable.Range(0, 100).Select(_ => $"{{\"@unid\":\"{++number:X32}\"}}")) + "]"));
        ErrorRecord error = session.Try(Connect).TheError(
            "ServerAnswerInvalid", "Connect-DominoDirectory", ErrorCategory.InvalidData, PathOf(server));
        Assert.EndsWith("There are more than 200,000 documents with the form 'Domain'.", error.Exception.Message);
        Assert.Equal(200_100, number);
    }

    [Fact]
    public void The_default_time_limit_is_longer_than_that_of_the_server() =>
        Assert.InRange(
            (int)session.Run("(New-Object (Get-Command Connect-DominoDirectory).ImplementingType).TimeoutSeconds")
                .Output[0].BaseObject,
            181, 3600);

    [Theory]
    [InlineData("as it is")]
    [InlineData("in capitals")]
    [InlineData("escaped for a URL")]
    [InlineData("escaped for a form")]
    [InlineData("escaped twice")]
    [InlineData("escaped character by character")]
    [InlineData("escaped for HTML")]
    [InlineData("in Base64")]
    [InlineData("in Base64 with the user name")]
    [InlineData("in Base64 for URLs")]
    [InlineData("at the limit of a message")]
    public void A_server_that_returns_a_secret_does_not_reveal_it(string form)
    {
        const string Password = "Straße 7/+&?<7>geheim~Wort";
        using StubServer server = Use("security-on", password: Password);
        server.AcceptsAnyPassword = true;
        string echo = Encode(form, Password);
        string? token = null;
        foreach (string place in new[]
        {
            "redirect", "message", "user", "level", "logon", "group", "entry", "unid", "revision", "time", "item",
        })
        {
            token = null;
            server.Fault = context => EchoAsync(context, place);
            Outcome outcome = session.Try(
                $"$directory = {Connect} -Verbose; $directory | Remove-DocumentAccessField -WhatIf");
            string shown = string.Join("\n", outcome.Verbose.Concat(outcome.Warnings).Concat(outcome.Errors.Select(
                error => $"{error} {error.Exception} {error.ErrorDetails} {error.TargetObject} {error.CategoryInfo}")));
            Assert.NotEmpty(outcome.Verbose);
            foreach (string secret in new[] { Password, echo, token is null ? echo : Encode(form, token) })
                Assert.DoesNotContain(secret, shown, StringComparison.OrdinalIgnoreCase);
            // The same word, at each position in Base64.
            foreach (string part in new[] { "geheim", "Z2VoZWlt", "dlaGVpb", "nZWhlaW" })
                Assert.DoesNotContain(part, shown, StringComparison.OrdinalIgnoreCase);
        }

        async Task<bool> EchoAsync(HttpContext context, string place)
        {
            token = context.Request.Headers.Authorization.FirstOrDefault()?["Bearer ".Length..] ?? token;
            string text = token is null ? echo : $"{echo} {Encode(form, token)}";
            string path = context.Request.Path.Value!;
            switch (place)
            {
                case "redirect" when path.EndsWith("/scope"):
                    context.Response.StatusCode = 307;
                    context.Response.Headers.Location = "https://other.example/"
                        + (text.All(char.IsAscii) ? text : Uri.EscapeDataString(text));
                    return true;
                case "message" when path.EndsWith("/query"):
                    await StubServer.WriteAsync(context, 403, StubServer.Error(403, text));
                    return true;
                case "user" or "level" when path.EndsWith("/scope/access"):
                    await StubServer.WriteAsync(context, 200, new JsonObject
                    {
                        ["User"] = place == "user" ? text : "Admin",
                        ["Level"] = place == "level" ? text : "DEPOSITOR",
                        ["Roles"] = new JsonArray(text),
                    }.ToJsonString());
                    return true;
                case "logon" when path.EndsWith("/auth"):
                    await StubServer.WriteAsync(context, 401, StubServer.Error(401, text));
                    return true;
                case "group" when path.EndsWith("/access/groups"):
                    await StubServer.WriteAsync(context, 200, new JsonArray(
                        new JsonObject { ["name"] = text, ["type"] = text }).ToJsonString());
                    return true;
                case "entry" when path.EndsWith("/acl/entries"):
                    await StubServer.WriteAsync(
                        context, 200,
                        new JsonArray(new JsonObject { ["name"] = text, ["level"] = text }).ToJsonString());
                    return true;
                case "unid" when path.EndsWith("/query"):
                    await StubServer.WriteAsync(
                        context, 200, new JsonArray(new JsonObject { ["@unid"] = text }).ToJsonString());
                    return true;
                case "revision" or "time" or "item" when path.Contains("/raw/"):
                    StubDocument document =
                        server.Directory.Documents.Single(document => path.EndsWith(document.UniversalId));
                    JsonObject json = document.Raw();
                    json["@meta"]![place == "revision" ? "revision" : "created"] = text;
                    if (place == "item")
                        json["$Readers"] = new JsonObject { [text] = text };
                    await StubServer.WriteAsync(context, 200, json.ToJsonString());
                    return true;
                default:
                    return false;
            }
        }

        static string Encode(string form, string secret)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(secret);
            return form switch
            {
                "in capitals" => secret.ToUpperInvariant(),
                "escaped for a URL" => Uri.EscapeDataString(secret),
                "escaped for a form" => WebUtility.UrlEncode(secret),
                "escaped twice" => Uri.EscapeDataString(Uri.EscapeDataString(secret)),
                "escaped character by character" => string.Concat(bytes.Select(one => $"%{one:x2}")),
                "escaped for HTML" => WebUtility.HtmlEncode(secret),
                "in Base64" => Convert.ToBase64String(bytes),
                "in Base64 with the user name" =>
                    Convert.ToBase64String([.. Encoding.UTF8.GetBytes("Admin/Acme:"), .. bytes, (byte)'!']),
                "in Base64 for URLs" =>
                    Convert.ToBase64String(bytes).Replace('+', '-').Replace('/', '_').TrimEnd('='),
                "at the limit of a message" => new string('x', 190) + secret,
                _ => secret,
            };
        }
    }

    [Fact]
    public void The_account_must_be_able_to_read()
    {
        using StubServer server = Use("security-on");
        server.Level = "DEPOSITOR";
        session.Try(Connect).TheError(
            "ServerAccessDenied", "Connect-DominoDirectory", ErrorCategory.PermissionDenied, PathOf(server));
    }

    [Fact]
    public void A_wrong_password_is_an_error_that_does_not_contain_it()
    {
        using StubServer server = Use("security-on", password: "Falsch-0815");
        Outcome outcome = session.Try(Connect + " -Verbose");
        ErrorRecord error = outcome.TheError(
            "LogonFailed", "Connect-DominoDirectory", ErrorCategory.AuthenticationError, PathOf(server));
        // The server returned the password.
        Assert.Contains("Invalid credentials or account locked: ***", error.Exception.Message);
        Assert.DoesNotContain("Falsch", error.Exception + string.Join("\n", outcome.Verbose));
        Assert.Single(server.Requests); // A repetition could lock the account.
    }

    [Fact]
    public void No_secret_is_in_the_directory_or_in_a_message()
    {
        using StubServer server = Use("security-on");
        string? token = null;
        server.Fault = context =>
        {
            token ??= context.Request.Headers.Authorization.FirstOrDefault()?["Bearer ".Length..];
            return Task.FromResult(false);
        };
        Outcome outcome = session
            .Run($"$directory = {Connect} -Verbose; "
                + "[System.Management.Automation.PSSerializer]::Serialize($directory, 9)");
        string text = outcome.Output[0].ToString()!;
        Assert.Contains("DominoDirectory", text);
        Assert.NotNull(token);
        foreach (string secret in new[] { StubServer.Password, token })
            Assert.DoesNotContain(secret, text + string.Join("\n", outcome.Verbose));
        Assert.Contains(
            outcome.Verbose, line => line.EndsWith("/query?dataSource=names&action=execute&start=0&count=100: 200"));
    }

    [Fact]
    public void The_address_must_use_HTTPS()
    {
        const string Arguments = "-DataSource names -Credential $credential";
        using StubServer server = Use("security-on");
        ErrorRecord error = session.Try($"Connect-DominoDirectory $uri {Arguments}").TheError(
            "ServerAddressInvalid", "Connect-DominoDirectory", ErrorCategory.InvalidArgument,
            server.Address.ToString());
        Assert.Contains("without encryption", error.Exception.Message);
        Assert.Empty(server.Requests);
        foreach (string address in new[] { "ftp://server", "server", "https://server/?x=1" })
        {
            error = session.Try($"Connect-DominoDirectory {address} {Arguments}").Errors.Single();
            Assert.StartsWith("ServerAddressInvalid", error.FullyQualifiedErrorId);
        }
        error = session.Try($"Connect-DominoDirectory https://me:secret@server {Arguments}").Errors.Single();
        Assert.DoesNotContain("secret", error.ToString() + error.TargetObject);
    }

    [Fact]
    public void A_certificate_that_is_not_trusted_is_an_error_and_nothing_is_sent()
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using X509Certificate2 certificate = Certificates.SelfSigned("localhost", now.AddDays(-1), now.AddDays(1));
        using StubServer server = Use("security-on", certificate: certificate);
        ErrorRecord error = session.Try(Connect).TheError(
            "ServerCertificateInvalid", "Connect-DominoDirectory", ErrorCategory.SecurityError, PathOf(server));
        Assert.Contains("is not trusted: UntrustedRoot", error.Exception.Message);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public void HTTPS_requires_a_trusted_certificate_for_the_host()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only on Linux can a process trust certificates of its own.");
        (DateTimeOffset from, DateTimeOffset to) =
            (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using X509Certificate2 certificate = Certificates.SelfSigned("localhost", from, to);
        using X509Certificate2 other = Certificates.SelfSigned("other.example", from, to);
        using StubServer server = StubServer.Start("security-on", certificate);
        using StubServer otherServer = StubServer.Start("security-on", other);
        string trusted = session.Write(
            "trusted.pem", certificate.ExportCertificatePem() + "\n" + other.ExportCertificatePem());
        string script = session.Write("https.ps1", $$"""
            Import-Module '{{BuiltModule.Manifest}}'
            $password = [System.Net.NetworkCredential]::new('', '{{StubServer.Password}}').SecurePassword
            $credential = [System.Management.Automation.PSCredential]::new('{{StubServer.User}}', $password)
            (Connect-DominoDirectory https://localhost:{{server.Address.Port}} names $credential).ForeignDomain.Count
            $null = Connect-DominoDirectory {{otherServer.Address}} names $credential -ErrorAction SilentlyContinue -ErrorVariable failure
            $failure[0].Exception.Message.Replace('{{PathOf(otherServer)}}', 'the server')
            """);
        ShellResult result = ShellProcess.RunWithVariable(
            "SSL_CERT_FILE", trusted, session.Folder, "-NoProfile", "-File", script);
        Assert.Equal("", result.Error);
        Assert.Equal(
            "2\nThe certificate of 'the server' is not trusted: the certificate is for another host name. "
                + "Nothing was sent.\n", result.Output);
        Assert.Empty(otherServer.Requests);
    }

    [Fact]
    public void A_server_that_does_not_run_is_an_error()
    {
        var address = new Uri($"http://127.0.0.1:{FakeServer.ClosedPort()}/");
        Use(address);
        session.Try(Connect).TheError(
            "ServerUnreachable", "Connect-DominoDirectory", ErrorCategory.ConnectionError, $"{address}names");
    }

    [Fact]
    public void A_redirect_is_not_followed()
    {
        using StubServer other = StubServer.Start("security-on");
        using StubServer server = Use("security-on");
        server.Fault = On("/scope/access", context =>
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = $"{other.Address}api/v1/scope/access?dataSource=names";
            return Task.CompletedTask;
        });
        session.Try(Connect).TheError(
            "ServerRedirected", "Connect-DominoDirectory", ErrorCategory.SecurityError, PathOf(server));
        Assert.Empty(other.Requests);
    }

    [Fact]
    public void A_token_that_is_revoked_is_renewed_once()
    {
        using StubServer server = Use("security-on");
        int revoked = 0;
        server.Fault = context =>
        {
            if (context.Request.Path.Value!.Contains("/raw/") && ++revoked == 1)
                server.RevokeToken();
            return Task.FromResult(false);
        };
        Assert.Equal(2, session.Run($"({Connect}).ForeignDomain").Output.Count);
        Assert.Equal(2, server.Logons);
        server.Fault = On("/raw/", context => StubServer.WriteAsync(context, 401, StubServer.Error(401, "No")));
        server.RemoveMode("Domain", "default");
        Assert.StartsWith("SchemaLacksField", session.Try(Connect).Errors.Single().FullyQualifiedErrorId);
        Assert.Equal(4, server.Logons);
    }

    [Fact]
    public void A_token_is_renewed_before_it_expires()
    {
        using StubServer server = Use("security-on");
        server.TokenSeconds = 1;
        server.Fault = async context =>
        {
            await Task.Delay(120);
            return false;
        };
        var time = Stopwatch.StartNew();
        session.Run(Connect);
        // A token is used for three quarters of its time.
        Assert.InRange(server.Logons, 2, 1 + (time.Elapsed.TotalSeconds / 0.75));
    }

    [Fact]
    public void The_rate_limit_of_a_server_is_followed()
    {
        using StubServer server = Use("security-on");
        int refused = 0;
        server.Fault = On("/query", context =>
        {
            context.Response.Headers.RetryAfter = "1";
            return StubServer.WriteAsync(context, 429, StubServer.Error(429, "Slow down"));
        }, () => ++refused == 1);
        Stopwatch time = Stopwatch.StartNew();
        session.Run(Connect);
        Assert.True(time.Elapsed.TotalSeconds >= 1);
        server.Fault = On("/query", context =>
        {
            context.Response.Headers.RetryAfter = "3600";
            return StubServer.WriteAsync(context, 429, "");
        });
        session.Try(Connect).TheError(
            "ServerBusy", "Connect-DominoDirectory", ErrorCategory.ResourceBusy, PathOf(server));
    }

    [Fact]
    public void A_request_that_reads_is_repeated_after_an_internal_error()
    {
        const int Status = 500;
        using StubServer server = Use("security-on");
        int failed = 0;
        server.Fault = On(
            "/raw/", context => StubServer.WriteAsync(
                context, Status, StubServer.Error(Status, "We screwed up")), () => ++failed <= 2);
        Assert.Equal(2, session.Run($"({Connect}).ForeignDomain").Output.Count);
        server.Fault = On(
            "/query", context => StubServer.WriteAsync(context, Status, StubServer.Error(Status, "We\r\nscrewed up")));
        int before = server.Requests.Count(request => request.Contains("/query"));
        ErrorRecord error = session.Try(Connect)
            .TheError("ServerRefused", "Connect-DominoDirectory", ErrorCategory.InvalidOperation, PathOf(server));
        Assert.EndsWith($"count=100. Its message: We  screwed up", error.Exception.Message);
        Assert.Equal(3, server.Requests.Count(request => request.Contains("/query")) - before);
    }

    [Fact]
    public void A_connection_that_is_cut_in_an_answer_is_an_error_after_repetitions()
    {
        using StubServer server = Use("security-on");
        int cuts = 0;
        server.Fault = On("/raw/", Cut, () => ++cuts <= 2);
        Assert.Equal(2, session.Run($"({Connect}).ForeignDomain").Output.Count);
        server.Fault = On("/raw/", Cut);
        Outcome outcome = session.Try(Connect);
        Assert.Empty(outcome.Output);
        outcome.TheError("ServerUnreachable", "Connect-DominoDirectory", ErrorCategory.ConnectionError, PathOf(server));

        static async Task Cut(HttpContext context)
        {
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("""{"@meta":""");
            await context.Response.Body.FlushAsync();
            context.Abort();
        }
    }

    [Theory]
    [InlineData("", "The response is not JSON. The text is incomplete at character 1.")]
    [InlineData("[", "The response is not JSON. The text is incomplete at character 2.")]
    [InlineData("<html>", "The response is not JSON. The character U+003C is not allowed at character 1.")]
    [InlineData("{}", "It is not a list.")]
    [InlineData("[{}]", "A document does not have a universal id.")]
    [InlineData(
        "[{\"@meta\":{\"unid\":\"../../../../../auth?x=%2F%2F%2F%2F%2F%2F\"}}]",
        "A document does not have a universal id.")]
    public void An_answer_that_is_not_valid_is_an_error(string text, string reason)
    {
        using StubServer server = Use("security-on");
        server.Fault = On("/query", context => StubServer.WriteAsync(context, 200, text));
        Outcome outcome = session.Try(Connect);
        ErrorRecord error = outcome.TheError(
            "ServerAnswerInvalid", "Connect-DominoDirectory", ErrorCategory.InvalidData, PathOf(server));
        Assert.EndsWith(reason, error.Exception.Message);
    }

    [Fact]
    public void A_page_too_many_is_an_error()
    {
        using StubServer server = Use("security-on");
        var page =
            new JsonArray(
                [.. Enumerable.Range(0, 100)
                    .Select(i => new JsonObject { ["@unid"] = i.ToString("X32"), ["Form"] = "Domain" })]);
        server.Fault = On("/query", context => StubServer.WriteAsync(context, 200, page.ToJsonString()));
        ErrorRecord error = session.Try(Connect).Errors.Single();
        Assert.Contains($"It repeats the document {0.ToString("X32")} of an earlier page.", error.Exception.Message);
        page.Add(new JsonObject { ["@unid"] = 100.ToString("X32"), ["Form"] = "Domain" });
        error = session.Try(Connect).Errors.Single();
        Assert.Contains("It contains 101 documents instead of at most 100.", error.Exception.Message);
    }

    [Theory]
    [InlineData("$Readers", """{"from":"CN=Hub01/O=Acme"}""")]
    [InlineData("DocumentAccess", "[1]")]
    public void An_item_that_determines_access_must_be_text(string item, string value)
    {
        using StubServer server = Use("security-on");
        server.DocumentOf("DominoA").Items[item] = JsonNode.Parse(value)!;
        ErrorRecord error = session.Try(Connect).TheError(
            "ServerAnswerInvalid", "Connect-DominoDirectory", ErrorCategory.InvalidData, PathOf(server));
        Assert.EndsWith($"The item {item} of a document does not contain text.", error.Exception.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_answer_of_200_megabytes_is_not_read(bool hasLength)
    {
        using StubServer server = Use("security-on");
        server.Fault = On("/query", async context =>
        {
            if (hasLength)
                context.Response.ContentLength = 200 << 20;
            byte[] block = [.. Enumerable.Repeat((byte)' ', 1 << 16)];
            try
            {
                for (long sent = 0; sent < 200 << 20
                    && !context.RequestAborted.IsCancellationRequested; sent += block.Length)
                    await context.Response.Body.WriteAsync(block, context.RequestAborted);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
            }
        });
        ErrorRecord error = session.Try(Connect).TheError(
            "ServerAnswerInvalid", "Connect-DominoDirectory", ErrorCategory.InvalidData, PathOf(server));
        Assert.Contains("The response has more than 67,108,864 bytes.", error.Exception.Message);
    }

    [Fact]
    public void A_slow_answer_is_an_error_after_the_time_limit()
    {
        using StubServer server = Use("security-on");
        server.Fault = On("/scope/access", Drip);
        Stopwatch time = Stopwatch.StartNew();
        session.Try(Connect + " -TimeoutSeconds 1").TheError(
            "ServerTimedOut", "Connect-DominoDirectory", ErrorCategory.OperationTimeout, PathOf(server));
        Assert.True(time.Elapsed.TotalSeconds >= 0.9); // The server never completes its answer.
    }

    [Theory]
    [InlineData("no answer")]
    [InlineData("a slow answer")]
    [InlineData("a wait for the rate limit")]
    [InlineData("a connection")]
    public async Task Ctrl_C_ends_every_wait(string wait)
    {
        using StubServer server = Use("security-on");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        var waiting = new SemaphoreSlim(0);
        int queries = 0;
        server.Fault = On("/query", async context =>
        {
            Interlocked.Increment(ref queries);
            waiting.Release();
            if (wait == "a wait for the rate limit")
            {
                context.Response.Headers.RetryAfter = "60";
                await StubServer.WriteAsync(context, 429, "");
            }
            else if (wait == "a slow answer")
            {
                await Drip(context);
            }
            else
            {
                await Task.Delay(Timeout.Infinite, context.RequestAborted)
                    .ContinueWith(_ => { }, TaskScheduler.Default);
            }
        });
        if (wait == "a connection")
        {
            listener.Start(); // It never accepts.
            Use(new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/"));
            waiting.Release();
        }
        using PowerShell shell = session.Create(Connect + " -TimeoutSeconds 3600");
        Task running = Task.Run(() => shell.Invoke());
        Assert.True(await waiting.WaitAsync(Waiting.Limit));
        await Task.Delay(200);
        await shell.StopAsync(null, null);
        await running.WaitAsync(Waiting.Limit); // Sooner than the time limit.
        Assert.Equal(wait == "a connection" ? 0 : 1, queries); // A wait that ends is followed by the next request.
        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
        Assert.Empty(shell.Streams.Error);
    }

    [Fact]
    public void The_example_schema_is_one_that_the_interface_accepts()
    {
        string text = File.ReadAllText(Path.Combine(BuiltModule.Folder, "Examples", "DominoDirectory.schema.json"));
        Assert.Empty(PublishedInterface.Problems("KeepDatabase", text));
        Assert.NotEmpty(PublishedInterface.Problems("KeepDatabase", text.Replace("\"nsfPath\"", "\"path\"")));
    }

    private static async Task Drip(HttpContext context)
    {
        try
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync(" ", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(50, context.RequestAborted);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
        }
    }

    private static Func<HttpContext, Task<bool>> On(
        string path, Func<HttpContext, Task> answer, Func<bool>? isWanted = null) => async context =>
        {
            if (!context.Request.Path.Value!.Contains(path) || isWanted?.Invoke() == false)
                return false;
            await answer(context);
            return true;
        };

    private static string[] Entries(PSObject directory) =>
    [
        .. PSObject.AsPSObject(directory.Get("Acl")).GetObjects("Entry")
            .Select(
                entry => $"{entry.Get("Name")} {entry.Get("Level")} {entry.Get("Type")} "
                    + $"{string.Join("", entry.GetList("Role"))}"),
    ];

    private static string[] Ids(Outcome outcome) => [.. outcome.Errors.Select(error => error.FullyQualifiedErrorId)];

    private static string PathOf(StubServer server) => $"{server.Address}names";

    private StubServer Use(string scenario, X509Certificate2? certificate = null, string password = StubServer.Password)
    {
        StubServer server = StubServer.Start(scenario, certificate);
        Use(server.Address, password);
        return server;
    }

    private void Use(Uri address, string password = StubServer.Password)
    {
        session.Set("uri", address);
        session.Set("credential", StubServer.Credential(password));
    }
}
