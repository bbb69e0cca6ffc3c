using System.Management.Automation;

namespace CoexTools.Module.Tests.Commands;

/// <summary>Set-ForeignDomainDocument: an edit through the form. Each test has its own files.</summary>
public sealed class FormEditTests : IDisposable
{
    private const string Command = "Set-ForeignDomainDocument";
    private const string Removed = "security-on-field-removed.dxl";
    private const string ToText = " | ForEach-Object { \"$($_.Priority) $($_.MailServer) $($_.HasDocumentAccess)\" }";
    private const string Second = $"Get-ForeignDomainDocument {Removed} | Where-Object Priority -eq 2 | ";
    private const string Test = "Test-FreeBusyPath -From Hub01 -WarningAction Ignore";
    private const string ToPath = " | ForEach-Object { \"$($_.Status) $($_.Server)\" }";

    private static readonly string[] Before = ["1 DominoA/Acme False", "2 DominoB/Acme False"];

    private readonly ModuleSession _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Field_comes_back_with_the_flags_of_the_form()
    {
        _session.Run(Second + "Set-ForeignDomainDocument -MailFile gate.box -WarningAction Ignore");
        Assert.Contains(
            "<item name='DocumentAccess' authors='true' names='true' "
                + "protected='true'><text>[NetModifier]</text></item>", Text());
    }

    [Fact]
    public void Field_comes_back_with_the_flags_of_the_field_map()
    {
        _session.Run(
            $"Set-ForeignDomainDocument {Removed} -MailFile gate.box -FieldMap @{{ DocumentAccess = 'readers', "
                + "'names' } -WarningAction Ignore");
        Assert.Contains(
            "<item name='DocumentAccess' names='true' readers='true'><text>[NetModifier]</text></item>", Text());
        Assert.Contains(
            "[NetModifier]", _session.Run($"Get-ForeignDomainDocument {Removed}").Output[0].GetList("Readers"));
    }

    [Fact]
    public void Edit_without_a_property_is_a_save_in_the_form()
    {
        Outcome outcome = _session.Run($"Set-ForeignDomainDocument {Removed}");
        Assert.Equal(
            2, outcome.Warnings.Count(
                warning => warning.StartsWith("The edit restores DocumentAccess in ", StringComparison.Ordinal)));
        Assert.Equal(["1 DominoA/Acme True", "2 DominoB/Acme True"], Documents());
        Assert.Equal([4, 4], _session.Run($"Get-ForeignDomainDocument {Removed}").Values("Sequence"));
    }

    [Fact]
    public void Field_that_is_there_brings_no_warning_and_the_document_is_saved_all_the_same()
    {
        Outcome outcome = _session.Run("Set-ForeignDomainDocument security-on.dxl -MailFile mail.box -PassThru");
        Assert.Empty(outcome.Warnings);
        Assert.Equal([4, 4], outcome.Values("Sequence"));
        Assert.Equal([true, true], outcome.Values("HasDocumentAccess"));
    }

    [Fact]
    public void Save_sets_both_times_to_now_oldest_first_and_adds_one_to_the_sequence()
    {
        DateTimeOffset start = DateTimeOffset.UtcNow.AddMilliseconds(-10);
        IReadOnlyList<PSObject> documents = _session.Run(
            $"Set-ForeignDomainDocument {Removed} -CalendarSystem x.box -PassThru -WarningAction Ignore").Output;
        Assert.All(documents, document => Assert.Equal(document.Get("Modified"), document.Get("Revised")));
        Assert.All(documents, document => Assert.Equal(4, document.Get("Sequence")));
        DateTimeOffset[] times = [.. documents.Select(document => (DateTimeOffset)document.Get("Modified")!)];
        Assert.All(times, time => Assert.InRange(time, start, DateTimeOffset.UtcNow.AddSeconds(1)));
        Assert.Equal(TimeSpan.FromMilliseconds(10), times[0] - times[1]);
        Assert.Equal(["1 DominoA/Acme True", "2 DominoB/Acme True"], Documents());
    }

