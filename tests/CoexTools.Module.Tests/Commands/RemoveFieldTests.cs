using System.Management.Automation;
using System.Text.RegularExpressions;

namespace CoexTools.Module.Tests.Commands;

/// <summary>Remove-DocumentAccessField: what it changes, and what it leaves. Each test has its own files.</summary>
public sealed partial class RemoveFieldTests : IDisposable
{
    private const string Command = "Remove-DocumentAccessField";
    private const string ToText = " | ForEach-Object { \"$($_.Priority) $($_.MailServer) $($_.HasDocumentAccess)\" }";

    private readonly ModuleSession _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Nothing_but_the_field_the_times_and_the_sequence_changes()
    {
        string before = Text();
        _session.Run("Remove-DocumentAccessField security-on.dxl");
        int start = before.IndexOf("<document form='Domain'>", StringComparison.Ordinal);
        string expected = before[..start]
            + Field().Replace(before[start..], "").Replace("sequence='3'", "sequence='4'");

        string after = Text();
        Assert.Equal(before[..start], after[..start]);
        Assert.Equal(2, Field().Count(before[start..]));
        Assert.Equal(Times().Replace(expected, "TIME"), Times().Replace(after, "TIME"));
    }

    [Fact]
    public void Save_sets_both_times_to_now_oldest_first_and_adds_one_to_the_sequence()
    {
        DateTimeOffset start = DateTimeOffset.UtcNow.AddMilliseconds(-10);
        IReadOnlyList<PSObject> documents = _session.Run("Remove-DocumentAccessField security-on.dxl -PassThru").Output;
        Assert.All(documents, document => Assert.Equal(4, document.Get("Sequence")));
        Assert.All(documents, document => Assert.Equal(document.Get("Modified"), document.Get("Revised")));
        DateTimeOffset[] times = [.. documents.Select(document => (DateTimeOffset)document.Get("Modified")!)];
        Assert.All(times, time => Assert.InRange(time, start, DateTimeOffset.UtcNow.AddSeconds(1)));
        Assert.Equal(TimeSpan.FromMilliseconds(10), times[0] - times[1]);
    }

    [Fact]
    public void PassThru_gives_the_documents_as_they_are_then() => Assert.Equal(
        _session.Run(
            "Remove-DocumentAccessField security-on.dxl -PassThru "
                + "| ForEach-Object { \"$_ $($_.Priority) $($_.Modified.UtcTicks) $($_.HasDocumentAccess) "
                + "$($_.Path)\" }").Lines,
        _session.Run(
            "Get-ForeignDomainDocument security-on.dxl | ForEach-Object { \"$_ $($_.Priority) $($_.Modified.UtcTicks) "
                + "$($_.HasDocumentAccess) $($_.Path)\" }").Lines);

    [Fact]
    public void Documents_of_PassThru_can_be_changed_again()
    {
        _session.Run(
            "Remove-DocumentAccessField security-on.dxl -PassThru | Remove-DocumentAccessField -FieldName LocalAdmin");
        Assert.DoesNotContain("LocalAdmin'", Text());
        Assert.Equal([5, 5], _session.Run("Get-ForeignDomainDocument security-on.dxl").Values("Sequence"));
    }

    [Fact]
    public void Command_leaves_no_file_behind_but_the_journal()
    {
        string[] before = Directory.GetFiles(_session.Folder);
        _session.Run("Remove-DocumentAccessField no-security.dxl -NoJournal");
        Assert.Equal(before.Order(), Directory.GetFiles(_session.Folder).Order());
        _session.Run("Remove-DocumentAccessField security-on.dxl");
        Assert.Equal(
            before.Append(_session.PathOf("security-on.dxl.journal"))
                .Order(), Directory.GetFiles(_session.Folder).Order());
    }

    [Fact]
    public void Name_with_brackets_is_changed_in_place()
    {
        File.Move(_session.PathOf("security-on.dxl"), _session.PathOf("names [1].dxl"));
        _session.Run("Remove-DocumentAccessField -LiteralPath 'names [1].dxl'");
        Assert.Equal([false, false], _session.Run("Get-ForeignDomainDocument -LiteralPath 'names [1].dxl'")
            .Values("HasDocumentAccess"));
    }

