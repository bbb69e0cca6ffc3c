using CoexTools.Sources.Nsf;

namespace CoexTools.Tests.Nsf;

/// <summary>Reads texts of notes.</summary>
internal static class NsfNoteTexts
{
    /// <summary>Returns the first text of the first item with a name; empty if it does not exist.</summary>
    public static string FirstText(this NsfNote note, string name) =>
        note.Items.FirstOrDefault(item => item.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Values
            ?.FirstOrDefault() ?? "";
}
