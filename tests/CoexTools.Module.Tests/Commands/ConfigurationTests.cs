using System.Management.Automation;

namespace CoexTools.Module.Tests.Commands;

/// <summary>
/// Test-CoexistenceConfiguration, Get-CoexistenceRule and Repair-CoexistenceConfiguration. Each test has its own files.
/// </summary>
public sealed class ConfigurationTests : IDisposable
{
    private const string Test = "Test-CoexistenceConfiguration";
    private const string Repair = "Repair-CoexistenceConfiguration";

    private readonly ModuleSession _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Findings_say_rule_severity_server_reason_and_evidence()
    {
        PSObject[] findings = [.. _session.Run($"{Test} security-on.dxl -Rule CX001").Output];
        Assert.Equal(2, findings.Length);
        PSObject finding = findings.Single(finding => (string?)finding.Get("Server") == "DominoB/Acme");
        Assert.Equal("CX001", finding.Get("Rule"));
        Assert.Equal("FieldShowsDocument", finding.Get("Name"));
        Assert.Equal("Error", finding.Get("Severity")!.ToString());
        Assert.Equal("Fail", finding.Get("Outcome")!.ToString());
        Assert.Equal("BTEx", finding.Get("Domain"));
        Assert.Equal("000000000000000000000000000000A0", finding.Get("Document"));
        Assert.Equal("DominoB/Acme > LocalDomainServers with [NetModifier]", finding.GetList("Evidence")[0]);
        Assert.Equal(true, finding.Get("Repairable"));
        Assert.NotNull(finding.Get("Recommendation"));
    }

    [Fact]
    public void Lists_can_be_indexed()
    {
        Assert.Equal(
            ["DominoB/Acme > LocalDomainServers with [NetModifier]"],
            _session
                .Run($"(@({Test} security-on.dxl -Rule CX001) | Where-Object Server -EQ "
                    + "'DominoB/Acme').Evidence[0]").Lines);
        Assert.Equal(["BTEx (DominoB/Acme): remove DocumentAccess"],
            _session.Run($"({Repair} security-on.dxl -WhatIf).Action[0]").Lines);
        Assert.StartsWith("CX021", Assert.Single(_session.Run($"({Repair} security-on.dxl -WhatIf).Finding[0]").Lines));
    }

    [Fact]
    public void Quiet_is_false_where_a_file_could_not_be_read() =>
        Assert.Equal(["False"],
            _session.Try($"{Test} -LiteralPath none.dxl, security-on-field-removed.dxl -Quiet").Lines);

    [Fact]
    public void Rules_are_chosen_by_id_name_and_wildcard()
    {
        Assert.Equal(
            ["CX001"],
            _session.Run(
                $"({Test} security-on.dxl -Rule CX00*, CX020 -ExcludeRule SingleFailure).Rule | Where-Object {{ $_ }} "
                    + "| ForEach-Object { $_ }")
                .Lines.Distinct());
        Assert.Equal(["CX020"], _session.Run($"({Test} security-on.dxl -Rule singlefailure).Rule").Lines.Distinct());
        _session.Try($"{Test} security-on.dxl -Rule Nonsense")
            .TheError("RuleNotFound", Test, ErrorCategory.ObjectNotFound, "Nonsense");
    }

    [Fact]
    public void Passed_rules_are_given_on_demand()
    {
        Outcome outcome = _session.Run($"{Test} security-on-field-removed.dxl -IncludePassed");
        Assert.Equal(["Fail", "NotApplicable", "Pass"], outcome.Values("Outcome").Select(one => one!.ToString())
            .Distinct().Order());
        Assert.Equal(
            _session.Run("(Get-CoexistenceRule CX*).Id").Lines, outcome.Values("Rule")
                .Select(one => one!.ToString()).Distinct().Order());
    }

    [Fact]
    public void The_most_severe_findings_are_first_and_those_that_passed_are_last()
    {
        Outcome outcome = _session.Run($"{Test} security-on-then-edited.dxl -IncludePassed");
        string[] kinds =
        [
            .. outcome.Values("Outcome").Zip(outcome.Values("Severity"))
                .Select(one => $"{one.First}" == "Fail" ? $"{one.Second}" : "Other"),
        ];
        Assert.Contains("Error", kinds);
        Assert.Contains("Information", kinds);
        Assert.Equal(kinds.OrderBy(kind => Array.IndexOf(["Error", "Warning", "Information", "Other"], kind)), kinds);
    }

