using System.Management.Automation;

namespace CoexTools.Module.Tests.Commands;

/// <summary>
/// Names that anybody who can write to the directory, or to a folder, can choose: no message passes their control
/// characters to the console.
/// </summary>
public sealed class HostileNameTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    // A control sequence of eight bits that clears the screen, and a character that turns the direction of text. XML
    // does not allow the escape character itself.
    private const string Hostile = "B\u009B2J\u202ETEx";

    [Fact]
    public void Errors_show_control_characters_as_their_number()
    {
        session.Set("name", "missing\u001B[2J.dxl");
        ErrorRecord error = Assert.Single(session.Try("Get-ForeignDomainDocument -LiteralPath $name").Errors);
        Assert.Contains("missing[U+001B][2J.dxl", error.ErrorDetails.Message);
        AssertVisible(error.ErrorDetails.Message);
        Assert.Contains("\u001B", (string)error.TargetObject); // The target is the very name.

        Write();
        error = Assert.Single(session.Try($"Test-FreeBusyPath hostile.dxl -Domain '{Hostile}x'").Errors);
        Assert.Contains("B[U+009B]2J[U+202E]TExx", error.ErrorDetails.Message);
        AssertVisible(error.ErrorDetails.Message);
    }

    [Fact]
    public void Warnings_questions_and_verbose_messages_show_them_too()
    {
        Write();
        session.Host.Lines.Clear();
        Outcome outcome = session.Run("Remove-DocumentAccessField hostile.dxl -WhatIf -Verbose 4>&1 | Out-Null; "
            + "Set-ForeignDomainDocument hostile.dxl -MailServer '' -Force -WarningVariable w -WarningAction "
            + "SilentlyContinue -WhatIf; $w");
        string shown = string.Join(
            "\n", session.Host.Lines.Concat(outcome.Lines).Concat(outcome.Warnings).Concat(outcome.Verbose));
        Assert.Contains("B[U+009B]2J[U+202E]TEx", shown);
        AssertVisible(shown);
    }

    [Fact]
    public void A_file_whose_name_is_hostile_is_changed_and_undone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not allow such names.");
        const string Name = "$(touch evil)'\";`x`\n\u001B[2J.dxl";
        session.Set("name", Name);
        byte[] first = File.ReadAllBytes(session.PathOf("security-on.dxl"));
        File.WriteAllBytes(session.PathOf(Name), first);
        session.Run("Remove-DocumentAccessField -LiteralPath $name -WarningAction Ignore");
        Assert.NotEqual(first, File.ReadAllBytes(session.PathOf(Name)));
        Assert.NotEmpty(session.Run("Get-DirectoryChange -LiteralPath $name").Output);
        session.Run("Undo-DirectoryChange -LiteralPath $name -WarningAction Ignore");
        Assert.Equal(first, File.ReadAllBytes(session.PathOf(Name)));
        Assert.False(File.Exists(session.PathOf("evil")));
    }

    // Line breaks, quotation marks that end a string of PowerShell, and texts that look like the start or the end of an
    // entry.
    public static TheoryData<string> Values =>
    [
        "a\nb\r\nc\td\u0085e\u2028f\u2029g", "'", "\"", "\u2019; exit; \u2018", "\\", "\\n", "&#10;",
        "</document></change>\n<change id=\"9\">",
        "]]>",
        "{\"id\":9}\n{", "$(exit)", "\u009B2J\u202E", "\uD83D\uDE00", " x ", "=1+1",
    ];

    [Theory, MemberData(nameof(Values))]
    public void A_value_neither_adds_an_entry_to_the_journal_nor_is_it_lost(string value)
    {
        string text = File.ReadAllText(Path.Combine(ModuleSession.Scenarios, "security-on.dxl"));
        string written = System.Security.SecurityElement.Escape(value).Replace("\n", "&#10;").Replace("\r", "&#13;")
            .Replace("\t", "&#9;");
        string path = session.Write(
            "value.dxl", text.Replace("BTEx", written)
                .Replace("<text>[NetModifier]</text>", $"<text>{written}</text>"));
        byte[] first = File.ReadAllBytes(path);
        File.Delete(path + ".journal");
        session.Run("Remove-DocumentAccessField value.dxl -WarningAction Ignore");

        string journal = File.ReadAllText(path + ".journal");
        Assert.Equal(2, journal.Split('\n').Length); // One line, which ends with a line feed.
        IReadOnlyList<PSObject> changes = session.Run("Get-DirectoryChange value.dxl").Output;
        Assert.Equal(2, changes.Count);
        Assert.All(changes, change => Assert.Equal(1, change.Get("Id")));
        Assert.Equal(session.Run("(Get-ForeignDomainDocument value.dxl)[0].Domain").Lines[0], changes[0].Get("Domain"));
        Assert.Contains(value.Trim(), (string)changes[0].Get("ValueBefore")!);
        session.Run("Undo-DirectoryChange value.dxl -WarningAction Ignore");
        Assert.Equal(first, File.ReadAllBytes(path));
    }

    [Fact]
    public void Completion_shows_control_characters_as_their_number_and_inserts_one_quoted_text()
    {
        const string Domain = "B\u009B2J\u202E'\u2019; exit";
        session.Write("hostile.dxl", File.ReadAllText(session.PathOf("security-on.dxl")).Replace("BTEx", Domain));
        const string Line = "Test-FreeBusyPath hostile.dxl -Domain ";
        IReadOnlyList<PSObject> results =
            session.Run($"(TabExpansion2 '{Line}' {Line.Length}).CompletionMatches").Output;
        PSObject result = Assert.Single(results);
        AssertVisible((string)result.Get("ListItemText")!);
        AssertVisible((string)result.Get("ToolTip")!);
        Assert.Equal(Domain, session.Run((string)result.Get("CompletionText")!).Lines.Single());
    }

    // The files of another system are not read.
    [Fact]
    public void The_content_of_a_directory_does_not_change_its_schedule()
    {
        string ordinary = File.ReadAllText(session.PathOf("security-on.dxl"));
        string[] contents =
        [
            ordinary, ordinary.Replace("BTEx", Hostile).Replace("Servers Only", "-x;$(exit)")
                .Replace("DominoA", "\"; exit"), "\u0001",
        ];
        string[] results = [.. contents.Select(content =>
        {
            session.Write("scheduled.dxl", content);
            session
                .Run($"Register-CoexistenceSchedule scheduled.dxl -Scheduler Systemd -OutputPath units "
                    + "-PowerShell /opt/pwsh -Force");
            return string.Join(
                "\n", Directory.GetFiles(session.PathOf("units")).Order().Select(File.ReadAllBytes)
                    .Select(Convert.ToBase64String));
        })];
        Directory.Delete(session.PathOf("units"), recursive: true);
        Assert.Single(results.Distinct());
    }

    [Fact]
    public void The_question_whether_to_register_a_schedule_shows_control_characters_as_their_number()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not allow such names.");
        session.Write($"{Hostile}\u001B.dxl", File.ReadAllText(session.PathOf("security-on.dxl")));
        session.Host.Lines.Clear();
        session.Run("Register-CoexistenceSchedule B*.dxl -Scheduler Systemd -WhatIf -PowerShell /opt/pwsh");
        string shown = string.Join("\n", session.Host.Lines);
        Assert.Contains("B[U+009B]2J[U+202E]TEx", shown);
        AssertVisible(shown);
    }

    private void Write() =>
        session.Write("hostile.dxl", File.ReadAllText(session.PathOf("security-on.dxl")).Replace("BTEx", Hostile));

    private static void AssertVisible(string text) =>
        Assert.DoesNotContain(
            text, c => (char.IsControl(c) && c is not ('\n' or '\r' or '\t')) || c is >= '\u202A' and <= '\u202E');
}
