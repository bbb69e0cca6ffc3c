using System.Management.Automation;

namespace CoexTools.Module.Tests.Commands;

/// <summary>
/// Names that anybody who can write to the directory, or to a folder, can choose: no message passes their control characters to the console.
/// </summary>
public sealed class HostileNameTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    // A control sequence of eight bits that clears the screen, and a character that turns the direction of text. XML does not allow the escape
    // character itself.
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
            + "Set-ForeignDomainDocument hostile.dxl -MailServer '' -WarningVariable w -WarningAction SilentlyContinue -WhatIf; $w");
        string shown = string.Join("\n", session.Host.Lines.Concat(outcome.Lines).Concat(outcome.Warnings).Concat(outcome.Verbose));
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

    private void Write() =>
        session.Write("hostile.dxl", File.ReadAllText(session.PathOf("security-on.dxl")).Replace("BTEx", Hostile));

    private static void AssertVisible(string text) =>
        Assert.DoesNotContain(text, c => (char.IsControl(c) && c is not ('\n' or '\r' or '\t')) || c is >= '\u202A' and <= '\u202E');
}