    [Fact]
    public void Documents_of_the_pipeline_and_directories_are_taken()
    {
        Assert.Equal(
            ["True"],
            _session
                .Run("Get-ForeignDomainDocument security-on.dxl | Remove-DocumentAccessField -WhatIf -PassThru "
                    + $"| {Test} -Quiet").Lines);
        Assert.Equal(["False"], _session.Run($"Import-DominoDirectory security-on.dxl | {Test} -Quiet").Lines);
    }

    [Fact]
    public void Notes_ini_and_hubs_can_be_named()
    {
        _session.Write("notes.ini", "[Notes]\r\nBTEXCHANGEDOMAIN=btex\r\n");
        Assert.Equal(["CX022"],
            _session.Run($"({Test} security-on-field-removed.dxl -NotesIni notes.ini -Rule CX022).Rule").Lines);
        _session.Write("notes.ini", "BTEXCHANGEDOMAIN=BTEx\nBTEXCHANGEDB=exchange.box");
        Assert.Equal(
            ["CX032 DominoA/Acme", "CX032 DominoB/Acme", "CX033 "],
            _session
                .Run($"{Test} security-on-field-removed.dxl -NotesIni @{{ DominoA = 'notes.ini'; DominoB = "
                    + "'notes.ini' } -Rule CX032 | "
                    + "ForEach-Object { \"$($_.Rule) $($_.Server)\" }; "
                    + $"{Test} security-on-field-removed.dxl -NotesIni notes.ini -Rule CX033 | ForEach-Object {{ "
                    + "\"$($_.Rule) $($_.Server)\" }").Lines);
        Assert.Equal(["Error"],
            _session.Run($"({Test} security-on-field-removed.dxl -HubServer DominoB -Rule HubHidden).Severity").Lines);
        _session.Try($"{Test} security-on.dxl -NotesIni none.ini -Rule CX022")
            .TheError("PathNotFound", Test, ErrorCategory.ObjectNotFound, _session.PathOf("none.ini"));
    }

    [Fact]
    public void Notes_ini_files_of_servers_are_compared()
    {
        _session.Write("a.ini", "BTEXCHANGEDOMAIN=BTEx\nBTEXCHANGEDB=mail.box\nServerTasks=Router,CalConn\n");
        _session.Write("b.ini", "BTEXCHANGEDOMAIN=BTEx\nBTEXCHANGEDB=mail.box\nServerTasks=Router\n");
        string compared = $"{Test} security-on-field-removed.dxl -NotesIni @{{ DominoA = 'a.ini'; "
            + $"'DominoB/Acme' = [IO.FileInfo]'{_session.PathOf("b.ini")}' }}";
        PSObject finding = Assert.Single(_session.Run($"{compared} -Rule CX030").Output);
        Assert.Equal("DominoB/Acme", finding.Get("Server"));
        Assert.Equal(["DominoA/Acme: Router,CalConn", "DominoB/Acme: Router"], finding.GetList("Evidence"));
        Assert.Equal(["False"], _session.Run($"{compared} -Quiet").Lines);
        _session.Write("b.ini", "BTEXCHANGEDOMAIN=BTEx\nBTEXCHANGEDB=mail.box\nServerTasks=calconn, router\n");
        Assert.Equal(["True"], _session.Run($"{compared} -Quiet").Lines);
        Assert.Empty(_session.Run($"{Test} security-on-field-removed.dxl -NotesIni a.ini -Rule CX022, CX030").Output);
    }

    [Fact]
    public void Notes_ini_files_that_cannot_be_taken_are_errors()
    {
        _session.Write("a.ini", "BTEXCHANGEDOMAIN=BTEx\n");
        _session.Write("[b].ini", "BTEXCHANGEDOMAIN=BTEx\n");
        const string File = "security-on-field-removed.dxl";
        Outcome missing = _session
            .Try($"{Test} {File} -NotesIni @{{ DominoA = 'a.ini'; DominoB = 'none.ini' }} -Rule CX030");
        missing.TheError("PathNotFound", Test, ErrorCategory.ObjectNotFound, _session.PathOf("none.ini"));
        Assert.Equal(
            "The configuration of DominoB/Acme could not be compared: no notes.ini was specified for DominoB/Acme.",
            Assert.Single(missing.Output).Get("Reason"));
        Assert.Equal(["False"], _session.Try($"{Test} {File} -NotesIni @{{ DominoB = 'none.ini' }} -Quiet").Lines);
        Assert.Empty(
            _session
                .Run($"{Test} {File} -NotesIni @{{ DominoA = 'a.ini'; DominoB = '[b].ini' }} -Rule "
                    + "CX022, CX030").Output);
        Outcome twice = _session
            .Try($"{Test} {File} -NotesIni @{{ DominoA = 'a.ini'; 'DominoA/Acme' = 'a.ini' }} -Rule CX030");
        Assert.StartsWith("NotesIniInvalid", Assert.Single(twice.Errors).FullyQualifiedErrorId);
        _session.Try($"{Test} {File} -NotesIni @{{ ' ' = 'a.ini' }} -Rule CX030")
            .TheError("NotesIniInvalid", Test, ErrorCategory.InvalidArgument, " ");
        _session.Try($"{Test} {File} -NotesIni @{{ DominoA = 5 }} -Rule CX030")
            .TheError("NotesIniInvalid", Test, ErrorCategory.InvalidArgument, "DominoA");
        _session.Try($"{Test} {File} -NotesIni 5 -Rule CX030")
            .TheError("NotesIniInvalid", Test, ErrorCategory.InvalidArgument, 5);
    }

