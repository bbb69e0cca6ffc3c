using System.Runtime.CompilerServices;

namespace CoexTools;

/// <summary>
/// Something that went wrong with one file, document or name. Each kind has a factory here whose name is the error's id, so that the text
/// and the id cannot drift apart.
/// </summary>
public sealed class CoexException : Exception
{
    private CoexException(string errorId, object target, string message, string recommendedAction, Exception? inner)
        : base(message, inner)
    {
        ErrorId = errorId;
        Target = target;
        RecommendedAction = recommendedAction;
    }

    /// <summary>The id of the error, the same for ever.</summary>
    public string ErrorId { get; }

    /// <summary>The path, document or name that failed.</summary>
    public object Target { get; }

    /// <summary>What the user can do about it.</summary>
    public string RecommendedAction { get; }

    internal static CoexException PathNotFound(string path) => New(
        path, $"There is no file '{path}'.", "Check the path.");

    internal static CoexException FileUnreadable(string path, string why, Exception? inner = null) => New(
        path, $"The file '{path}' cannot be read: {why}", "Check that it is a file, that you may read it, and that no other program keeps it to itself.", inner);

    internal static CoexException DxlMalformed(string path, string why, int line, int column, Exception? inner = null) => New(
        path, $"The file '{path}' is not well-formed XML at line {line}, column {column}: {why}", "Export it again; the export may have been cut off.", inner);

    internal static CoexException DxlNotDirectory(string path, string root) => New(
        path, $"The file '{path}' is no DXL: its root is '{root}', not 'database' or 'document'.", "Name a file that NotesDXLExporter wrote.");

    internal static CoexException DxlForbidden(string path) => New(
        path, $"The file '{path}' declares entities in its document type, which no DXL export does.", "Do not trust this file. Export it again.");

    internal static CoexException DocumentTooLarge(string path, int line) => New(
        path, $"The file '{path}' has a document at line {line} that is larger than {DxlLimits.DocumentCharacters:N0} characters.", "Take the document out of the export.");

    internal static CoexException DateTimeInvalid(string document, string element, string text) => New(
        document, $"The document '{document}' has a time '{element}' that is none: '{Shorten(text)}'. It is taken as unknown.", "Save the document in Domino, and export again.");

    internal static CoexException DomainNotFound(string domain, string directory) => New(
        domain, $"There is no Foreign Domain document for '{Shorten(domain)}' in {directory}.", "Get-ForeignDomainDocument lists the domains that there are.");

    internal static CoexException ServerAmbiguous(string name, IEnumerable<string> servers) => New(
        name, $"The name '{Shorten(name)}' stands for several servers: {string.Join(", ", servers)}.", "Give the whole name.");

    internal static CoexException LinkInvalid(string link) => New(
        link, $"'{Shorten(link)}' is no link: it does not name two servers.", "Write a link as 'DominoA/Acme|DominoB/Acme'.");

    internal static CoexException ReplicaInvalid(object replica, string why) => New(
        replica, why, "Name each server once, with the export of its own replica: -Replica @{ 'DominoA/Acme' = 'a.dxl' }.");

    internal static CoexException AvailabilityInvalid(object value, string parameter, string why) => New(
        value, $"-{parameter}: {why}", $"Give a number from 0 to 1, or a table of such numbers by name: -{parameter} @{{ 'DominoA/Acme' = 0.99 }}.");

    internal static CoexException DirectoryInvalid(object value, string why) => New(
        value, why, "Give the documents of one directory, a directory that Import-DominoDirectory read, or the path of one file.");

    internal static CoexException FieldMapInvalid(object fieldMap, string why) => New(
        fieldMap, why, "See about_CoexTools_FieldMap.");

    internal static CoexException DocumentNotFound(string document, string directory) => New(
        document, $"The document '{document}' is no longer in {directory}.", "Get the documents again.");

    internal static CoexException DocumentUnrecognised(string document) => New(
        document, $"After this change nothing would tell that '{document}' is a Foreign Domain document: it has no keyword that says so, and would name no server. Nothing was changed.",
        "Leave it a mail server or a calendar server, or remove the document in Domino.");

    internal static CoexException ObjectDamaged(object input, string name, string why) => New(
        input, $"'{Shorten(name)}' came from elsewhere, and cannot be brought back: {why}",
        "Get it again, with CoexTools of the same version imported there and here.");

    internal static CoexException NameExists(string name, string directory) => New(
        name, $"There is a '{Shorten(name)}' in {directory} already.", "Choose another name.");

