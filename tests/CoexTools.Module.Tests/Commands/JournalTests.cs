using System.Management.Automation;

namespace CoexTools.Module.Tests.Commands;

/// <summary>
/// Get-DirectoryChange and Undo-DirectoryChange: what commands changed in a file, and its undoing. Each test has its
/// own files.
/// </summary>
public sealed class JournalTests : IDisposable
{
    private const string Get = "Get-DirectoryChange";
    private const string Undo = "Undo-DirectoryChange";
    private const string Name = "security-on.dxl";

    // Three changes, of which the second and the third touch the same document.
    private const string Three = $"""
        Protect-ForeignDomainDocument {Name} -ServerGroup 'Mail Servers' -AdminGroup LocalDomainAdmins
        Get-ForeignDomainDocument {Name} | Where-Object Priority -eq 1 | Remove-DocumentAccessField
        Get-ForeignDomainDocument {Name} | Where-Object Priority -eq 1 | Set-ForeignDomainDocument -MailFile gate.box -WarningAction Ignore
        """;

    private readonly ModuleSession _session = new();
    private readonly string _path;
    private readonly byte[] _first;

    public JournalTests()
    {
        _path = _session.PathOf(Name);
        _first = File.ReadAllBytes(_path);
    }

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Changes_are_listed_oldest_first_with_each_field_and_its_value_before()
    {
        _session.Run(Three);
        Assert.Equal(
            [
                "1 Protect-ForeignDomainDocument BTEx (DominoB/Acme) $Readers Servers Only; LocalDomainAdmins; "
                    + "CN=DominoB/O=Acme",
                "1 Protect-ForeignDomainDocument BTEx (DominoA/Acme) $Readers Servers Only; LocalDomainAdmins; "
                    + "CN=DominoA/O=Acme",
                "2 Remove-DocumentAccessField BTEx (DominoA/Acme) DocumentAccess [NetModifier]",
                "3 Set-ForeignDomainDocument BTEx (DominoA/Acme) GatewayMailFile mail.box",
                "3 Set-ForeignDomainDocument BTEx (DominoA/Acme) DocumentAccess ",
            ],
            Listed());
        Assert.Equal(
            [null],
            _session
                .Run($"Get-DirectoryChange {Name} | Where-Object {{ $_.Id -eq 3 -and $_.Field -eq 'DocumentAccess' }}")
                .Values("ValueBefore"));
    }

    [Fact]
    public void Document_that_was_only_saved_again_is_listed_without_a_field()
    {
        _session
            .Run($"Get-ForeignDomainDocument {Name} | Where-Object Priority -eq 2 | Remove-DocumentAccessField "
                + "-PreserveOrder");
        Outcome outcome = _session.Run($"Get-DirectoryChange {Name}");
        Assert.Equal(["DocumentAccess", null], outcome.Values("Field"));
        Assert.Equal([1, 1], outcome.Values("Id"));
    }

    [Fact]
    public void Changes_are_listed_for_several_files_by_each_kind_of_path()
    {
        File.Copy(_path, _session.PathOf("names [1].dxl"));
        _session.Run($"Remove-DocumentAccessField -LiteralPath {Name}, 'names [1].dxl'");
        Assert.Equal(4, _session.Run("Get-DirectoryChange *.dxl").Output.Count);
        Assert.Equal(2, _session.Run("Get-DirectoryChange -LiteralPath 'names [1].dxl'").Output.Count);
        Assert.Equal(2, _session.Run($"'{Name}' | Get-DirectoryChange").Output.Count);
        _session.Set("file", new FileInfo(_path));
        Assert.Equal(2, _session.Run("$file | Get-DirectoryChange").Output.Count);
    }

    [Fact]
    public void File_without_changes_lists_none_and_one_that_is_missing_is_an_error()
    {
        Assert.Empty(_session.Run($"Get-DirectoryChange {Name}").Output);
        _session.Try("Get-DirectoryChange missing.dxl")
            .TheError("PathNotFound", Get, ErrorCategory.ObjectNotFound, "missing.dxl");
        _session.Try("Undo-DirectoryChange missing.dxl")
            .TheError("PathNotFound", Undo, ErrorCategory.ObjectNotFound, "missing.dxl");
    }

