using System.Management.Automation;

namespace CoexTools.Module.Tests.Commands;

/// <summary>Protect-ForeignDomainDocument: who may read a document. Each test has its own files.</summary>
public sealed class ProtectTests : IDisposable
{
    private const string Command = "Protect-ForeignDomainDocument";
    private const string Protect =
        "Protect-ForeignDomainDocument no-security.dxl -ServerGroup 'Servers Only' -AdminGroup LocalDomainAdmins";
    private const string Primary = "Get-ForeignDomainDocument no-security.dxl | Where-Object Priority -eq 1 | ";
    private const string ToText = " | ForEach-Object { \"$($_.Priority) $($_.MailServer) $($_.HasDocumentAccess)\" }";
    private const string Test = "Test-FreeBusyPath -From Hub01 -ServerDown DominoA -WarningAction Ignore";
    private const string ToPath = " | ForEach-Object { \"$($_.Status) $($_.Server)\" }";

    private readonly ModuleSession _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Readers_are_stored_as_the_form_does()
    {
        _session.Run(
            "Protect-ForeignDomainDocument no-security.dxl -ServerGroup 'Servers Only' -AdminGroup localdomainadmins "
                + "-Server dominoa");
        Assert.Contains(
            "<item name='$Readers' names='true' readers='true'><textlist><text>Servers "
                + "Only</text><text>localdomainadmins</text><text>CN=DominoA/O=Acme</text></textlist></item>", Text());
    }

    [Fact]
    public void Readers_that_were_there_are_replaced()
    {
        _session.Run(
            "Protect-ForeignDomainDocument security-on.dxl -ServerGroup 'Mail Servers' -AdminGroup LocalDomainAdmins "
                + "-Server DominoA, DominoB");
        Assert.Equal(
            ["Mail Servers", "LocalDomainAdmins", "DominoA/Acme", "DominoB/Acme"],
            _session.Run("Get-ForeignDomainDocument security-on.dxl").Output[1].GetList("Readers"));
    }

    [Fact]
    public void Append_adds_to_the_readers_and_each_stays_once()
    {
        Outcome outcome = _session.Run(
            "Protect-ForeignDomainDocument security-on.dxl -ServerGroup 'servers only', Hubs -Server "
                + "CN=DominoB/O=Acme -Append -PassThru");
        Assert.Equal(["The directory does not contain the group 'Hubs'. The entry admits nobody."], outcome.Warnings);
        Assert.Equal(["Servers Only", "LocalDomainAdmins", "DominoA/Acme", "Hubs", "DominoB/Acme"],
            outcome.Output[0].GetList("Readers"));
        Assert
            .Equal(["Servers Only", "LocalDomainAdmins", "DominoB/Acme", "Hubs"], outcome.Output[1].GetList("Readers"));
    }

    [Theory]
    [InlineData("-ServerGroup 'Servers Only' -AdminGroup LocalDomainAdmins")]
    [InlineData("-Append")]
    public void Readers_that_are_there_already_change_no_byte(string parameters)
    {
        byte[] before = File.ReadAllBytes(_session.PathOf("security-on.dxl"));
        Assert.Equal([3, 3], _session.Run($"Protect-ForeignDomainDocument security-on.dxl {parameters} -PassThru")
            .Values("Sequence"));
        Assert.Equal(before, File.ReadAllBytes(_session.PathOf("security-on.dxl")));
        Assert.False(File.Exists(_session.PathOf("security-on.dxl.journal")));
    }

    [Fact]
    public void Groups_are_found_as_the_repair_finds_them()
    {
        Outcome outcome = _session.Run(Primary + "Protect-ForeignDomainDocument");
        Assert.Empty(outcome.Warnings);
        Assert.Equal(
            ["Servers Only", "LocalDomainAdmins", "DominoA/Acme"],
            _session.Run("Get-ForeignDomainDocument no-security.dxl").Output[0].GetList("Readers"));
    }

    // Servers Only holds the coexistence servers, so that no group can be found.
    [Fact]
    public void Without_a_group_the_readers_stay_except_other_coexistence_servers()
    {
        const string Readers = "<item name='$Readers' names='true' readers='true'><textlist><text>Servers Only</text>"
            + "<text>CN=Ada/O=Acme</text><text>CN=DominoB/O=Acme</text></textlist></item>";
        _session.Write("kept.dxl", Dxl.Database(
            Dxl.Server("CN=Hub01/O=Acme", 8), Dxl.Server("CN=DominoA/O=Acme", 9), Dxl.Server("CN=DominoB/O=Acme", 10),
            Dxl.Group("Servers Only", 11, "CN=Hub01/O=Acme", "CN=DominoB/O=Acme"),
            Dxl.ForeignDomain("BTEx", "CN=DominoB/O=Acme", 1, items: Readers),
            Dxl.ForeignDomain("BTEx", "CN=DominoA/O=Acme", 2, items: Readers)));
        Outcome outcome = _session.Run("Protect-ForeignDomainDocument kept.dxl -PreserveOrder -PassThru");
        Assert.Equal(["Servers Only", "Ada/Acme", "DominoB/Acme"], outcome.Output[0].GetList("Readers"));
        Assert.Equal(["Servers Only", "Ada/Acme", "DominoA/Acme"], outcome.Output[1].GetList("Readers"));
        Assert.Contains(
            "Cannot find a group of servers or of administrators for 'BTEx'. The group 'Servers Only' contains the "
                + "coexistence server DominoB/Acme. The documents keep their readers, except other "
                + "coexistence servers.",
            outcome.Warnings);
    }