    [Fact]
    public void Documents_of_several_files_are_changed_each_in_its_own()
    {
        File.Copy(_session.PathOf("security-on.dxl"), _session.PathOf("second.dxl"));
        _session.Run("Get-ForeignDomainDocument security-on.dxl, second.dxl | Remove-DocumentAccessField");
        Assert.Equal([false, false, false, false], _session.Run("Get-ForeignDomainDocument security-on.dxl, second.dxl")
            .Values("HasDocumentAccess"));
    }

    [Fact]
    public void Domain_chooses_and_leaves_the_other_domains()
    {
        const string Field = "<item name='DocumentAccess' authors='true'><text>[NetModifier]</text></item>";
        _session.Write("two.dxl", Dxl.Database(
            Dxl.ForeignDomain("One", "CN=DominoA/O=Acme", 1, items: Field), Dxl.ForeignDomain(
                "Two", "CN=DominoA/O=Acme", 2, items: Field)));
        _session.Run("Remove-DocumentAccessField two.dxl -Domain one");
        Assert.Equal(
            ["One False 2", "Two True 1"],
            _session.Run(
                "Get-ForeignDomainDocument two.dxl | ForEach-Object { \"$($_.Domain) $($_.HasDocumentAccess) "
                    + "$($_.Sequence)\" }").Lines);
    }

    [Fact]
    public void WhatIf_changes_nothing_and_says_the_effect()
    {
        byte[] before = File.ReadAllBytes(_session.PathOf("security-on.dxl"));
        Outcome outcome = _session.Run("Remove-DocumentAccessField security-on.dxl -WhatIf");
        Assert.Empty(outcome.Output);
        Assert.Equal(
            [
                "What if: Remove DocumentAccess from BTEx (DominoB/Acme): DominoA/Acme loses read access",
                "What if: Remove DocumentAccess from BTEx (DominoA/Acme): DominoB/Acme loses read access",
            ],
            _session.Host.Lines);
        Assert.Equal(before, File.ReadAllBytes(_session.PathOf("security-on.dxl")));
    }

    [Fact]
    public void WhatIf_counts_the_servers_that_lose_read_access()
    {
        _session.Write(
            "only.dxl",
            Dxl.Database(
                Dxl.Server("CN=Hub01/O=Acme", 8), Dxl.Server("CN=Hub02/O=Acme", 9),
                Dxl.ForeignDomain("BTEx", "CN=DominoA/O=Acme", 1, items: """
            <item name='$Readers' names='true' readers='true'><text>CN=DominoA/O=Acme</text></item>
            <item name='DocumentAccess' authors='true' names='true'><text>[NetModifier]</text></item>
            """)));
        _session.Run("Remove-DocumentAccessField only.dxl -Force -WhatIf");
        Assert.Equal(
            ["What if: Remove DocumentAccess from BTEx (DominoA/Acme): 2 servers (Hub01/Acme, Hub02/Acme) "
                + "lose read access"], _session.Host.Lines);
        _session.Host.Lines.Clear();
        _session.Run("Remove-DocumentAccessField no-security.dxl -WhatIf");
        Assert.All(_session.Host.Lines, line => Assert.EndsWith(": no server loses or gains read access", line));
    }

    [Fact]
    public void Confirm_asks_for_each_document_and_leaves_those_that_are_refused()
    {
        _session.Host.Answers.Enqueue(0); // Yes.
        _session.Host.Answers.Enqueue(2); // No.
        _session.Run("Remove-DocumentAccessField security-on.dxl -Confirm -WarningAction Ignore");
        Assert.Equal(
            [
                "Remove DocumentAccess from BTEx (DominoB/Acme): DominoA/Acme loses read access?",
                "Remove DocumentAccess from BTEx (DominoA/Acme): DominoB/Acme loses read access?",
            ],
            _session.Host.Questions);
        Assert.Equal(["1 DominoB/Acme False", "2 DominoA/Acme True"], Documents());
    }