    [Fact]
    public void Server_documents_of_a_file_are_compared()
    {
        string text = File.ReadAllText(_session.PathOf("security-on-field-removed.dxl"));
        foreach ((string server, string value) in new[] { ("DominoA", "1"), ("DominoB", "0") })
        {
            string name = $"<item name='ServerName' names='true'><text>CN={server}/O=Acme</text></item>";
            Assert.Contains(name, text);
            text = text.Replace(name, $"{name}<item name='SMTPListenerEnabled'><text>{value}</text></item>");
        }
        _session.Write("listener.dxl", text);
        PSObject finding = Assert.Single(_session.Run($"{Test} listener.dxl -Rule CX031").Output);
        Assert.Equal("Warning", finding.Get("Severity")!.ToString());
        Assert.Equal(["DominoA/Acme: 1", "DominoB/Acme: 0"], finding.GetList("Evidence"));
        Assert.Empty(_session.Run($"{Test} security-on-field-removed.dxl -Rule CX031").Output);
        const string Sent =
            "[Management.Automation.PSSerializer]::Deserialize("
                + "[Management.Automation.PSSerializer]::Serialize((Get-ForeignDomainDocument listener.dxl)))";
        Assert.Equal(["CX031"], _session.Run($"({Sent} | {Test} -Rule CX031).Rule").Lines);
    }

    [Fact]
    public void After_a_change_in_a_file_the_order_for_the_import_is_a_finding()
    {
        Assert.Empty(_session.Run($"{Test} security-on.dxl -Rule FileOrder").Output);
        _session.Run("Remove-DocumentAccessField security-on.dxl");
        Outcome outcome = _session.Run($"{Test} security-on.dxl -Rule FileOrder");
        PSObject finding = Assert.Single(outcome.Output);
        Assert.Equal("Information", finding.Get("Severity")!.ToString());
        Assert.Contains("Export-DominoDirectory -ForeignDomainOnly", (string)finding.Get("Recommendation")!);
        Assert.Equal(["True"], _session.Run($"{Test} security-on.dxl -Quiet").Lines);
    }

    [Fact]
    public void A_journal_that_cannot_be_read_does_not_keep_the_rest_from_being_audited()
    {
        _session.Write("security-on.dxl.journal", "no journal\n");
        Outcome outcome = _session.Run($"{Test} security-on.dxl -Rule FieldShowsDocument, FileOrder");
        Assert.Equal(2, outcome.Output.Count);
        Assert.Contains("CX029", Assert.Single(outcome.Warnings));
    }

    [Fact]
    public void Repairable_says_what_the_repair_does()
    {
        _session.Write("small.dxl", Dxl.Database(
            Dxl.ForeignDomain("BTEx", "CN=DominoA/O=Acme", 1, "20250310T093015,12+00"),
            Dxl.ForeignDomain("BTEx", "CN=DominoB/O=Acme", 2, "20250309T093015,12+00"),
            Dxl.Server("CN=Hub01/O=Acme", 3)));
        Outcome outcome = _session.Run($"{Test} small.dxl -Rule NoSecurity");
        Assert.Equal([false, false], outcome.Values("Repairable"));
        Assert.All(
            outcome.Output,
            finding => Assert.Contains(
                finding.GetList("Evidence"), evidence => evidence.StartsWith("repair: ", StringComparison.Ordinal)));
        _session.Try($"{Repair} small.dxl")
            .TheError("ServerGroupNotFound", Repair, ErrorCategory.ObjectNotFound, "BTEx");
        Assert.All(
            _session.Run($"{Test} no-security.dxl -Rule NoSecurity")
                .Values("Repairable"), repairable => Assert.Equal(true, repairable));
    }