    [Fact]
    public void Document_without_a_server_and_readers_is_left_as_it_is()
    {
        string path = _session.Write(
            "bare.dxl", Dxl.Database(
                Dxl.ForeignDomain("Bare", null, 1), Dxl.ForeignDomain("Full", "CN=DominoA/O=Acme", 2)));
        Outcome outcome = _session.Run("Protect-ForeignDomainDocument bare.dxl -PassThru");
        Assert.Contains("Bare () does not name a server, and no readers were specified.", outcome.Warnings[0]);
        Assert.Equal([false, true], outcome.Values("IsRestricted"));
        Assert.Equal([1, 2], outcome.Values("Sequence"));
        _session.Run("Protect-ForeignDomainDocument bare.dxl -Domain Bare -AdminGroup Admins -WarningAction Ignore");
        Assert.Equal(["Admins"],
            _session.Run($"Get-ForeignDomainDocument '{path}' -Domain Bare").Output[0].GetList("Readers"));
    }

    [Fact]
    public void WhatIf_says_what_the_document_gains_and_loses_and_which_servers_lose_read_access()
    {
        byte[] before = File.ReadAllBytes(_session.PathOf("no-security.dxl"));
        Assert.Empty(_session.Run(Protect + " -RemoveDocumentAccess -WhatIf").Output);
        Assert.Equal(
            [
                "What if: Let only Servers Only, LocalDomainAdmins, DominoB/Acme read BTEx (DominoB/Acme), and "
                    + "remove DocumentAccess: DominoA/Acme loses read access",
                "What if: Let only Servers Only, LocalDomainAdmins, DominoA/Acme read BTEx (DominoA/Acme), and "
                    + "remove DocumentAccess: DominoB/Acme loses read access",
            ],
            _session.Host.Lines);
        Assert.Equal(before, File.ReadAllBytes(_session.PathOf("no-security.dxl")));
        Assert.False(File.Exists(_session.PathOf("no-security.dxl.journal")));
    }

    [Fact]
    public void WhatIf_says_which_servers_gain_and_which_lose_read_access()
    {
        _session.Run("Get-ForeignDomainDocument security-on-field-removed.dxl | Where-Object Priority -eq 1 | "
            + "Protect-ForeignDomainDocument -ServerGroup 'Mail Servers' -AdminGroup LocalDomainAdmins -Server "
            + "DominoB -Force -WhatIf");
        Assert.Equal(
            [
                "What if: Let only Mail Servers, LocalDomainAdmins, DominoB/Acme read BTEx (DominoA/Acme): "
                    + "2 servers (App01/Acme, DominoA/Acme) lose, DominoB/Acme gains read access",
            ],
            _session.Host.Lines);
    }

    [Fact]
    public void Order_that_changes_is_warned_of_and_kept_with_PreserveOrder()
    {
        const string Second = "Get-ForeignDomainDocument no-security.dxl | Where-Object Priority -eq 2 "
            + "| Protect-ForeignDomainDocument -ServerGroup 'Servers Only' -AdminGroup LocalDomainAdmins";
        Assert.Contains("to BTEx (DominoB/Acme)", _session.Run(Second + " -Force -WhatIf").Warnings[0]);
        Assert.Empty(_session.Run(Second + " -PreserveOrder").Warnings);
        Assert.Equal(["1 DominoA/Acme True", "2 DominoB/Acme True"], Documents());
        Assert.Equal([false, true], _session.Run("Get-ForeignDomainDocument no-security.dxl").Values("IsRestricted"));
    }

    [Fact]
    public void Confirm_asks_for_each_document_and_leaves_those_that_are_refused()
    {
        _session.Host.Answers.Enqueue(2); // No.
        _session.Host.Answers.Enqueue(0); // Yes.
        _session.Run(Protect + " -Confirm");
        Assert.Equal(
            "Let only Servers Only, LocalDomainAdmins, DominoB/Acme read BTEx (DominoB/Acme): no server loses or "
                + "gains read access?",
            _session.Host.Questions[0]);
        Assert.Equal([true, false], _session.Run("Get-ForeignDomainDocument no-security.dxl").Values("IsRestricted"));
    }

