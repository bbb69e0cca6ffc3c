namespace CoexTools.Completion;

/// <summary>Completes notes.ini files: a table for one coexistence server, with a file of the current folder.</summary>
public sealed class NotesIniCompleter()
    : ServerFileCompleter(["*.ini"], (server, file) => $"{file} is the notes.ini of {server}");