    [Theory]
    [InlineData(
        "MailServer", "CN=DominoC/O=Acme", "DominoC/Acme",
        "<item name='GatewayServer' names='true'><text>CN=DominoC/O=Acme</text></item>")]
    [InlineData(
        "MailServer", "DominoC/Acme", "DominoC/Acme",
        "<item name='GatewayServer' names='true'><text>CN=DominoC/O=Acme</text></item>")]
    [InlineData(
        "CalendarServer", "hub01", "Hub01/Acme",
        "<item name='CalendarServer' names='true'><text>CN=Hub01/O=Acme</text></item>")]
    [InlineData(
        "MailFile", "a<b>&'c'.box", "a<b>&'c'.box",
        "<item name='GatewayMailFile'><text>a&lt;b&gt;&amp;&apos;c&apos;.box</text></item>")]
    [InlineData(
        "CalendarSystem", "Exchange.box", "Exchange.box",
        "<item name='CalendarSystem'><text>Exchange.box</text></item>")]
    public void Property_is_set_in_its_item(string property, string value, string read, string element)
    {
        _session.Set("value", value);
        PSObject document = Assert.Single(
            _session.Run(
                Second + $"Set-ForeignDomainDocument -{property} $value -PassThru -Force "
                    + "-WarningAction Ignore").Output);
        Assert.Equal(read, document.Get(property));
        Assert.Contains(element, Text());
        Assert.Equal(read, _session.Run($"Get-ForeignDomainDocument {Removed}").Output[0].Get(property));
    }

    [Theory]
    [InlineData("MailServer")]
    [InlineData("MailFile")]
    [InlineData("CalendarServer")]
    [InlineData("CalendarSystem")]
    public void Property_is_blanked_by_an_empty_text(string property)
    {
        Assert.Equal(
            [null, null],
            _session.Run($"Set-ForeignDomainDocument {Removed} -{property} '' -PassThru -Force -WarningAction Ignore")
                .Values(property));
        Assert.Equal([null, null], _session.Run($"Get-ForeignDomainDocument {Removed}").Values(property));
        Assert
            .Equal([null, null], _session
                .Run($"Set-ForeignDomainDocument security-on.dxl -{property} $null -PassThru -Force").Values(property));
    }

    [Theory]
    [InlineData("MailServer", "Mail")]
    [InlineData("CalendarServer", "Free/busy")]
    public void Server_that_requests_need_is_not_blanked_without_Force(string property, string request)
    {
        byte[] before = File.ReadAllBytes(_session.PathOf(Removed));
        Outcome outcome = _session.Try($"Set-ForeignDomainDocument {Removed} -{property} '' -PassThru");
        outcome.TheError("AnswerLost", Command, ErrorCategory.InvalidOperation, "BTEx");
        Assert.Contains($" {request} ", outcome.Errors[0].ErrorDetails.Message);
        Assert.Empty(outcome.Output);
        Assert.Equal(before, File.ReadAllBytes(_session.PathOf(Removed)));
        Assert.False(File.Exists(_session.PathOf(Removed) + ".journal"));
    }

    [Theory]
    [InlineData(0, true)] // Yes.
    [InlineData(1, false)] // No.
    public void Documents_of_several_domains_are_changed_only_after_a_question(int answer, bool isChanged)
    {
        string path = _session.Write(
            "two.dxl", Dxl.Database(
                Dxl.ForeignDomain("One", "CN=DominoA/O=Acme", 1), Dxl.ForeignDomain("Two", "CN=DominoB/O=Acme", 2)));
        byte[] before = File.ReadAllBytes(path);
        _session.Host.Answers.Enqueue(answer);
        _session.Run("Set-ForeignDomainDocument two.dxl -MailFile gate.box -WarningAction Ignore");
        Assert.Contains(
            "The command changes 2 documents of 2 domains: One, Two.", Assert.Single(_session.Host.Questions));
        Assert.Equal(isChanged, !before.SequenceEqual(File.ReadAllBytes(path)));
    }

    [Theory]
    [InlineData("Set-ForeignDomainDocument two.dxl -Domain * -MailFile gate.box")]
    [InlineData("Set-ForeignDomainDocument two.dxl -MailFile gate.box -Force")]
    [InlineData("Get-ForeignDomainDocument two.dxl | Set-ForeignDomainDocument -MailFile gate.box")]
    [InlineData("Set-ForeignDomainDocument two.dxl -MailFile gate.box -WhatIf -PassThru")]
    public void Documents_of_several_domains_that_are_chosen_are_changed_without_a_question(string command)
    {
        _session.Write(
            "two.dxl", Dxl.Database(
                Dxl.ForeignDomain("One", "CN=DominoA/O=Acme", 1), Dxl.ForeignDomain("Two", "CN=DominoB/O=Acme", 2)));
        IEnumerable<object?> files = _session.Run(
            command + (command.Contains("-PassThru") ? "" : " -PassThru") + " -WarningAction Ignore")
            .Values("MailFile");
        Assert.Equal(["gate.box", "gate.box"], files);
        Assert.Empty(_session.Host.Questions);
    }