    [Fact]
    public void Files_that_cannot_be_changed_are_errors()
    {
        string path = _session.PathOf("no-security.dxl");
        byte[] before = File.ReadAllBytes(path);
        File.SetAttributes(path, FileAttributes.ReadOnly);
        _session.Try(Protect).TheError("WriteFailed", Command, ErrorCategory.WriteError, path);
        _session.Try("Protect-ForeignDomainDocument no-security.dxl -Domain Nowhere")
            .TheError("DomainNotFound", Command, ErrorCategory.ObjectNotFound, "Nowhere");
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Equal([true, true], _session.Run(Protect + " -Force -PassThru").Values("IsRestricted"));
    }

    [Fact]
    public void Directory_in_memory_gets_a_new_state_and_documents_keep_theirs()
    {
        _session.Run("""
            $d = New-DominoDirectory Acme
            $d | Add-DominoServer Hub01/Acme, DominoA/Acme, DominoB/Acme
            $d | Add-DominoGroup 'Servers Only' Hub01/Acme -Type ServersOnly
            $d | New-ForeignDomainDocument BTEx DominoB/Acme > $null
            $d | New-ForeignDomainDocument BTEx DominoA/Acme > $null
            $before = $d.ForeignDomain
            """);
        _session.Run(
            "$d | Protect-ForeignDomainDocument -ServerGroup 'Servers Only' -RemoveDocumentAccess "
                + "-WarningAction Ignore");
        Assert.Equal(["Answered DominoB/Acme"], _session.Run($"$d | {Test}{ToPath}").Lines);
        Assert.Equal(["NotRelayed DominoB/Acme"], _session.Run($"$before | {Test}{ToPath}").Lines);
        Assert.Equal([false, false], _session.Run("$before").Values("IsRestricted"));
        // A document of an older state is found again in the newest one, and what happened since is kept.
        _session.Run("$before[0] | Protect-ForeignDomainDocument -AdminGroup Admins -Server DominoA -Append");
        Assert.Equal(["Servers Only", "DominoA/Acme", "Admins"], _session.Run(
            "$d.ForeignDomain[0]").Output[0].GetList("Readers"));
        Assert.Equal([false, false], _session.Run("$d.ForeignDomain").Values("HasDocumentAccess"));
    }