    [Fact]
    public void Confirm_that_is_refused_changes_nothing()
    {
        byte[] before = File.ReadAllBytes(_session.PathOf("security-on.dxl"));
        _session.Host.Answers.Enqueue(3); // No to all.
        _session.Run("Remove-DocumentAccessField security-on.dxl -Confirm");
        Assert.Single(_session.Host.Questions);
        Assert.Equal(before, File.ReadAllBytes(_session.PathOf("security-on.dxl")));
    }

    [Fact]
    public void Confirm_false_does_not_ask_even_where_the_preference_says_so()
    {
        _session.Run("$ConfirmPreference = 'Low'; Remove-DocumentAccessField security-on.dxl -Confirm:$false");
        Assert.Empty(_session.Host.Questions);
        Assert.Equal(["1 DominoA/Acme False", "2 DominoB/Acme False"], Documents());
    }

    [Fact]
    public void PreserveOrder_says_with_WhatIf_what_it_saves_again()
    {
        _session.Run(
            "Get-ForeignDomainDocument security-on.dxl | Where-Object Priority -eq 2 | Remove-DocumentAccessField "
                + "-PreserveOrder -WhatIf");
        Assert.Equal(
            "What if: Save BTEx (DominoA/Acme) again to keep the order of priority", _session.Host.Lines[1]);
    }

    [Fact]
    public void No_to_another_save_leaves_the_whole_domain_as_it_is()
    {
        byte[] before = File.ReadAllBytes(_session.PathOf("security-on.dxl"));
        _session.Host.Answers.Enqueue(0); // Yes to the removal from the older document.
        _session.Host.Answers.Enqueue(2); // No to the save of the newer document, which keeps the order.
        Outcome outcome = _session.Run(
            "Get-ForeignDomainDocument security-on.dxl | Where-Object Priority -eq 2 | Remove-DocumentAccessField "
                + "-PreserveOrder -Confirm");
        Assert.Equal(2, _session.Host.Questions.Count);
        Assert.Equal(
            "No document of 'BTEx' is changed, because the order of priority would change if BTEx (DominoA/Acme) is "
                + "not saved again.",
            Assert.Single(outcome.Warnings));
        Assert.Equal(before, File.ReadAllBytes(_session.PathOf("security-on.dxl")));
    }

    [Fact]
    public void No_to_an_edit_asks_about_the_save_that_then_keeps_the_order()
    {
        _session.Host.Answers.Enqueue(0); // Yes to the removal from the older document.
        _session.Host.Answers.Enqueue(2); // No to the removal from the newer document.
        _session.Host.Answers.Enqueue(0); // Yes to the save of the newer document, which keeps the order.
        _session.Run("Remove-DocumentAccessField security-on.dxl -PreserveOrder -Confirm -WarningAction Ignore");
        Assert.Equal(3, _session.Host.Questions.Count);
        Assert.Equal(["1 DominoA/Acme True", "2 DominoB/Acme False"], Documents());
    }

    [Fact]
    public void Newest_document_alone_turns_no_order()
    {
        Outcome outcome = _session.Run(
            "Get-ForeignDomainDocument security-on.dxl | Where-Object Priority -eq 1 | Remove-DocumentAccessField");
        Assert.Empty(outcome.Warnings);
        Assert.Equal(["1 DominoA/Acme False", "2 DominoB/Acme True"], Documents());
    }

    // Hub01 may read the document through the field only.
    [Fact]
    public void Requests_that_the_removal_ends_are_named()
    {
        _session.Write("only.dxl", Dxl.Database(
            Dxl.Server("CN=Hub01/O=Acme", 8), Dxl.ForeignDomain("BTEx", "CN=DominoA/O=Acme", 1, items: """
            <item name='$Readers' names='true' readers='true'><text>CN=DominoA/O=Acme</text></item>
            <item name='DocumentAccess' authors='true' names='true'><text>[NetModifier]</text></item>
            """)));
        byte[] before = File.ReadAllBytes(_session.PathOf("only.dxl"));
        _session.Try("Remove-DocumentAccessField only.dxl")
            .TheError("AnswerLost", Command, ErrorCategory.InvalidOperation, "BTEx");
        Assert.Equal(before, File.ReadAllBytes(_session.PathOf("only.dxl")));
        foreach (string parameters in new[] { " -Force -WhatIf", " -Force" })
        {
            Assert.Contains(
                _session.Run($"Remove-DocumentAccessField only.dxl{parameters}").Warnings,
                warning => warning.StartsWith(
                    "The change breaks a request that succeeds today: Free/busy for 'BTEx' from Hub01/Acme with "
                        + "everything up",
                    StringComparison.Ordinal)
                    && warning.EndsWith(
                        ": Answered at DominoA/Acme before, NoDomainDocument at Hub01/Acme after.",
                        StringComparison.Ordinal));
        }
        Assert.Equal([false], _session.Run("Get-ForeignDomainDocument only.dxl").Values("HasDocumentAccess"));
    }