    [Fact]
    public void Nothing_but_the_document_changes()
    {
        string before = Text();
        _session.Run(Second + "Set-ForeignDomainDocument -MailFile gate.box -WarningAction Ignore");
        string after = Text();
        int start = before.LastIndexOf("<document form='Domain'>", StringComparison.Ordinal);
        Assert.Equal(before[..start], after[..start]);
        string[] lines = after[start..].Split('\n');
        string[] kept =
        [
            .. before[start..].Split('\n')
                .Where(line => !line.Contains("sequence=") && !line.Contains("modified>") && !line.Contains("revised>")
                    && !line.Contains("GatewayMailFile")),
        ];
        Assert.Equal(kept, lines.Where(kept.Contains));
        Assert.Equal(kept.Length + 5, lines.Length);
    }

    [Fact]
    public void WhatIf_says_what_the_document_gains_and_which_servers_gain_read_access()
    {
        byte[] before = File.ReadAllBytes(_session.PathOf(Removed));
        Outcome outcome = _session
            .Run($"Set-ForeignDomainDocument {Removed} -MailFile gate.box -CalendarSystem '' -WhatIf");
        Assert.Empty(outcome.Output);
        Assert.Equal(
            [
                "What if: Edit BTEx (DominoB/Acme) (MailFile = 'gate.box', CalendarSystem = ''), and bring "
                    + "DocumentAccess back: DominoA/Acme gains read access",
                "What if: Edit BTEx (DominoA/Acme) (MailFile = 'gate.box', CalendarSystem = ''), and bring "
                    + "DocumentAccess back: DominoB/Acme gains read access",
            ],
            _session.Host.Lines);
        Assert.Equal(
            2, outcome.Warnings.Count(
                warning => warning.StartsWith("The edit restores DocumentAccess in ", StringComparison.Ordinal)));
        Assert.Contains(
            outcome.Warnings, warning => warning.StartsWith(
                "The change breaks a request that succeeds today: ", StringComparison.Ordinal));
        Assert.Equal(before, File.ReadAllBytes(_session.PathOf(Removed)));
        Assert.False(File.Exists(_session.PathOf(Removed + ".journal")));
    }

    [Fact]
    public void WhatIf_of_an_edit_without_a_property_names_none()
    {
        _session.Run(Second + "Set-ForeignDomainDocument -WhatIf -WarningAction Ignore");
        Assert
            .Equal(
                ["What if: Edit BTEx (DominoB/Acme), and bring DocumentAccess back: DominoA/Acme gains read access"],
                _session.Host.Lines);
        _session.Host.Lines.Clear();
        _session.Run("Set-ForeignDomainDocument security-on.dxl -MailFile x -WhatIf");
        Assert.Equal(
            "What if: Edit BTEx (DominoB/Acme) (MailFile = 'x'): no server loses or gains read access",
            _session.Host.Lines[0]);
    }

    [Fact]
    public void Confirm_that_is_refused_changes_nothing_and_warns_of_nothing()
    {
        byte[] before = File.ReadAllBytes(_session.PathOf(Removed));
        _session.Host.Answers.Enqueue(3); // No to all.
        Outcome outcome = _session.Run($"Set-ForeignDomainDocument {Removed} -MailFile gate.box -Confirm");
        Assert.Single(_session.Host.Questions);
        Assert.Empty(outcome.Warnings);
        Assert.Equal(before, File.ReadAllBytes(_session.PathOf(Removed)));
    }

    [Fact]
    public void Domain_chooses_and_one_that_is_not_there_is_an_error()
    {
        _session.Write(
            "two.dxl", Dxl.Database(
                Dxl.ForeignDomain("One", "CN=DominoA/O=Acme", 1), Dxl.ForeignDomain("Two", "CN=DominoA/O=Acme", 2)));
        Outcome outcome = _session.Try(
            "Set-ForeignDomainDocument two.dxl -Domain one, Nowhere -MailFile gate.box -WarningAction Ignore");
        outcome.TheError("DomainNotFound", Command, ErrorCategory.ObjectNotFound, "Nowhere");
        Assert.Equal(["gate.box", null], _session.Run("Get-ForeignDomainDocument two.dxl").Values("MailFile"));
    }

    [Fact]
    public void Read_only_file_is_an_error_without_Force()
    {
        string path = _session.PathOf("security-on.dxl");
        byte[] before = File.ReadAllBytes(path);
        File.SetAttributes(path, FileAttributes.ReadOnly);
        _session.Try("Set-ForeignDomainDocument security-on.dxl -MailFile gate.box")
            .TheError("WriteFailed", Command, ErrorCategory.WriteError, path);
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Equal(
            ["gate.box", "gate.box"],
            _session.Run("Set-ForeignDomainDocument security-on.dxl -MailFile gate.box -Force -PassThru")
                .Values("MailFile"));
    }