    [Theory]
    [InlineData("Remove-DocumentAccessField")]
    [InlineData("Protect-ForeignDomainDocument -ServerGroup Hubs -AdminGroup Admins")]
    [InlineData("Set-ForeignDomainDocument -MailFile gate.box")]
    public void NoJournal_leaves_a_change_out(string command)
    {
        _session.Run($"Get-ForeignDomainDocument {Name} | {command} -NoJournal");
        Assert.NotEqual(_first, File.ReadAllBytes(_path));
        Assert.False(File.Exists(_path + ".journal"));
        Assert.Empty(_session.Run($"Get-DirectoryChange {Name}").Output);
    }

    [Fact]
    public void Change_without_a_journal_entry_is_reported()
    {
        _session
            .Run($"Remove-DocumentAccessField {Name}; Set-ForeignDomainDocument {Name} -MailFile gate.box -NoJournal "
                + "-WarningAction Ignore");
        Outcome outcome = _session.Run($"Get-DirectoryChange {Name}");
        Assert.Equal(2, outcome.Output.Count);
        Assert.Contains("was changed after its last recorded change", Assert.Single(outcome.Warnings));
    }

    [Fact]
    public void Journal_that_is_none_is_an_error_that_names_the_line()
    {
        _session.Run($"Remove-DocumentAccessField {Name}");
        byte[] file = File.ReadAllBytes(_path);
        File.AppendAllText(_path + ".journal", "nonsense\n");
        Assert.Contains(
            "line 2",
            _session.Try($"Get-DirectoryChange {Name}").TheError(
                "JournalMalformed", Get, ErrorCategory.InvalidData, _path + ".journal").Exception.Message);
        _session.Try($"Undo-DirectoryChange {Name}")
            .TheError("JournalMalformed", Undo, ErrorCategory.InvalidData, _path + ".journal");
        _session.Try($"Remove-DocumentAccessField {Name} -FieldName LocalAdmin")
            .TheError("JournalMalformed", "Remove-DocumentAccessField", ErrorCategory.InvalidData, _path + ".journal");
        Assert.Equal(file, File.ReadAllBytes(_path));
    }

    [Fact]
    public void Each_undo_without_an_id_goes_one_step_further_back()
    {
        var states = new List<byte[]> { _first };
        foreach (string command in Three.Split('\n'))
        {
            _session.Run(command);
            states.Add(File.ReadAllBytes(_path));
        }
        for (int step = 2; step >= 0; step--)
        {
            Assert.Equal([$"{step + 1}"], UndoneBy($"Undo-DirectoryChange {Name} -PassThru -WarningAction Ignore"));
            Assert.Equal(states[step], File.ReadAllBytes(_path));
        }
        Assert
            .Equal([$"There is nothing to undo in '{_path}'."], _session.Run($"Undo-DirectoryChange {Name}").Warnings);
        Assert.Equal(_first, File.ReadAllBytes(_path));
        Assert.Equal(6, Listed().Select(line => line.Split(' ')[0]).Distinct().Count());
    }

    [Fact]
    public void Undo_of_an_undo_brings_the_change_back_which_is_then_the_next_to_undo()
    {
        _session.Run(Three);
        byte[] third = File.ReadAllBytes(_path);
        _session.Run($"1..2 | ForEach-Object {{ Undo-DirectoryChange {Name} -WarningAction Ignore }}");
        Assert.Equal(["5"], UndoneBy($"Undo-DirectoryChange {Name} -Id 5 -PassThru -WarningAction Ignore"));
        Assert.Equal(["4"], UndoneBy($"Undo-DirectoryChange {Name} -Id 4 -PassThru -WarningAction Ignore"));
        Assert.Equal(third, File.ReadAllBytes(_path));
        Assert.Equal(["3"], UndoneBy($"Undo-DirectoryChange {Name} -PassThru -WarningAction Ignore"));
        Assert.Equal(["2"], UndoneBy($"Undo-DirectoryChange {Name} -PassThru -WarningAction Ignore"));
        Assert.Equal(["1"], UndoneBy($"Undo-DirectoryChange {Name} -PassThru -WarningAction Ignore"));
        Assert.Equal(_first, File.ReadAllBytes(_path));
    }