    [Fact]
    public void A_document_without_a_time_or_a_domain_is_not_all_right()
    {
        string text = File.ReadAllText(_session.PathOf("security-on-field-removed.dxl"));
        int place = text.IndexOf("form='Domain'", StringComparison.Ordinal);
        int start = text.IndexOf("<modified>", place, StringComparison.Ordinal);
        int end = text.IndexOf("</modified>", start, StringComparison.Ordinal) + "</modified>".Length;
        _session.Write("timeless.dxl", text[..start] + text[end..]);
        Assert.Equal(["False"], _session.Run($"{Test} timeless.dxl -Quiet").Lines);
        string[] order = [.. _session.Run("(Get-ForeignDomainDocument timeless.dxl).MailServer").Lines];
        Assert.Equal(["True"],
            _session.Run($"{Test} timeless.dxl -Rule NoModifiedTime | ForEach-Object Repairable").Lines);
        _session.Run($"{Repair} timeless.dxl");
        Assert.Equal(["True"], _session.Run($"{Test} timeless.dxl -Quiet").Lines);
        Assert.Equal(order, _session.Run("(Get-ForeignDomainDocument timeless.dxl).MailServer").Lines);

        _session.Write("blank.dxl", Dxl.Database(Dxl.ForeignDomain("", "CN=DominoA/O=Acme", 1)));
        PSObject finding = Assert.Single(_session.Run($"{Test} blank.dxl -Rule BlankDomain").Output);
        Assert.Equal("Error", finding.Get("Severity")!.ToString());
        Assert.Equal("00000000000000000000000000000001", finding.Get("Document"));
        Assert.Equal(["False"], _session.Run($"{Test} blank.dxl -Quiet").Lines);
    }

    [Fact]
    public void Rules_are_listed_with_their_basis_and_completed()
    {
        Outcome rules = _session.Run("Get-CoexistenceRule");
        Assert.Equal(72, rules.Output.Count);
        Assert.All(
            rules.Values("Basis"), basis => Assert.Contains(
                basis!.ToString(), new[] { "Documented", "Inferred", "Chosen" }));
        CommandCompletion completion = CommandCompletion.CompleteInput(
            $"{Test} x.dxl -Rule CX00", $"{Test} x.dxl -Rule CX00".Length, null, _session.Create(""));
        Assert.Contains(completion.CompletionMatches, match => match.CompletionText == "CX001");
    }

    [Theory]
    [InlineData("security-on", "", true)]
    [InlineData("security-on", "-NoJournal", false)]
    [InlineData("changed", "", true)]
    [InlineData("changed", "-NoJournal", false)]
    [InlineData("no-group", "", false)]
    public void The_findings_of_the_repair_are_those_of_the_audit(string name, string options, bool isOrderFound)
    {
        File.Copy(_session.PathOf("security-on.dxl"), _session.PathOf("changed.dxl"));
        _session.Run(
            "Get-ForeignDomainDocument changed.dxl | Where-Object Priority -EQ 1 | Remove-DocumentAccessField");
        _session.Write("no-group.dxl", Dxl.Database(
            Dxl.ForeignDomain("BTEx", "CN=DominoA/O=Acme", 1), Dxl.ForeignDomain(
                "BTEx", "CN=DominoB/O=Acme", 2), Dxl.Server("CN=Hub01/O=Acme", 3)));
        string[] before = Findings($"{Test} {name}.dxl");
        PSObject planned = Assert.Single(_session.Try($"{Repair} {name}.dxl {options} -WhatIf").Output);
        PSObject done = Assert.Single(_session.Try($"{Repair} {name}.dxl {options}").Output);
        string[] after = Findings($"{Test} {name}.dxl");
        foreach (PSObject result in new[] { planned, done })
        {
            _session.Set("result", result);
            Assert.Equal(before, Findings("$result.FindingBefore"));
            Assert.Equal(after, Findings("$result.Finding"));
        }
        Assert.Equal(isOrderFound, after.Any(finding => finding.StartsWith("CX029", StringComparison.Ordinal)));

        string[] Findings(string script) =>
            [.. _session
                .Run($"{script} | ForEach-Object {{ \"$_ $($_.Document) $($_.Repairable) $($_.Recommendation) "
                    + "$($_.Evidence)\" }").Lines];
    }

    [Fact]
    public void A_document_that_the_user_refuses_stays()
    {
        _session.Host.Answers.Enqueue(2); // No to the first document, which is B; yes to the other.
        _session.Host.Answers.Enqueue(0);
        PSObject result = Assert.Single(_session.Run($"{Repair} security-on.dxl -Confirm").Output);
        Assert.Equal(2, _session.Host.Questions.Count);
        Assert.Equal(["BTEx (DominoA/Acme): remove DocumentAccess"], result.GetList("Action"));
        Assert.Equal(["False", "True"], _session.Run(
            "(Get-ForeignDomainDocument security-on.dxl).HasDocumentAccess").Lines);
    }