    [Fact]
    public void File_of_which_a_letter_has_changed_is_an_error()
    {
        string path = _session.PathOf("security-on.dxl");
        _session.Run("$documents = Get-ForeignDomainDocument security-on.dxl");
        File.WriteAllText(path, Text().Replace("Ada Admin", "Ava Admin"));
        _session.Try("$documents | Remove-DocumentAccessField")
            .TheError("FileChanged", Command, ErrorCategory.ResourceExists, path);
    }

    [Fact]
    public void Locked_file_is_an_error_and_the_others_are_changed()
    {
        string path = _session.PathOf("security-on.dxl");
        File.Copy(path, _session.PathOf("second.dxl"));
        byte[] before = File.ReadAllBytes(path);
        Outcome outcome;
        using (new FileStream(
            _session.PathOf(".security-on.dxl.lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None))
            outcome = _session.Try("Remove-DocumentAccessField security-on.dxl, second.dxl -PassThru");
        outcome.TheError("FileLocked", Command, ErrorCategory.ResourceBusy, path);
        Assert.Equal([_session.PathOf("second.dxl"), _session.PathOf("second.dxl")], outcome.Values("Path"));
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact]
    public void ErrorAction_Stop_ends_the_command_at_the_first_file()
    {
        string path = _session.PathOf("security-on.dxl");
        File.Copy(path, _session.PathOf("second.dxl"));
        File.SetAttributes(path, FileAttributes.ReadOnly);
        Outcome outcome = _session.Try("Remove-DocumentAccessField security-on.dxl, second.dxl -ErrorAction Stop");
        Assert.IsType<ActionPreferenceStopException>(outcome.Terminating).ErrorRecord
            .Is("WriteFailed", Command, ErrorCategory.WriteError, path);
        Assert.Equal([true, true], _session.Run("Get-ForeignDomainDocument second.dxl").Values("HasDocumentAccess"));
    }

    [Fact]
    public void Documents_of_a_directory_in_memory_change_it_one_after_another()
    {
        _session.Run(
            "$directory = Import-DominoDirectory security-on.dxl; $documents = @($directory | "
                + "Get-ForeignDomainDocument)");
        _session.Run(
            "$documents[1] | Remove-DocumentAccessField -PreserveOrder; $documents[0] | Remove-DocumentAccessField");
        Assert.Equal(["1 DominoA/Acme False", "2 DominoB/Acme False"], _session.Run(
            "$directory.ForeignDomain" + ToText).Lines);
    }

    [Fact]
    public void WhatIf_leaves_a_directory_in_memory_as_it_is()
    {
        _session.Run("$directory = Import-DominoDirectory security-on.dxl");
        Assert.Equal([false, false], _session.Run("$directory | Remove-DocumentAccessField -WhatIf -PassThru")
            .Values("HasDocumentAccess"));
        Assert.Equal([true, true], _session.Run("$directory.ForeignDomain").Values("HasDocumentAccess"));
    }

    private string Text() => File.ReadAllText(_session.PathOf("security-on.dxl"));

    private IReadOnlyList<string> Documents() =>
        _session.Run("Get-ForeignDomainDocument security-on.dxl" + ToText).Lines;

    [GeneratedRegex("<item name='DocumentAccess'.*")]
    private static partial Regex Field();

    [GeneratedRegex("(?<=<(modified|revised)><datetime>)[^<]*")]
    private static partial Regex Times();
}