    [Fact]
    public void New_change_after_an_undo_is_the_next_to_undo()
    {
        _session.Run(Three);
        _session
            .Run($"Undo-DirectoryChange {Name} -WarningAction Ignore; Set-ForeignDomainDocument {Name} -MailFile "
                + "new.box -WarningAction Ignore");
        Assert.Equal(["5"], UndoneBy($"Undo-DirectoryChange {Name} -PassThru -WarningAction Ignore"));
        Assert.Equal(["2"], UndoneBy($"Undo-DirectoryChange {Name} -PassThru -WarningAction Ignore"));
    }

    [Fact]
    public void Undone_ids_that_are_not_numbers_make_the_journal_malformed()
    {
        _session.Run($"Remove-DocumentAccessField {Name}; Undo-DirectoryChange {Name} -WarningAction Ignore");
        string journal = File.ReadAllText(_path + ".journal");
        Assert.Contains("undoes=\"1\"", journal);
        File.WriteAllText(_path + ".journal", journal.Replace("undoes=\"1\"", "undoes=\"x\""));
        _session.Try($"Undo-DirectoryChange {Name}")
            .TheError("JournalMalformed", Undo, ErrorCategory.InvalidData, _path + ".journal");
    }

    [Fact]
    public void Changes_since_a_time_are_taken_back_and_those_before_stay()
    {
        _session.Run(
            "Protect-ForeignDomainDocument security-on.dxl -ServerGroup 'Mail Servers' -AdminGroup LocalDomainAdmins");
        byte[] first = File.ReadAllBytes(_path);
        _session.Run(
            $"Remove-DocumentAccessField {Name} -Force -WarningAction Ignore; "
            + $"Set-ForeignDomainDocument {Name} -MailFile gate.box -WarningAction Ignore");
        _session
            .Run($"$time = (Get-DirectoryChange {Name} | Where-Object Id -eq 2)[0].Time; Undo-DirectoryChange {Name} "
                + "-Since $time");
        Assert.Equal(first, File.ReadAllBytes(_path));
        Assert.Empty(_session.Run($"Undo-DirectoryChange {Name} -Since 2999-01-01 -PassThru").Output);
        Assert.Equal(first, File.ReadAllBytes(_path));
    }

    [Fact]
    public void Change_of_another_document_is_taken_back_beside_later_ones()
    {
        _session.Run($"""
            Get-ForeignDomainDocument {Name} | Where-Object Priority -eq 1 | Remove-DocumentAccessField
            Get-ForeignDomainDocument {Name} | Where-Object Priority -eq 2 | Remove-DocumentAccessField -WarningAction Ignore
            Undo-DirectoryChange {Name} -Id 1
            """);
        Assert.Equal(
            ["DominoB/Acme False", "DominoA/Acme True"],
            _session
                .Run($"Get-ForeignDomainDocument {Name} | ForEach-Object {{ \"$($_.MailServer) "
                    + "$($_.HasDocumentAccess)\" }").Lines);
    }

    [Fact]
    public void Change_is_taken_back_in_a_file_that_something_else_has_changed_elsewhere()
    {
        _session.Run($"Remove-DocumentAccessField {Name}");
        File.WriteAllText(_path, File.ReadAllText(_path).Replace("Ada Admin", "Ava Admin"));
        Assert.Contains(
            "was changed after its last recorded change", _session.Run($"Undo-DirectoryChange {Name}").Warnings[0]);
        Assert.Equal(
            System.Text.Encoding.UTF8.GetString(_first).Replace("Ada Admin", "Ava Admin"), File.ReadAllText(_path));

        _session.Run($"Remove-DocumentAccessField {Name}");
        File.WriteAllText(_path, File.ReadAllText(_path).Replace("<text>BTEx</text>", "<text>btex</text>"));
        _session.Try($"Undo-DirectoryChange {Name}")
            .TheError("ChangeSuperseded", Undo, ErrorCategory.InvalidOperation, 3);
    }

