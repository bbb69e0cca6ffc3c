using System.Management.Automation;

namespace CoexTools.Module.Tests.Commands;

/// <summary>The commands that make a directory in memory, and put into it and take from it what it holds.</summary>
public sealed class DirectoryBuildingTests : IDisposable
{
    private const string Documents =
        "$d.ForeignDomain | ForEach-Object { \"$($_.Priority) $($_.Domain) $($_.MailServer)\" }";
    private const string TwoServers = "$d | New-ForeignDomainDocument BTEx DominoB/Acme > $null; "
        + "$d | New-ForeignDomainDocument BTEx DominoA/Acme > $null";

    private readonly ModuleSession _session = new();

    public DirectoryBuildingTests() => _session.Run("$d = New-DominoDirectory Acme -ReplicaId 852564ac004ebccf");

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("New-DominoDirectory ''", "Name")]
    [InlineData("New-DominoDirectory Acme -ReplicaId 852564AC004EBCC", "ReplicaId")]
    [InlineData("New-DominoDirectory Acme -ReplicaId 852564AC004EBCCX", "ReplicaId")]
    [InlineData("Add-DominoServer -Directory $null -Name x", "Directory")]
    [InlineData("$d | Add-DominoServer ''", "Name")]
    [InlineData("$d | Add-DominoGroup x -Type Nonsense", "Type")]
    [InlineData("$d | Set-DominoAclEntry x -Level Owner", "Level")]
    [InlineData("$d | New-ForeignDomainDocument ''", "Domain")]
    [InlineData("$d | New-ForeignDomainDocument BTEx -UniversalId 12", "UniversalId")]
    [InlineData("$d | New-ForeignDomainDocument BTEx -Modified yesterday", "Modified")]
    public void What_a_parameter_does_not_take_ends_the_command(string script, string parameter)
    {
        PSObject caught = Assert.Single(_session.Run($"try {{ {script} }} catch {{ $_ }}").Output);
        Assert.Equal(
            parameter,
            Assert.IsAssignableFrom<ParameterBindingException>(
                ((ErrorRecord)caught.BaseObject).Exception).ParameterName);
    }

    [Fact]
    public void Commands_that_add_are_chained_with_PassThru()
    {
        Outcome outcome = _session.Run(
            "$d | Add-DominoServer Hub01/Acme -PassThru | Add-DominoGroup Hubs Hub01/Acme -PassThru | "
                + "Set-DominoAclEntry Hubs Reader -PassThru");
        Assert.Equal(["Acme"], outcome.Lines);
        Assert.Equal(["Hub01/Acme"], _session.Run("$d.Server").Lines);
        Assert.Equal(["Hubs"], _session.Run("$d.Group").Lines);
        Assert.Equal(["-Default-: Author", "LocalDomainServers: Manager", "Hubs: Reader"], _session.Run(
            "$d.Acl.Entry").Lines);
        Assert.Equal(
            [true],
            _session.Run("[object]::ReferenceEquals($d, ($d | Add-DominoServer Hub02/Acme -PassThru))").Output
                .Select(item => item.BaseObject));
    }

    [Theory]
    [InlineData("MultiPurpose", true)]
    [InlineData("MailOnly", false)]
    [InlineData("AccessControlListOnly", true)]
    [InlineData("DenyListOnly", false)]
    [InlineData("ServersOnly", true)]
    public void Group_lets_its_members_read_where_its_type_counts_for_access(string type, bool canRead)
    {
        _session.Run(
            $"$d | Add-DominoServer Hub01/Acme; $d | Add-DominoGroup Hubs Hub01/Acme -Type {type}; "
                + "$d | New-ForeignDomainDocument BTEx DominoA/Acme -Reader Hubs -NoDocumentAccess > $null");
        Assert.Equal([canRead], _session.Run("$d | Get-DocumentReader -Server Hub01").Values("CanRead"));
    }

    [Fact]
    public void Acl_entries_are_set_and_what_is_not_named_stays()
    {
        _session.Run("$d | Set-DominoAclEntry CN=Hub01/O=Acme -Level Editor -Role NetModifier, '[ServerModifier]'");
        Assert.Equal([false], _session.Run("$d.Acl").Values("IsAssumed"));
        Assert.Equal("Hub01/Acme Editor [NetModifier] [ServerModifier]", Entries()[2]);
        _session.Run("$d | Set-DominoAclEntry hub01/acme -Level Reader");
        Assert.Equal("Hub01/Acme Reader [NetModifier] [ServerModifier]", Entries()[2]);
        _session.Run("$d | Set-DominoAclEntry Hub01/Acme -Role @()");
        Assert.Equal("Hub01/Acme Reader ", Entries()[2]);
        _session.Run("$d | Set-DominoAclEntry Hub02/Acme");
        Assert.Equal("Hub02/Acme NoAccess ", Entries()[3]);
    }

    [Fact]
    public void Default_entry_is_set_by_its_switch_or_its_name()
    {
        _session.Run("$d | Set-DominoAclEntry -Default -Level NoAccess -Role NetReader");
        Assert.Equal("-Default- NoAccess [NetReader]", Entries()[0]);
        _session.Run("$d | Set-DominoAclEntry -Name -Default- Depositor");
        Assert.Equal("-Default- Depositor [NetReader]", Entries()[0]);
        Assert.Equal(2, Entries().Count);
        Assert.Equal([true, false], _session.Run("$d.Acl.Entry").Values("IsDefault"));
        PSObject caught = Assert.Single(
            _session.Run(
                "try { Set-DominoAclEntry -Directory $d -Name Hub01/Acme -Default -Level Reader } "
                    + "catch { $_ }").Output);
        Assert.StartsWith("AmbiguousParameterSet", ((ErrorRecord)caught.BaseObject).FullyQualifiedErrorId);
    }

    [Fact]
    public void Acl_that_is_set_decides_who_reads()
    {
        _session.Run(
            $"$d | Add-DominoServer Hub01/Acme; {TwoServers}; $d | Set-DominoAclEntry LocalDomainServers NoAccess; "
                + "$d | Set-DominoAclEntry Hub01/Acme Reader");
        Assert.Equal(
            ["DominoA/Acme False", "DominoB/Acme False", "Hub01/Acme True"],
            _session.Run(
                "$d.ForeignDomain[0] | Get-DocumentReader | ForEach-Object { \"$($_.Server) $($_.CanRead)\" }").Lines
                    .Order());
    }

    [Fact]
    public void New_document_is_as_the_form_saves_it()
    {
        DateTimeOffset start = DateTimeOffset.UtcNow.AddMilliseconds(-10);
        PSObject document = Assert.Single(_session.Run("$d | New-ForeignDomainDocument BTEx DominoA/Acme").Output);
        Assert.Equal("BTEx", document.Get("Domain"));
        Assert.Equal(1, document.Get("Priority"));
        Assert.Equal("DominoA/Acme", document.Get("MailServer"));
        Assert.Equal("mail.box", document.Get("MailFile"));
        Assert.Equal("DominoA/Acme", document.Get("CalendarServer"));
        Assert.Equal("mail.box", document.Get("CalendarSystem"));
        Assert.Equal(1, document.Get("Sequence"));
        Assert.Matches("^[0-9A-F]{32}$", (string)document.Get("UniversalId")!);
        Assert.NotEqual("", document.Get("NoteId"));
        Assert.InRange((DateTimeOffset)document.Get("Modified")!, start, DateTimeOffset.UtcNow);
        Assert.Equal(document.Get("Modified"), document.Get("Revised"));
        Assert.Equal(document.Get("Modified"), document.Get("Created"));
        Assert.Equal(true, document.Get("HasDocumentAccess"));
        Assert.Equal(["[NetModifier]"], document.GetList("DocumentAccess"));
        Assert.Equal(["[NetModifier]"], document.GetList("Authors"));
        Assert.Equal(false, document.Get("IsRestricted"));
        Assert.Null(document.Get("Path"));
        Assert.Equal(
            ["Summary, Authors, Names, Protected"],
            _session.Run(
                "$d.ForeignDomain[0].Item | Where-Object Name -eq DocumentAccess | ForEach-Object { "
                    + "\"$($_.Flags)\" }").Lines.Select(Sorted));
    }

    [Fact]
    public void New_document_may_name_one_kind_of_server_only_or_none()
    {
        Assert.Equal(
            ["DominoA/Acme mail.box  ", "  DominoB/Acme mail.box", "   ",
                "DominoA/Acme gate.box DominoA/Acme gate.box"],
            _session.Run("""
                & {
                    $d | New-ForeignDomainDocument One -MailServer DominoA/Acme
                    $d | New-ForeignDomainDocument Two -CalendarServer DominoB/Acme
                    $d | New-ForeignDomainDocument Three
                    $d | New-ForeignDomainDocument Four DominoA/Acme -MailFile gate.box
                } | ForEach-Object { "$($_.MailServer) $($_.MailFile) $($_.CalendarServer) $($_.CalendarSystem)" }
                """).Lines);
    }

    [Fact]
    public void New_documents_are_the_newest_of_their_domain_and_their_times_rise()
    {
        _session.Run("1..20 | ForEach-Object { $d | New-ForeignDomainDocument BTEx \"Domino$_/Acme\" > $null }");
        Outcome outcome = _session.Run("$d.ForeignDomain");
        Assert.Equal(
            Enumerable.Range(1, 20).Reverse().Select(number => $"Domino{number}/Acme"), outcome.Values("MailServer"));
        DateTimeOffset[] times = [.. outcome.Values("Modified").Cast<DateTimeOffset>()];
        Assert.All(
            times.Zip(times.Skip(1)), pair => Assert.True(pair.First - pair.Second >= TimeSpan.FromMilliseconds(10)));
    }

    [Fact]
    public void New_document_is_newer_than_one_from_the_time_to_come()
    {
        _session.Run(
            "$d | New-ForeignDomainDocument BTEx DominoA/Acme -Modified "
                + "([DateTimeOffset]::UtcNow.AddHours(3)) > $null; $d | New-ForeignDomainDocument btex "
                + "DominoB/Acme > $null");
        Assert.Equal(["1 btex DominoB/Acme", "2 BTEx DominoA/Acme"], _session.Run(Documents).Lines);
    }

    [Fact]
    public void New_document_with_a_time_takes_the_place_of_that_time()
    {
        _session.Run(TwoServers + "; $d | New-ForeignDomainDocument BTEx DominoC/Acme -Modified 2020-01-01Z > $null");
        Assert.Equal(["1 BTEx DominoA/Acme", "2 BTEx DominoB/Acme", "3 BTEx DominoC/Acme"], _session.Run(
            Documents).Lines);
    }

    [Fact]
    public void Removing_by_an_ambiguous_server_is_an_error()
    {
        _session.Run(TwoServers + "; $d | Add-DominoServer DominoA/Other");
        _session.Try("$d | Remove-ForeignDomainDocument BTEx DominoA")
            .TheError("ServerAmbiguous", "Remove-ForeignDomainDocument", ErrorCategory.InvalidArgument, "DominoA");
        Assert.Equal(2, _session.Run(Documents).Output.Count);
    }

    [Fact]
    public void Everything_removed_turns_a_request_into_NoRoute()
    {
        _session.Run("$d | Add-DominoServer Hub01/Acme; " + TwoServers);
        Assert.Equal(
            ["Delivered"],
            _session.Run("$d | Test-MailRoute -Domain BTEx -From Hub01 -WarningAction Ignore").Values("Status")
                .Select(status => $"{status}"));
        _session.Run("$d | Remove-ForeignDomainDocument BTEx");
        _session.Try("$d | Test-MailRoute -Domain BTEx")
            .TheError("DomainNotFound", "Test-MailRoute", ErrorCategory.ObjectNotFound, "BTEx");
    }

    [Theory]
    [InlineData(
        "New-DominoDirectory Other -WhatIf",
        "Performing the operation \"Create a directory in memory\" on target \"Other\".")]
    [InlineData(
        "$d | Add-DominoServer DominoA/Acme -WhatIf",
        "Performing the operation \"Add the server 'DominoA/Acme'\" on target \"Acme\".")]
    [InlineData("$d | Add-DominoGroup Hubs A/Acme, B/Acme -WhatIf",
        "Performing the operation \"Add the group 'Hubs' with 2 members\" on target \"Acme\".")]
    [InlineData("$d | Set-DominoAclEntry Hubs Reader -Role NetModifier -WhatIf",
        "Performing the operation \"Set the ACL entry 'Hubs': Reader, roles NetModifier\" on target \"Acme\".")]
    [InlineData(
        "$d | New-ForeignDomainDocument BTEx -MailServer DominoA/Acme -CalendarServer DominoB/Acme -WhatIf",
        "Performing the operation \"Add a Foreign Domain document for 'BTEx' (DominoA/Acme, DominoB/Acme)\" on "
            + "target \"Acme\".")]
    public void WhatIf_says_what_would_be_added_and_adds_nothing(string script, string text)
    {
        _session.Host.Lines.Clear();
        Assert.Empty(_session.Run(script).Output);
        Assert.Equal(["What if: " + text], _session.Host.Lines);
        Assert.Equal(["0 0 0 True"], _session.Run(
            "\"$($d.Server.Count) $($d.Group.Count) $($d.ForeignDomain.Count) $($d.Acl.IsAssumed)\"").Lines);
    }

    [Fact]
    public void WhatIf_says_which_servers_would_lose_read_access_to_a_document_and_removes_none()
    {
        _session.Run(
            "$d | New-ForeignDomainDocument BTEx DominoB/Acme -Reader DominoB > $null; $d | New-ForeignDomainDocument "
                + "Other DominoA/Acme > $null");
        _session.Run("$d | Remove-ForeignDomainDocument BTEx, Other -WhatIf");
        Assert.Equal(2, _session.Run("$d.ForeignDomain").Output.Count);
        Assert.Equal(2, _session.Host.Lines.Count);
        Assert.Contains(
            "Remove the document from 'Acme': 2 servers (DominoB/Acme, DominoA/Acme) lose read access\" on target "
                + "\"BTEx (DominoB/Acme)\"",
            _session.Host.Lines[0]);
        Assert.Contains(
            "Remove the document from 'Acme': 2 servers (DominoB/Acme, DominoA/Acme) lose read access\" on target "
                + "\"Other (DominoA/Acme)\"",
            _session.Host.Lines[1]);
    }

    // A finished configuration, and what ends requests of it.
    [Theory]
    [InlineData("Set-DominoAclEntry Hub01/Acme NoAccess -Directory $d",
        "Free/busy for 'BTEx' from Hub01/Acme with everything up.*: Answered at DominoA/Acme before, NoDomainDocument "
            + "at Hub01/Acme after")]
    [InlineData("Add-DominoGroup Nested 'Servers Only' -Directory $d", null)]
    [InlineData("Add-DominoGroup DominoA/Acme DominoB/Acme -Directory $d",
        "with DominoA/Acme down.*: Answered at DominoB/Acme before, NotRelayed at DominoB/Acme after")]
    [InlineData("$d | Remove-ForeignDomainDocument BTEx DominoB",
        "Free/busy for 'BTEx' from Hub01/Acme with DominoA/Acme down.*: Answered at DominoB/Acme before, Unreachable "
            + "at Hub01/Acme after")]
    [InlineData("$d | Remove-ForeignDomainDocument BTEx",
        "Free/busy for 'BTEx' from Hub01/Acme with everything up.*: Answered at DominoA/Acme before, NoDomainDocument "
            + "at Hub01/Acme after")]
    [InlineData(
        "$null = New-ForeignDomainDocument BTEx DominoC/Acme -Reader 'Servers Only' -NoDocumentAccess -Directory $d",
        "with everything up.*: Answered at DominoA/Acme before, NoDomainDocument at DominoC/Acme after")]
    [InlineData("Add-DominoServer Hub02/Acme -Directory $d", null)]
    public void Requests_that_a_change_ends_are_named(string script, string? warning)
    {
        _session.Run("""
            $d | Add-DominoServer Hub01/Acme, DominoA/Acme, DominoB/Acme
            $d | Add-DominoGroup 'Servers Only' Hub01/Acme -Type ServersOnly
            $d | New-ForeignDomainDocument BTEx DominoB/Acme -Reader 'Servers Only', DominoB/Acme -NoDocumentAccess > $null
            $d | New-ForeignDomainDocument BTEx DominoA/Acme -Reader 'Servers Only', DominoA/Acme -NoDocumentAccess > $null
            """);
        foreach (string whatIf in new[] { " -WhatIf", "" })
        {
            IReadOnlyList<string> warnings = _session.Run(script + whatIf).Warnings;
            if (warning is null)
                Assert.Empty(warnings);
            else
                Assert.Contains(
                    warnings,
                    text => System.Text.RegularExpressions.Regex.IsMatch(
                        text, $"^The change breaks a request that succeeds today: .*{warning}"));
        }
    }

    [Theory]
    [InlineData("-Server DominoA", "DominoA")]
    [InlineData("-MailServer dominoa", "dominoa")]
    [InlineData("-CalendarServer DominoA", "DominoA")]
    [InlineData("-Reader DominoA", "DominoA")]
    public void Name_of_several_servers_is_an_error_and_nothing_is_added(string parameters, string name)
    {
        _session.Run("$d | Add-DominoServer DominoA/Acme, DominoA/Other");
        _session.Try($"$d | New-ForeignDomainDocument BTEx {parameters}")
            .TheError("ServerAmbiguous", "New-ForeignDomainDocument", ErrorCategory.InvalidArgument, name);
        Assert.Empty(_session.Run(Documents).Lines);
        _session.Run(
            "$d | Add-DominoGroup DominoA Hub01/Acme; $null = $d | New-ForeignDomainDocument BTEx DominoB/Acme "
                + "-Reader DominoA");
        Assert.Equal(["DominoA"], _session.Run("$d.ForeignDomain[0]").Output[0].GetList("Readers"));
    }

    [Fact]
    public void Names_that_the_directory_does_not_have_are_warned_of()
    {
        _session.Run("$d | Add-DominoServer DominoA/Acme; $d | Add-DominoGroup Hubs Hub01/Acme");
        Assert.Empty(
            _session.Run(
                "$null = $d | New-ForeignDomainDocument BTEx DominoA -Reader Hubs, DominoA, "
                    + "[NetModifier], Ada/Acme").Warnings);
        Assert.Equal(
            [
                "The directory does not contain the server 'Domino9/Acme'. Did you mean DominoA/Acme?",
                "The directory does not contain the group 'Hbus'. The entry admits nobody. Did you mean Hubs?",
            ],
            _session.Run("$null = $d | New-ForeignDomainDocument Other Domino9/Acme -Reader Hbus, Domino9").Warnings);
    }

    [Fact]
    public void Confirm_asks_for_each_document_to_remove_and_keeps_those_refused()
    {
        _session.Run(TwoServers);
        _session.Host.Answers.Enqueue(2); // No.
        _session.Host.Answers.Enqueue(0); // Yes.
        _session.Run("$d.ForeignDomain | Remove-ForeignDomainDocument -Confirm");
        Assert.Equal(2, _session.Host.Questions.Count);
        Assert.Contains("'Acme'", _session.Host.Questions[0]);
        Assert.Equal(["1 BTEx DominoA/Acme"], _session.Run(Documents).Lines);
    }

    [Fact]
    public void What_was_made_and_imported_is_changed_by_the_same_commands()
    {
        _session.Run("""
            $d = Import-DominoDirectory security-on.dxl
            $d | Add-DominoServer Hub09/Acme
            $d | Add-DominoGroup Nine Hub09/Acme
            $d | Set-DominoAclEntry OtherDomainServers NoAccess
            $d | New-ForeignDomainDocument BTEx DominoC/Acme > $null
            $d | Remove-ForeignDomainDocument BTEx DominoB/Acme
            """);
        Assert.Equal(["1 BTEx DominoC/Acme", "2 BTEx DominoA/Acme"], _session.Run(Documents).Lines);
        Assert.Equal(6, _session.Run("$d.Server").Output.Count);
        Assert.Equal(5, _session.Run("$d.Group").Output.Count);
        Assert.Equal("OtherDomainServers: NoAccess", _session.Run("$d.Acl.Entry").Lines[3]);
    }

    private IReadOnlyList<string> Entries() =>
        _session.Run("$d.Acl.Entry | ForEach-Object { \"$($_.Name) $($_.Level) $($_.Role)\" }").Lines;

    private static string Sorted(string flags) =>
        string.Join(", ", new[] { "Summary", "Authors", "Names", "Readers", "Protected" }.Where(flags.Contains));
}