    internal static CoexException NotInMemory(string document) => New(
        document, $"The document '{document}' is one of a file, from which documents are not taken.", "Import-DominoDirectory reads the file into memory.");

    internal static CoexException FileExists(string path) => New(
        path, $"There is a file '{path}' already. Nothing was written.", "Use -Force to replace it.");

    internal static CoexException FileChanged(string path) => New(
        path, $"The file '{path}' is not the one that was read: it has changed since. Nothing was written.", "Read the documents again, look at what changed, and repeat the command.");

    internal static CoexException FileLocked(string path, Exception? inner = null) => New(
        path, $"The file '{path}' is being changed by another command. Nothing was written.", "Wait until the other command has ended, and repeat this one.", inner);

    internal static CoexException WriteFailed(string path, string why, Exception? inner = null) => New(
        path, $"The file '{path}' could not be written: {why} The old file is intact.", "Check the space on the disk and your rights in the folder.", inner);

    internal static CoexException FileReadOnly(string path) => New(
        path, $"The file '{path}' could not be written: it is read-only. The old file is intact.", "Use -Force to change it all the same.", errorId: nameof(WriteFailed));

    internal static CoexException JournalMalformed(string path, int line, Exception inner) => New(
        path, $"The journal '{path}' cannot be read at line {line}: {inner.Message}", "Put the journal elsewhere; the next change begins a new one.", inner);

    internal static CoexException ChangeNotFound(int id, string path) => New(
        id, $"The journal of '{path}' has no change {id}.", "Get-DirectoryChange lists the changes.");

    internal static CoexException ChangeSuperseded(int id, string document, string path) => New(
        id, $"Change {id} of '{path}' cannot be taken back: {document} is no longer as the change left it.", "Take back the later changes of the document first, or with it.");

    internal static CoexException AnswerLost(string domain, string directory, IReadOnlyList<string> lost) => New(
        domain, $"The repair of '{Shorten(domain)}' in {directory} would lose {lost.Count} answers that there are now, so nothing of it was written: {string.Join("; ", lost.Take(5))}{(lost.Count > 5 ? "; …" : "")}",
        "Look at what Test-CoexistenceConfiguration finds, name other groups, or use -Force.");

    internal static CoexException ServerGroupNotFound(string domain, string directory) => New(
        domain, $"No group was found in {directory} for servers only, that holds every other server and no coexistence server of '{Shorten(domain)}'. Nothing of this domain was written.",
        "Name the group with -ServerGroup.");

    internal static CoexException AdminGroupNotFound(string domain, string directory) => New(
        domain, $"No group of administrators was found in {directory} for '{Shorten(domain)}'. Nothing of this domain was written.", "Name the group with -AdminGroup.");

    internal static CoexException PrimaryNotFound(string server, string directory) => New(
        server, $"No document in {directory} names the server '{Shorten(server)}'.", "Name a server that a Foreign Domain document names.");

    internal static CoexException RuleNotFound(string rule) => New(
        rule, $"There is no rule '{Shorten(rule)}'.", "Get-CoexistenceRule lists the rules.");

    internal static CoexException ScheduleNotFound(string name) => New(
        name, $"There is no schedule '{name}'.", "Get-CoexistenceSchedule lists the schedules.");

    internal static CoexException ScheduleExists(string name, string path) => New(
        name, $"There is a schedule '{name}' already: '{path}'. Nothing was written.", "Use -Force to replace it.");

    internal static CoexException ScheduleFailed(string name, string why, Exception? inner = null) => New(
        name, $"The schedule '{name}' could not be set up or removed: {why}", "Check your rights, and that the system's scheduler runs; -OutputPath only writes the files.", inner);

    internal static CoexException ScheduleInvalid(object value, string why) => New(
        value, why, "Choose another value.");

    internal static CoexException PowerShellNotFound() => New(
        "pwsh", "No PowerShell was found that could run the script.", "Name the program with -PowerShell.");

    /// <summary>A name or a text short enough to stand in a message.</summary>
    internal static string Shorten(string text) => text.Length <= 200 ? text : text.Substring(0, 200) + "…";

    private static CoexException New(object target, string message, string action, Exception? inner = null, [CallerMemberName] string errorId = "") =>
        new(errorId, target, message, action, inner);
}

/// <summary>Where reading ends for its own safety.</summary>
internal static class DxlLimits
{
    /// <summary>The longest document, in characters; a longer one does not fit into one text.</summary>
    public const int DocumentCharacters = 1_000_000_000;
}