    [Fact]
    public void Piped_changes_of_several_files_are_taken_back_each_in_its_own_and_an_error_in_one_spares_the_other()
    {
        File.Copy(_path, _session.PathOf("second.dxl"));
        _session.Run($"Remove-DocumentAccessField {Name}, second.dxl");
        File.WriteAllText(
            _session.PathOf("second.dxl"), File.ReadAllText(_path).Replace("<text>BTEx</text>", "<text>btex</text>"));
        Outcome outcome = _session.Try(
            $"$changes = Get-DirectoryChange second.dxl, {Name} -WarningAction Ignore; $changes | "
                + "Undo-DirectoryChange -WarningAction Ignore");
        outcome.TheError("ChangeSuperseded", Undo, ErrorCategory.InvalidOperation, 1);
        Assert.Equal(_first, File.ReadAllBytes(_path));
    }

    [Fact]
    public void WhatIf_says_what_would_be_taken_back_and_changes_nothing()
    {
        _session.Run(Three);
        byte[] before = File.ReadAllBytes(_path);
        Assert.Empty(_session.Run($"Undo-DirectoryChange {Name} -Id 2, 3 -WhatIf -PassThru").Output);
        string line = Assert.Single(_session.Host.Lines);
        Assert
            .Contains($"Undo change 2, 3 of '{_path}': restore GatewayMailFile in BTEx (DominoA/Acme): no server loses "
                + "or gains read access", line);
        Assert.Equal(before, File.ReadAllBytes(_path));
        Assert.Equal(5, Listed().Count);
    }

    [Fact]
    public void WhatIf_says_which_servers_would_gain_and_lose_read_access()
    {
        _session.Run($"Remove-DocumentAccessField {Name}");
        Assert.Contains(
            _session.Run($"Undo-DirectoryChange {Name} -WhatIf").Warnings,
            warning => warning.StartsWith(
                "The change breaks a request that succeeds today: ", StringComparison.Ordinal));
        Assert.Contains(
            $"Undo change 1 of '{_path}': restore DocumentAccess in BTEx (DominoA/Acme): DominoB/Acme gains read "
                + "access; restore DocumentAccess in BTEx (DominoB/Acme): DominoA/Acme gains read access",
            Assert.Single(_session.Host.Lines));
        _session.Run($"Undo-DirectoryChange {Name}");
        _session.Host.Lines.Clear();
        _session.Run($"Undo-DirectoryChange {Name} -Id 2 -WhatIf");
        Assert.Contains(
            "restore DocumentAccess in BTEx (DominoA/Acme): DominoB/Acme loses read access", Assert.Single(
                _session.Host.Lines));
    }

    [Fact]
    public void Change_that_the_file_no_longer_contains_is_marked_and_stays_in_the_journal()
    {
        _session.Run($"Remove-DocumentAccessField {Name}");
        Assert.Equal([true, true], _session.Run($"Get-DirectoryChange {Name}").Values("IsInFile"));
        byte[] journal = File.ReadAllBytes(_path + ".journal");
        File.WriteAllBytes(_path, _first);
        for (int i = 0; i < 2; i++)
        {
            Outcome outcome = _session.Run($"Get-DirectoryChange {Name}");
            Assert.Equal([1, 1], outcome.Values("Id"));
            Assert.Equal([false, false], outcome.Values("IsInFile"));
            Assert.Contains(
                "does not contain the last recorded change: 1. Either the file was restored", Assert.Single(
                    outcome.Warnings));
        }
        Assert
            .Contains($"There is nothing to undo in '{_path}'.", _session.Run($"Undo-DirectoryChange {Name}").Warnings);
        Assert.Equal(journal, File.ReadAllBytes(_path + ".journal"));

        // The next change follows, and is the one to undo.
        _session.Run($"Remove-DocumentAccessField {Name} -FieldName LocalAdmin");
        Assert.Equal([false, false, true, true], _session.Run($"Get-DirectoryChange {Name}").Values("IsInFile"));
        Assert.Equal(["2"], UndoneBy($"Undo-DirectoryChange {Name} -PassThru"));
        Assert.Equal(_first, File.ReadAllBytes(_path));
        Assert.Equal([1, 1, 2, 2, 3, 3], _session.Run($"Get-DirectoryChange {Name}").Values("Id"));
    }