    [Fact]
    public void A_repair_that_would_lose_an_answer_is_refused_unless_forced()
    {
        string text = File.ReadAllText(_session.PathOf("security-on-field-removed.dxl"));
        int place = text.IndexOf("<text>Servers Only</text><text>LocalDomainAdmins</text>", StringComparison.Ordinal);
        _session.Write(
            "lossy.dxl", text[..place] + text[place..].Replace(
                "<text>Servers Only</text><text>LocalDomainAdmins</text><text\n>CN=DominoA/O=Acme",
            "<text>CN=Mail01/O=Acme</text><text>LocalDomainAdmins</text><text\n>CN=DominoA/O=Acme"));
        byte[] bytes = File.ReadAllBytes(_session.PathOf("lossy.dxl"));
        Outcome refused = _session.Try($"{Repair} lossy.dxl");
        refused.TheError("AnswerLost", Repair, ErrorCategory.InvalidOperation, "BTEx");
        Assert.Matches(
            "Free/busy from Hub01/Acme.* would not reach Exchange with the HTTP connection of DominoA/Acme down",
            refused.Errors[0].ErrorDetails.Message);
        Assert.Equal(bytes, File.ReadAllBytes(_session.PathOf("lossy.dxl")));

        Outcome forced = _session.Run($"{Repair} lossy.dxl -Force");
        Assert.Contains(
            forced.Warnings, warning =>
                warning.StartsWith(
                    "The change breaks a request that succeeds today: Free/busy for 'BTEx' from Hub01/Acme",
                    StringComparison.Ordinal));
        Assert.NotEmpty(forced.Output[0].GetList("Lost"));
        Assert.NotEqual(bytes, File.ReadAllBytes(_session.PathOf("lossy.dxl")));
    }

    [Fact]
    public void Missing_groups_are_reported()
    {
        _session.Write("small.dxl", Dxl.Database(
            Dxl.ForeignDomain("BTEx", "CN=DominoA/O=Acme", 1, "20250310T093015,12+00"),
            Dxl.ForeignDomain("BTEx", "CN=DominoB/O=Acme", 2, "20250309T093015,12+00"),
            Dxl.Server("CN=Hub01/O=Acme", 3), Dxl.Group("Hubs", 4, "CN=Hub01/O=Acme", "CN=Ada/O=Acme"), Dxl.Group(
                "Admins", 5, "CN=Ada/O=Acme")));
        _session.Try($"{Repair} small.dxl")
            .TheError("ServerGroupNotFound", Repair, ErrorCategory.ObjectNotFound, "BTEx");
        _session.Try($"{Repair} small.dxl -ServerGroup Hubs")
            .TheError("AdminGroupNotFound", Repair, ErrorCategory.ObjectNotFound, "BTEx");
        _session.Run($"{Repair} small.dxl -ServerGroup Hubs -AdminGroup Admins");
        Assert.Equal(["Hubs", "Admins", "DominoA/Acme"], _session.Run(
            "(Get-ForeignDomainDocument small.dxl)[0].Readers").Lines);
    }

    [Fact]
    public void A_group_that_the_directory_does_not_contain_is_an_error()
    {
        byte[] bytes = File.ReadAllBytes(_session.PathOf("no-security.dxl"));
        _session.Try($"{Repair} no-security.dxl -ServerGroup 'Servers Olny'")
            .TheError("GroupNotFound", Repair, ErrorCategory.ObjectNotFound, "Servers Olny");
        _session.Try($"{Repair} no-security.dxl -AdminGroup Admnis -Force")
            .TheError("GroupNotFound", Repair, ErrorCategory.ObjectNotFound, "Admnis");
        Assert.Equal(bytes, File.ReadAllBytes(_session.PathOf("no-security.dxl")));
    }

    [Fact]
    public void A_file_that_changed_since_it_was_read_is_left()
    {
        _session.Run("$documents = Get-ForeignDomainDocument security-on.dxl");
        File.AppendAllText(_session.PathOf("security-on.dxl"), "<!-- changed -->");
        _session.Try($"$documents | {Repair}")
            .TheError("FileChanged", Repair, ErrorCategory.ResourceExists, _session.PathOf("security-on.dxl"));
    }

    [Fact]
    public void Findings_fit_the_console() =>
        Assert.All(
            _session.Show($"{Test} security-on.dxl; Get-CoexistenceRule; {Repair} security-on.dxl"),
            line => Assert.InRange(line.Length, 0, TestHost.Width));
}