    [Fact]
    public void File_that_has_changed_since_is_an_error()
    {
        string path = _session.PathOf(Removed);
        _session.Run($"$documents = Get-ForeignDomainDocument {Removed}");
        File.AppendAllText(path, "<!-- changed -->");
        byte[] before = File.ReadAllBytes(path);
        _session.Try("$documents | Set-ForeignDomainDocument -MailFile x -WarningAction Ignore")
            .TheError("FileChanged", Command, ErrorCategory.ResourceExists, path);
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact]
    public void Directory_in_memory_gets_a_new_state_and_documents_keep_theirs()
    {
        byte[] file = File.ReadAllBytes(_session.PathOf(Removed));
        _session.Run($"$d = Import-DominoDirectory {Removed}; $before = $d | Get-ForeignDomainDocument");
        Outcome outcome = _session.Run(
            "$before | Where-Object Priority -eq 2 | Set-ForeignDomainDocument -MailFile gate.box -PassThru "
                + "-WarningAction Ignore");
        Assert.Equal(["gate.box"], outcome.Values("MailFile"));
        Assert.Equal(["1 DominoB/Acme True", "2 DominoA/Acme False"], _session.Run("$d.ForeignDomain" + ToText).Lines);
        Assert.Equal(Before, _session.Run("$before" + ToText).Lines);
        Assert.Equal(["Answered DominoB/Acme"], _session.Run($"$d | {Test}{ToPath}").Lines);
        Assert.Equal(["Answered DominoA/Acme"], _session.Run($"$before | {Test}{ToPath}").Lines);
        Assert.Equal(file, File.ReadAllBytes(_session.PathOf(Removed)));
    }

    [Theory]
    [InlineData("MailServer")]
    [InlineData("CalendarServer")]
    public void Name_of_several_servers_is_an_error_and_nothing_is_written(string parameter)
    {
        _session.Write(
            "twins.dxl",
            Dxl.Database(
                Dxl.Server("CN=DominoA/O=Acme", 8), Dxl.Server("CN=DominoA/O=Other", 9), Dxl.ForeignDomain(
                    "BTEx", "CN=DominoB/O=Acme", 1)));
        byte[] before = File.ReadAllBytes(_session.PathOf("twins.dxl"));
        _session.Try($"Set-ForeignDomainDocument twins.dxl -{parameter} DominoA")
            .TheError("ServerAmbiguous", Command, ErrorCategory.InvalidArgument, "DominoA");
        Assert.Equal(before, File.ReadAllBytes(_session.PathOf("twins.dxl")));
        Assert.Contains(
            "The directory does not contain the server 'Domino9/Acme'. "
                + "Did you mean DominoA/Acme, DominoB/Acme, or DominoA/Other?",
            _session.Run($"Set-ForeignDomainDocument twins.dxl -{parameter} Domino9/Acme -WhatIf").Warnings);
    }

    // ED2.
    [Fact]
    public void Field_comes_back_with_the_flags_that_the_other_documents_agree_on()
    {
        string text = File.ReadAllText(_session.PathOf("security-on.dxl"));
        int place = text.IndexOf("<document form='Domain'>", StringComparison.Ordinal);
        _session.Write(
            "flags.dxl",
            text[..place] + text[place..].Replace(
                "<item name='DocumentAccess' authors='true'", "<item name='DocumentAccess' readers='true'"));
        _session.Run(
            "Get-ForeignDomainDocument flags.dxl | Where-Object Priority -eq 1 | Remove-DocumentAccessField; "
                + "Set-ForeignDomainDocument flags.dxl -WarningAction Ignore");
        Assert.Equal(
            ["False True", "False True"],
            _session.Run(
                "Get-ForeignDomainDocument flags.dxl | ForEach-Object { $_.Item } | Where-Object Name -eq "
                    + "DocumentAccess | ForEach-Object { \"$($_.IsAuthors) $($_.IsReaders)\" }").Lines);
    }

    [Fact]
    public void Document_that_was_removed_from_its_directory_is_an_error()
    {
        _session.Run(
            $"$d = Import-DominoDirectory {Removed}; $before = @($d | Get-ForeignDomainDocument); $before[0] | "
                + "Remove-ForeignDomainDocument");
        _session.Try("$before[0] | Set-ForeignDomainDocument -MailFile x")
            .TheError("DocumentNotFound", Command, ErrorCategory.ObjectNotFound, "000000000000000000000000000000A0");
    }

    private string Text() => File.ReadAllText(_session.PathOf(Removed));

    private IReadOnlyList<string> Documents() => _session.Run($"Get-ForeignDomainDocument {Removed}{ToText}").Lines;
}