    [Fact]
    public void File_that_was_restored_to_a_state_before_several_changes_contains_none_of_them()
    {
        _session.Run(Three);
        File.WriteAllBytes(_path, _first);
        Outcome outcome = _session.Run($"Get-DirectoryChange {Name}");
        Assert.Equal([false], outcome.Values("IsInFile").Distinct());
        Assert.Contains("does not contain the last recorded changes: 1, 2, 3.", Assert.Single(outcome.Warnings));
        _session.Run($"Remove-DocumentAccessField {Name}");
        Assert.Equal(
            [4], _session.Run($"Get-DirectoryChange {Name} | Where-Object IsInFile").Values("Id").Distinct());
    }

    [Fact]
    public void Undo_that_ends_a_request_that_succeeds_with_everything_up_is_refused_without_Force()
    {
        // The undo would bring back a document without a mail server.
        _session.Run(
            "$d = New-DominoDirectory Acme; 'Hub01/Acme', 'DominoA/Acme' | ForEach-Object { Add-DominoServer $d $_ }; "
            + "$null = New-ForeignDomainDocument $d BTEx -CalendarServer DominoA/Acme; Export-DominoDirectory "
            + "$d one.dxl; Set-ForeignDomainDocument one.dxl -MailServer DominoA -WarningAction Ignore");
        byte[] before = File.ReadAllBytes(_session.PathOf("one.dxl"));
        _session.Try("Undo-DirectoryChange one.dxl")
            .TheError("AnswerLost", Undo, ErrorCategory.InvalidOperation, "BTEx");
        Assert.Equal(before, File.ReadAllBytes(_session.PathOf("one.dxl")));
        Assert.NotEmpty(_session.Run("Undo-DirectoryChange one.dxl -Force").Warnings);
        Assert.NotEqual(before, File.ReadAllBytes(_session.PathOf("one.dxl")));
    }

    [Fact]
    public void Confirm_that_is_refused_changes_nothing()
    {
        _session.Run($"Remove-DocumentAccessField {Name}");
        byte[] before = File.ReadAllBytes(_path);
        _session.Host.Answers.Enqueue(2); // No.
        _session.Run($"Undo-DirectoryChange {Name} -Confirm");
        Assert.Single(_session.Host.Questions);
        Assert.Equal(before, File.ReadAllBytes(_path));
    }

    [Fact]
    public void Read_only_file_is_an_error_without_Force()
    {
        _session.Run($"Remove-DocumentAccessField {Name}");
        byte[] before = File.ReadAllBytes(_path);
        File.SetAttributes(_path, FileAttributes.ReadOnly);
        _session.Try($"Undo-DirectoryChange {Name}").TheError("WriteFailed", Undo, ErrorCategory.WriteError, _path);
        Assert.Equal(before, File.ReadAllBytes(_path));
        Assert.Equal(2, Listed().Count);
        _session.Run($"Undo-DirectoryChange {Name} -Force");
        Assert.Equal(_first, File.ReadAllBytes(_path));
    }

    [Fact]
    public void Locked_file_is_an_error()
    {
        _session.Run($"Remove-DocumentAccessField {Name}");
        using (new FileStream(_session.PathOf($".{Name}.lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None))
            _session.Try($"Undo-DirectoryChange {Name}")
                .TheError("FileLocked", Undo, ErrorCategory.ResourceBusy, _path);
        _session.Run($"Undo-DirectoryChange {Name}");
        Assert.Equal(_first, File.ReadAllBytes(_path));
    }

    [Fact]
    public void File_without_a_change_is_left_as_it_is()
    {
        Outcome outcome = _session.Run($"Undo-DirectoryChange {Name} -PassThru");
        Assert.Empty(outcome.Output);
        Assert.Equal([$"There is nothing to undo in '{_path}'."], outcome.Warnings);
        Assert.Equal(_first, File.ReadAllBytes(_path));
    }

    private IEnumerable<object?> UndoneBy(string undo) => _session.Run(undo).Values("Undoes").Distinct();

    private IReadOnlyList<string> Listed() =>
        _session.Run(
            $"Get-DirectoryChange {Name} | ForEach-Object {{ \"$($_.Id) $($_.Command) $($_.DocumentName) $($_.Field) "
                + "$($_.ValueBefore)\" }").Lines;
}