    [Fact]
    public void Both_servers_of_a_document_are_admitted_by_default()
    {
        _session.Write("two.dxl", Dxl.Database(
            Dxl.Server("CN=Hub01/O=Acme", 8), Dxl.Server("CN=DominoA/O=Acme", 9), Dxl.Server("CN=DominoB/O=Acme", 10),
            Dxl.Group("Hubs", 11, "CN=Hub01/O=Acme"),
            Dxl.ForeignDomain("BTEx", "CN=DominoA/O=Acme", 1).Replace(
                "'CalendarServer' names='true'><text>CN=DominoA", "'CalendarServer' names='true'><text>CN=DominoB")));
        Assert.Equal(
            ["Hubs", "DominoA/Acme", "DominoB/Acme"],
            _session.Run("Protect-ForeignDomainDocument two.dxl -ServerGroup Hubs -PassThru").Output[0].GetList(
                "Readers"));
        Assert.Equal(["Delivered DominoA/Acme"], _session.Run($"Test-MailRoute two.dxl -From Hub01 {ToPath}").Lines);
        // With the calendar server alone, mail would loop.
        Outcome outcome = _session.Try("Protect-ForeignDomainDocument two.dxl -ServerGroup Hubs -Server DominoB");
        outcome.TheError("AnswerLost", Command, ErrorCategory.InvalidOperation, "BTEx");
        Assert.Contains(
            Lost(outcome.Errors[0]), text => text.StartsWith("Mail for 'BTEx' from", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("-ServerGroup 'Servers Olny' -AdminGroup LocalDomainAdmins -RemoveDocumentAccess",
        "The directory does not contain the group 'Servers Olny'. The entry admits nobody. Did you mean Servers Only?")]
    [InlineData("-ServerGroup 'Mail Servers' -AdminGroup LocalDomainAdmins -RemoveDocumentAccess", null)]
    public void Change_that_ends_requests_is_refused_and_written_with_Force(string parameters, string? warning)
    {
        string path = _session.PathOf("no-security.dxl");
        byte[] before = File.ReadAllBytes(path);
        foreach (string whatIf in new[] { " -WhatIf", "" })
        {
            Outcome refused = _session
                .Try($"Protect-ForeignDomainDocument no-security.dxl {parameters} -PassThru{whatIf}");
            ErrorRecord error = refused.TheError("AnswerLost", Command, ErrorCategory.InvalidOperation, "BTEx");
            Assert.Matches(
                "Free/busy.* from .* would not reach Exchange even with everything up \\(NoDomainDocument.*\\).* "
                    + "For all broken requests, see the Lost property of the exception\\.$",
                error.ErrorDetails.Message);
            // The name of the folder for temporary files has any length.
            string text = error.ErrorDetails.Message.Replace(_session.Folder, "", StringComparison.Ordinal);
            Assert.InRange(text.Length, 1, 360);
            Assert.Contains(
                Lost(error), text => text.Contains(
                    "with everything up: Answered at DominoA/Acme before, NoDomainDocument at "));
            Assert.Contains("-Force", error.ErrorDetails.RecommendedAction);
            Assert.Equal(warning is null ? [] : [warning], refused.Warnings);
            Assert.Empty(refused.Output);
            Assert.Equal(before, File.ReadAllBytes(path));
            Assert.False(File.Exists(path + ".journal"));
        }

        byte[] forcedWhatIf = before;
        Assert.Contains(
            _session.Run($"Protect-ForeignDomainDocument no-security.dxl {parameters} -Force -WhatIf").Warnings,
            IsLoss);
        Assert.Equal(forcedWhatIf, File.ReadAllBytes(path));
        Outcome forced = _session.Run($"Protect-ForeignDomainDocument no-security.dxl {parameters} -Force -PassThru");
        Assert.Contains(forced.Warnings, IsLoss);
        Assert.Equal([true, true], forced.Values("IsRestricted"));

        static bool IsLoss(string text) =>
            text.StartsWith(
                "The change breaks a request that succeeds today: Free/busy for 'BTEx' from ",
                StringComparison.Ordinal);
    }

    // Of a finished configuration: DominoB in the group of servers sees both documents again.
    [Fact]
    public void Group_that_holds_a_coexistence_server_is_refused()
    {
        _session.Run("""
            $d = Import-DominoDirectory security-on-field-removed.dxl
            $d | Add-DominoGroup Nested DominoB/Acme
            $d | Add-DominoGroup Wrong 'Servers Only', Nested
            """);
        Outcome outcome = _session.Try(
            "$d | Protect-ForeignDomainDocument -ServerGroup Wrong -AdminGroup LocalDomainAdmins");
        ErrorRecord error = outcome.TheError("AnswerLost", Command, ErrorCategory.InvalidOperation, "BTEx");
        Assert.Matches("would not reach Exchange with DominoA/Acme down \\(NotRelayed\\)", error.ErrorDetails.Message);
        foreach (string outage in new[] { "DominoA/Acme down", "the link to DominoA/Acme down" })
        {
            Assert.Contains(
                Lost(error), text => text.EndsWith(
                    $"with {outage}: Answered at DominoB/Acme before, NotRelayed at DominoB/Acme after",
                    StringComparison.Ordinal));
        }
        Assert.Equal(["Servers Only", "LocalDomainAdmins", "DominoA/Acme"], _session.Run(
            "$d.ForeignDomain[0]").Output[0].GetList("Readers"));
    }

    [Theory]
    [InlineData("-Server dominoa -ServerGroup 'Servers Only'", "dominoa")]
    [InlineData("-ServerGroup DominoA", "DominoA")]
    public void Name_of_several_servers_is_an_error_and_nothing_is_written(string parameters, string name)
    {
        _session.Write(
            "twins.dxl",
            Dxl.Database(
                Dxl.Server("CN=DominoA/O=Acme", 8), Dxl.Server("CN=DominoA/O=Other", 9), Dxl.ForeignDomain(
                    "BTEx", "CN=DominoA/O=Acme", 1)));
        byte[] before = File.ReadAllBytes(_session.PathOf("twins.dxl"));
        _session.Try($"Protect-ForeignDomainDocument twins.dxl {parameters} -Force")
            .TheError("ServerAmbiguous", Command, ErrorCategory.InvalidArgument, name);
        Assert.Equal(before, File.ReadAllBytes(_session.PathOf("twins.dxl")));
    }

    [Fact]
    public void Server_that_the_directory_does_not_have_is_warned_of() => Assert.Contains(
        "The directory does not contain the server 'Domino9'. The entry admits nobody. Did you mean DominoA/Acme or "
            + "DominoB/Acme?",
        _session.Run(
            "Protect-ForeignDomainDocument no-security.dxl -ServerGroup 'Servers Only' -AdminGroup LocalDomainAdmins "
                + "-Server DominoA, DominoB, Domino9").Warnings);

    private static string[] Lost(ErrorRecord error) =>
        [.. (IEnumerable<string>)error.Exception.GetType().GetProperty("Lost")!.GetValue(error.Exception)!];

    private string Text() => File.ReadAllText(_session.PathOf("no-security.dxl"));

    private IReadOnlyList<string> Documents() =>
        _session.Run("Get-ForeignDomainDocument no-security.dxl" + ToText).Lines;
}
