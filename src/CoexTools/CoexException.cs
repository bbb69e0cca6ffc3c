using System.Runtime.CompilerServices;
using CoexTools.Text;

namespace CoexTools;

/// <summary>
/// An error that affects one file, document, or name. Each error has one factory method here, which holds its category,
/// target, message, and recommended action. The name of the method is the id of the error.
/// </summary>
public sealed class CoexException : Exception
{
    /// <summary>The end of a message if <see cref="Lost"/> contains more than the message.</summary>
    internal const string SeeLost = " For all broken requests, see the Lost property of the exception.";

    private const int MostLost = 10;

    private CoexException(
        string errorId, CoexErrorCategory category, object target, string message, string recommendedAction,
        Exception? inner)
        : base(message, inner)
    {
        ErrorId = errorId;
        Category = category;
        Target = target;
        RecommendedAction = recommendedAction;
    }

    /// <summary>The id of the error. Ids never change.</summary>
    public string ErrorId { get; }

    /// <summary>The kind of the error.</summary>
    public CoexErrorCategory Category { get; }

    /// <summary>The path, document, or name that caused the error.</summary>
    public object Target { get; }

    /// <summary>What the user can do about it.</summary>
    public string RecommendedAction { get; }

    /// <summary>
    /// The requests that the change would break (<c>AnswerLost</c>), in words. Empty for all other errors.
    /// </summary>
    public IReadOnlyList<string> Lost { get; private init; } = [];

    /// <summary>Gets the message with the first broken requests, for readers who do not have the exception.</summary>
    internal string FullMessage => Lost.Count == 0 ? Message
        : $"{Message.Replace(SeeLost, "")} Broken requests: {NameList.Of(Lost, MostLost, "; ")}.";

    internal static CoexException PathNotFound(string path) => New(
        CoexErrorCategory.ObjectNotFound, path,
        $"Cannot find the path '{ShortenPath(path)}' because it does not exist.",
        path.IndexOf('\n') >= 0 ? "Specify the path of the file, not its contents." : "Check the path.");

    internal static CoexException PathInvalid(string type, string reason) => New(
        CoexErrorCategory.InvalidArgument, type,
        $"An object of the type '{type}' is not a path. {reason}".TrimEnd(),
        "Specify a path, or an object that the command accepts.");

    internal static CoexException FileUnreadable(string path, string reason, Exception? inner = null) => New(
        inner is UnauthorizedAccessException ? CoexErrorCategory.PermissionDenied : CoexErrorCategory.OpenError, path,
        $"Cannot read the file '{path}': {reason}",
        "Make sure that the path is a file, that you have permission to read it, and that no other program "
            + "has locked it.", inner);

    internal static CoexException DxlMalformed(
        string path, string what, string? action = null, Exception? inner = null) => New(
        CoexErrorCategory.InvalidData, path,
        $"The file '{path}' {what}",
        action ?? "Export the database again. The export might be incomplete.", inner);

    internal static CoexException DxlNotDirectory(string path, string root) => New(
        CoexErrorCategory.InvalidData, path,
        $"The file '{path}' is {(root.Equals("html", StringComparison.OrdinalIgnoreCase) ? "an HTML page, " : "")}"
            + $"not a DXL file. Its root element is '{root}', not 'database' or 'document'.",
        "Specify a DXL file, for example one that NotesDXLExporter wrote.");

    internal static CoexException DxlForbidden(string path) => New(
        CoexErrorCategory.SecurityError, path,
        $"The file '{path}' declares entities in its document type declaration. DXL exports do not declare entities.",
        "Do not trust this file. Export the database again.");

    internal static CoexException NsfReadOnly(string path) => New(
        CoexErrorCategory.InvalidOperation, path,
        $"CoexTools does not change NSF files. Nothing was written to '{path}'.",
        "Write a DXL file with Import-DominoDirectory and Export-DominoDirectory, change this file, and import it "
            + "into the database with Domino.");

    internal static CoexException NsfEncrypted(string path, Exception? inner = null) => New(
        CoexErrorCategory.InvalidData, path,
        $"Cannot read the NSF file '{path}' because the database is encrypted.",
        "Create a replica of the database without encryption, or export the database to a DXL file.", inner);

    internal static CoexException NsfVersion(string path, string reason, Exception? inner = null) => New(
        CoexErrorCategory.InvalidData, path,
        $"Cannot read the NSF file '{path}': {reason}",
        "Create a replica of the database with an on-disk structure (ODS) from 41 to 55, or export the database "
            + "to a DXL file.", inner);

    internal static CoexException NsfDamaged(string path, string reason, Exception? inner = null) => New(
        CoexErrorCategory.InvalidData, path,
        $"Cannot read the NSF file '{path}' because it is damaged: {reason}",
        "If a server is using the file, repeat the command. Otherwise, copy the file again, or repair the database "
            + "with the fixup task of Domino.",
        inner);

    internal static CoexException DocumentTooLarge(string path, int line) => New(
        CoexErrorCategory.InvalidData, path,
        $"The document at line {line} of the file '{path}' has more than {DxlLimits.DocumentCharacters:N0} characters.",
        "Export the database without this document.");

    internal static CoexException TextTooLong(string path, string place, int length) => New(
        CoexErrorCategory.InvalidData, path,
        $"'{path}' contains a text of {length:N0} characters: {place}. Texts in Domino have at most "
            + $"{DxlLimits.TextCharacters:N0} bytes.",
        "Do not trust this file. Export the database again.");

    internal static CoexException DateTimeInvalid(string document, string element, string text) => New(
        CoexErrorCategory.InvalidData, document,
        $"The '{element}' time of the document '{document}' is not valid: '{Shorten(text)}'. The time is "
            + "treated as unknown.",
        "Save the document in Domino and export the database again.");

    internal static CoexException DomainNotFound(string domain, string directory, IReadOnlyList<string> nearest) => New(
        CoexErrorCategory.ObjectNotFound, domain,
        $"Cannot find a Foreign Domain document for the domain '{Shorten(domain)}' in {directory}."
            + DidYouMean(nearest),
        "Run Get-ForeignDomainDocument to list the domains.");

    internal static CoexException ServerAmbiguous(string name, IEnumerable<string> servers) => New(
        CoexErrorCategory.InvalidArgument, name,
        $"The server name '{Shorten(name)}' is ambiguous. It matches {string.Join(", ", servers)}.",
        "Specify the full hierarchical name.");

    internal static CoexException ServerNotFound(string name, string directory, IReadOnlyList<string> nearest) => New(
        CoexErrorCategory.ObjectNotFound, name,
        $"Cannot find the server '{Shorten(name)}' in {directory}. No Server document and no Foreign Domain document "
            + $"contains this name.{DidYouMean(nearest)}",
        "Check the spelling of the name, or include the Server document in the export.");

    internal static CoexException LinkInvalid(string link) => New(
        CoexErrorCategory.InvalidArgument, link,
        $"The link '{Shorten(link)}' is not valid because it does not name two servers.",
        "Specify a link as two server names separated by a vertical bar, for example 'DominoA/Acme|DominoB/Acme'.");

    internal static CoexException ReplicaInvalid(object replica, string reason) => New(
        CoexErrorCategory.InvalidArgument, replica,
        reason,
        "Specify each server once, with the export of its replica, for example -Replica @{ 'DominoA/Acme' "
            + "= 'a.dxl' }.");

    internal static CoexException NotesIniInvalid(object notesIni, string reason) => New(
        CoexErrorCategory.InvalidArgument, notesIni,
        reason,
        "Specify the path of one notes.ini file, or each server once with its file, for example "
            + "-NotesIni @{ 'DominoA/Acme' = 'a.ini'; 'DominoB/Acme' = 'b.ini' }.");

    internal static CoexException ConsoleLogInvalid(object consoleLog, string reason) => New(
        CoexErrorCategory.InvalidArgument, consoleLog,
        reason,
        "Specify each server once with the paths of its console logs, for example "
            + "-ConsoleLog @{ 'Hub01/Acme' = 'hub01\\console.log'; 'DominoB/Acme' = 'b\\*.log' }.");

    internal static CoexException TimeZoneInvalid(object timeZone, string reason) => New(
        CoexErrorCategory.InvalidArgument, timeZone,
        $"-ConsoleTimeZone: {reason}",
        "Specify the id of a time zone of this computer, an offset such as +01:00, or a hashtable of them by server. "
            + "[TimeZoneInfo]::GetSystemTimeZones() lists the ids.");

    internal static CoexException AvailabilityInvalid(object value, string parameter, string reason) => New(
        CoexErrorCategory.InvalidArgument, value,
        $"-{parameter}: {reason}",
        $"Specify a number from 0 to 1, or a hashtable of such numbers by name, for example -{parameter} @{{ "
            + "'DominoA/Acme' = 0.99 }.");

    internal static CoexException DirectoryInvalid(object value, string reason) => New(
        CoexErrorCategory.InvalidArgument, value,
        reason,
        "Specify documents of one directory, a directory that Import-DominoDirectory returned, or the path "
            + "of one file.");

    internal static CoexException NothingToCompare(string directory, string reason, string recommendation) => New(
        CoexErrorCategory.ObjectNotFound, directory, reason, recommendation);

    internal static CoexException FieldMapInvalid(object fieldMap, string reason) => New(
        CoexErrorCategory.InvalidArgument, fieldMap,
        reason,
        "See about_CoexTools_FieldMap.");

    internal static CoexException DocumentNotFound(
        string document, string directory, IReadOnlyList<string>? nearest = null) => New(
        CoexErrorCategory.ObjectNotFound, document,
        $"Cannot find the document '{Shorten(document)}' in {directory}.{DidYouMean(nearest ?? [])}",
        "Check the UNID, or read the documents again.");

    internal static CoexException DocumentUnrecognised(string document) => New(
        CoexErrorCategory.InvalidOperation, document,
        $"The change would leave the document '{document}' without an item that identifies it as a Foreign "
            + "Domain document. It would name no server and has no identifying keyword. Nothing was changed.",
        "Keep a mail server or a calendar server in the document, or delete the document in Domino.");

    internal static CoexException ObjectDamaged(object input, string name, string reason) => New(
        CoexErrorCategory.InvalidData, input,
        $"Cannot rehydrate the deserialized object '{Shorten(name)}': {reason}",
        "Get the object again. Import the same version of CoexTools on both sides first.");

    internal static CoexException FindingInvalid(object? input, string name) => New(
        CoexErrorCategory.InvalidArgument, input ?? name,
        $"'{Shorten(name)}' is not a finding, a result of a request, an availability, or a repair. It was not written.",
        "Specify the output of Test-CoexistenceConfiguration, Test-CoexistenceExchange, Test-FreeBusyPath, "
            + "Test-MailRoute, Measure-CoexistenceAvailability, or Repair-CoexistenceConfiguration.");

    internal static CoexException AcceptedInvalid(object accepted, string reason) => New(
        CoexErrorCategory.InvalidArgument, accepted,
        $"-Accepted: {reason}",
        "Specify findings of Test-CoexistenceConfiguration, or the path of a CLIXML, JSON, or CSV file with the "
            + "properties Rule, Domain, Server, Document, Reason, and Expiry. Expiry is an ISO 8601 date, for "
            + "example 2027-01-31.");

    internal static CoexException NothingAudited(string path) => New(
        CoexErrorCategory.InvalidData, path,
        $"Nothing in the input shows that anything was audited. The file '{path}' states that the run failed.",
        "Specify -IncludePassed for the command that returns the findings. "
            + "If you know that the audit found nothing, specify -RunFailed:$false.");

    internal static CoexException NameExists(string name, string directory) => New(
        CoexErrorCategory.ResourceExists, name,
        $"The name '{Shorten(name)}' already exists in {directory}.",
        "Specify another name.");

    internal static CoexException NotInMemory(string document) => New(
        CoexErrorCategory.InvalidOperation, document,
        $"Cannot remove the document '{document}' because it belongs to a file. Documents can be removed only from an "
            + "in-memory directory.",
        "Read the file with Import-DominoDirectory and remove the document from that directory.");

    internal static CoexException FileExists(string path) => New(
        CoexErrorCategory.ResourceExists, path,
        $"The file '{path}' already exists. Nothing was written.",
        "Use -Force to replace the file.");

    internal static CoexException TargetIsSource(string path, string reason) => New(
        CoexErrorCategory.InvalidArgument, path,
        $"Cannot write to the file '{path}'. {reason} Nothing was written.",
        "Specify another file. -Force does not replace this one.");

    internal static CoexException ReportPathMissing(string? source) => New(
        CoexErrorCategory.InvalidArgument, source ?? "",
        "The file of the report is not specified. Nothing was written.",
        "Specify the directory and the report, for example: Export-CoexistenceReport names.dxl report.html");

    internal static CoexException ReportUnreadable(string path, string reason, Exception? inner = null) => New(
        CoexErrorCategory.InvalidData, path,
        $"The file '{path}' is not a CoexTools report that can be compared. {reason}",
        "Specify a file that Export-CoexistenceReport wrote.", inner);

    internal static CoexException FileChanged(string path) => New(
        CoexErrorCategory.ResourceExists, path,
        $"The file '{path}' has changed since it was read. Nothing was written.",
        "Read the documents again, review the changes, and repeat the command.");

    internal static CoexException FileLocked(string path, string? holder = null) => New(
        CoexErrorCategory.ResourceBusy, path,
        $"Another command is changing the file '{path}'. Nothing was written.{(holder is null ? "" : $" {holder}")}",
        "Wait until the other command has finished, and then repeat this command."
            + (holder is null ? "" : " If the other command was ended, delete the lock file."));

    internal static CoexException WriteFailed(
        string path, string reason, Exception? inner = null,
        string action = "Check the free disk space and your permissions for the folder.",
        bool isUnchanged = true) => New(
        CoexErrorCategory.WriteError, path,
        $"Cannot write the file '{path}': {reason}{(isUnchanged ? " The file was not changed." : "")}",
        action, inner);

    internal static CoexException JournalMalformed(string path, int line, Exception inner) => New(
        CoexErrorCategory.InvalidData, path,
        $"Cannot read the journal '{path}' at line {line}: {inner.Message}",
        "Move the journal to another folder. The next change starts a new journal.", inner);

    internal static CoexException RunLogNotFound(string path) => New(
        CoexErrorCategory.ObjectNotFound, path,
        $"Cannot find the log '{ShortenPath(path)}'. Either no run has written to it yet, or the path is wrong.",
        "Check the path, or run Get-CoexistenceSchedule to see whether a schedule exists. "
            + "If the log belongs to another account, specify -LogPath.");

    internal static CoexException RunLogInvalid(string path) => New(
        CoexErrorCategory.InvalidData, path,
        $"The file '{ShortenPath(path)}' is not a log of Repair-Nightly.ps1.",
        "Specify the log. Its lines are JSON objects with the properties time, run, and event.");

    internal static CoexException ChangeNotFound(int id, string path) => New(
        CoexErrorCategory.ObjectNotFound, id,
        $"Cannot find change {id} in the journal of '{path}'.",
        "Run Get-DirectoryChange to list the changes.");

    internal static CoexException ChangeSuperseded(int id, string document, string path) => New(
        CoexErrorCategory.InvalidOperation, id,
        $"Cannot undo change {id} of '{path}' because {document} has changed since.",
        "Undo the later changes of the document first, or in the same command.");

    internal static CoexException AnswerLost(
        string domain, string directory, string summary, IReadOnlyList<string> lost)
    {
        return new CoexException(
            nameof(AnswerLost), CoexErrorCategory.InvalidOperation, domain,
            $"The change would break requests for '{Shorten(domain)}' in {directory} that succeed today. "
                + $"Nothing was written. {summary}{(lost.Count > 1 ? SeeLost : "")}",
            "Review the findings of Test-CoexistenceConfiguration, specify other groups or servers, change all "
                + "documents of the domain together, or use -Force.",
            inner: null)
        { Lost = lost };
    }

    internal static CoexException SeveralDomains(IReadOnlyList<string> domains) => New(
        CoexErrorCategory.InvalidArgument, domains[0],
        $"The documents belong to {domains.Count} domains: {string.Join(", ", domains.Take(5).Select(Shorten))}"
            + $"{(domains.Count > 5 ? ", …" : "")}. The command cannot ask whether to change all of them. Nothing "
            + "was written.",
        "Select the domain with -Domain, pipe the documents to the command, or use -Force.");

    internal static CoexException GroupNotFound(string group, string directory, IReadOnlyList<string> nearest) => New(
        CoexErrorCategory.ObjectNotFound, group,
        $"Cannot find the group '{Shorten(group)}' in {directory}. Nothing was written.{DidYouMean(nearest)}",
        "Check the spelling of the group, or include the group in the export.");

    internal static CoexException ServerGroupNotFound(
        string domain, string directory, string reason, string action) => New(
        CoexErrorCategory.ObjectNotFound, domain,
        $"Cannot find a server group for '{Shorten(domain)}' in {directory}. {reason} "
            + "The documents of this domain were not changed.",
        action);

    internal static CoexException AdminGroupNotFound(string domain, string directory) => New(
        CoexErrorCategory.ObjectNotFound, domain,
        $"Cannot find an administrators group for '{Shorten(domain)}' in {directory}. The documents of this domain "
            + "were not changed.",
        "Specify the group with -AdminGroup.");

    internal static CoexException PrimaryNotFound(
        string server, string directory, IReadOnlyList<string> nearest) => New(
        CoexErrorCategory.ObjectNotFound, server,
        $"No Foreign Domain document in {directory} names the server '{Shorten(server)}'.{DidYouMean(nearest)}",
        "Specify a server that a Foreign Domain document names.");

    internal static CoexException AddressInvalid(object value, string reason) => New(
        CoexErrorCategory.InvalidArgument, value,
        reason,
        "Specify a host name or an IP address, with or without a port, or the address of Exchange without a user name "
            + "and a password.");

    internal static CoexException RuleNotFound(string rule, IReadOnlyList<string> nearest) => New(
        CoexErrorCategory.ObjectNotFound, rule,
        $"Cannot find the rule '{Shorten(rule)}'.{DidYouMean(nearest)}",
        "Run Get-CoexistenceRule to list the rules.");

    internal static CoexException ExchangeObjectUnknown(object value, string type) => New(
        CoexErrorCategory.InvalidData, value,
        $"The object of the type '{Shorten(type)}' is not an Exchange object that this command can test. Its "
            + "properties do not identify its kind.",
        "Pipe the output of Get-OrganizationConfig, Get-AvailabilityAddressSpace, Get-AvailabilityConfig, "
            + "Get-RemoteDomain, Get-SendConnector, Get-OutboundConnector, or Get-MailUser. If you select properties, "
            + "keep those that the rules use.");

    internal static CoexException ScheduleNotFound(string name, IReadOnlyList<string>? nearest = null) => New(
        CoexErrorCategory.ObjectNotFound, name,
        $"Cannot find the schedule '{Shorten(name)}'.{DidYouMean(nearest ?? [])}",
        "Run Get-CoexistenceSchedule to list the schedules.");

    internal static CoexException ScheduleExists(string name, string path) => New(
        CoexErrorCategory.ResourceExists, name,
        $"The schedule '{name}' already exists: '{path}'. Nothing was written.",
        "Use -Force to replace the schedule.");

    internal static CoexException ScheduleFailed(string name, string reason, Exception? inner = null) => New(
        CoexErrorCategory.NotInstalled, name,
        $"Cannot register or unregister the schedule '{name}': {reason}",
        "Check your permissions and make sure that the scheduler of the system is running. To write only the files, "
            + "use -OutputPath.", inner);

    internal static CoexException ScheduleInvalid(object value, string reason) => New(
        CoexErrorCategory.InvalidArgument, value,
        reason,
        "Specify another value.");

    internal static CoexException ScheduleNeedsUser(string name, string reason) => New(
        CoexErrorCategory.InvalidArgument, name,
        $"Task Scheduler cannot run the schedule '{name}' as the system. {reason}",
        "Log on as the account that is to run the schedule, and use -User.");

    internal static CoexException ScheduleUntrusted(
        string name, IReadOnlyCollection<string> problems, bool isUser) => New(
            CoexErrorCategory.SecurityError, name,
            $"Cannot register the schedule '{name}' of the {(isUser ? "user" : "system")}, because users other "
                + $"than {(isUser ? "you and " : "")}administrators can change what it runs or where it writes. "
                + $"They could run commands or change files as {(isUser ? "you" : "the system")}. "
                + $"{NameList.Of(problems, 3)}. Nothing was registered.",
            "Use a PowerShell executable, module, script, log, and metrics file in folders that "
                + $"only {(isUser ? "you and " : "")}administrators can change. "
                + (isUser ? "" : "For example, install the module for all users (Install-PSResource -Scope AllUsers). "
                    + "To run the script as yourself, use -User. ")
                + "To register the schedule anyway, use -Force, and -Confirm:$false if nobody can answer "
                + "the question.");

    internal static CoexException CredentialNotFound(string name, string reason, Exception? inner = null) => New(
        CoexErrorCategory.ObjectNotFound, name,
        $"Cannot find the credential '{Shorten(name)}'. {reason}",
        "Store the credential: run Register-CoexistenceSchedule -Force with -Uri and -Credential, as the account that "
            + "runs the schedule.", inner);

    internal static CoexException CredentialInvalid(string name, string reason, Exception? inner = null) => New(
        CoexErrorCategory.InvalidData, name,
        $"The stored credential '{Shorten(name)}' is not valid. {reason}",
        "Store the credential again: run Register-CoexistenceSchedule -Force with -Uri and -Credential.", inner);

    internal static CoexException CredentialStoreUnavailable(
        string name, string reason, Exception? inner = null) => New(
            CoexErrorCategory.NotInstalled, name,
            $"Cannot use the store for the credential '{Shorten(name)}'. {reason}",
            "Use Windows Credential Manager, or systemd 250 or later. For a schedule of the user, systemd 256 or later "
                + "is required. On another system, no schedule can do this: use Connect-DominoDirectory -Credential "
                + "interactively.", inner);

    internal static CoexException PowerShellNotFound() => New(
        CoexErrorCategory.ObjectNotFound, "pwsh",
        "Cannot find a PowerShell executable to run the script.",
        "Specify the executable with -PowerShell.");

    internal static CoexException AclInvalid(object acl, string reason) => New(
        CoexErrorCategory.InvalidArgument, acl,
        $"-Acl: {reason}",
        "Specify the path of a DXL or NSF file with an access control list, a directory that Import-DominoDirectory "
            + "returned, or its property Acl.");

    internal static CoexException ServerAddressInvalid(string address, string reason) => New(
        CoexErrorCategory.InvalidArgument, address,
        $"The address '{Shorten(address)}' is not valid. {reason}",
        "Specify the address of the Domino REST API, for example https://domino.example.com. To allow HTTP without "
            + "encryption, use -AllowHttp.");

    internal static CoexException ServerUnreachable(string server, string reason, Exception? inner = null) => New(
        CoexErrorCategory.ConnectionError, server,
        $"Cannot get a response from '{server}': {reason}",
        "Check the address and the network, and make sure that the Domino REST API is running on the server.", inner);

    internal static CoexException ServerTimedOut(string server, TimeSpan limit) => New(
        CoexErrorCategory.OperationTimeout, server,
        $"'{server}' did not send a complete response within {Plural.OfSeconds(limit.TotalSeconds)}.",
        "Specify a longer time with -TimeoutSeconds, or check the server.");

    internal static CoexException ServerCertificateInvalid(
        string server, string reason, Exception? inner = null) => New(
            CoexErrorCategory.SecurityError, server,
            $"The certificate of '{server}' is not trusted: {reason} Nothing was sent.",
            "Install a certificate for this host name on the server, or install the certificate of its issuer on "
                + "this computer.", inner);

    internal static CoexException ServerRedirected(string server, string target) => New(
        CoexErrorCategory.SecurityError, server,
        $"'{server}' redirects the request to '{Shorten(target)}'. The redirect was not followed.",
        "Specify the address of the Domino REST API itself.");

    internal static CoexException ServerBusy(string server, TimeSpan wait) => New(
        CoexErrorCategory.ResourceBusy, server,
        $"'{server}' limits the rate of requests and requires a wait of {Plural.OfSeconds(wait.TotalSeconds)}.",
        "Repeat the command later.");

    internal static CoexException ServerRefused(string server, string request, int status, string message) => New(
        status is 401 or 403 ? CoexErrorCategory.PermissionDenied
            : status == 404 ? CoexErrorCategory.ObjectNotFound
            : CoexErrorCategory.InvalidOperation,
        server,
        $"'{server}' responded with the status {status} "
            + $"to {request}.{(message.Length > 0 ? $" Its message: {message}" : "")}",
        "Check the data source, the schema of the Domino REST API, and the access of the account to the database.");

    internal static CoexException ServerAnswerInvalid(
        string server, string request, string reason, Exception? inner = null) => New(
            CoexErrorCategory.InvalidData, server,
            $"The response from '{server}' to {request} is not valid. {reason}",
            "Make sure that the address belongs to the Domino REST API, and repeat the command.", inner);

    internal static CoexException LogonFailed(string server, string user, string message) => New(
        CoexErrorCategory.AuthenticationError, server,
        $"'{server}' does not accept the user name '{Shorten(user)}' with this "
            + $"password.{(message.Length > 0 ? $" Its message: {message}" : "")}",
        "Check the credential. The password is the internet password of the account.");

    internal static CoexException ServerAccessDenied(
        string server, string user, string level, Model.AccessLevel required) => New(
        CoexErrorCategory.PermissionDenied, server,
        required == Model.AccessLevel.Reader
            ? $"{user} cannot read '{server}'. The access level is {level}."
            : $"{user} cannot change the documents of '{server}'. The access level is {level}. Nothing was changed.",
        $"Use an account that has at least the access level {required}.");

    internal static CoexException QueryLimitExceeded(
        string server, string form, string limit, string setting, string message) => New(
        CoexErrorCategory.InvalidOperation, server,
        $"'{server}' ended the query for documents with the form '{form}' because it exceeds the limit '{limit}'."
            + (message.Length > 0 ? $" Its message: {message}" : ""),
        $"Specify a higher limit with {setting} in the notes.ini file of the server.");

    internal static CoexException SchemaUnavailable(string server, string form, int status) => New(
        CoexErrorCategory.ObjectNotFound, server,
        $"'{server}' returned no documents with the form '{form}', and no schema (status {status}). "
            + "Without the schema, the empty result does not show that the directory has no such documents.",
        "Make sure that the scope and its schema exist and are active, and that the account can read the configuration "
            + "of the scope.");

    internal static CoexException SchemaChangesDocuments(
        string server, string form, string mode, IReadOnlyList<string> properties) => New(
        CoexErrorCategory.InvalidOperation, server,
        $"The schema of '{server}' changes each document with the form '{form}' that it saves in the mode '{mode}': "
            + $"{string.Join(", ", properties)}. Nothing was changed.",
        $"In the mode '{mode}' of the form '{form}', turn off 'compute with form' and remove the formula on save. "
            + "Then run Connect-DominoDirectory again, and repeat the command.");

    internal static CoexException SchemaLacksField(
        string server, string form, string mode, IReadOnlyList<string> fields) => New(
            CoexErrorCategory.InvalidData, server,
            fields.Count == 0
                ? $"The schema of '{server}' does not make documents with the form '{form}' available in the "
                    + $"mode '{mode}'."
                : $"The schema of '{server}' lacks fields of the form '{form}' in the mode "
                    + $"'{mode}': {string.Join(", ", fields)}.",
            fields.Count == 0
                ? $"Add the form '{form}' with the mode '{mode}' to the schema. The module contains an example: "
                    + "Examples/DominoDirectory.schema.json."
                : $"Add the fields to the mode '{mode}' of the form '{form}'. The module contains an example: "
                    + "Examples/DominoDirectory.schema.json.");

    internal static CoexException ServerReadOnly(string server) => New(
        CoexErrorCategory.InvalidOperation, server,
        $"This command does not change the directory of a server. Nothing was changed in '{server}'.",
        "On a server, use Remove-DocumentAccessField, Repair-CoexistenceConfiguration, or Undo-DirectoryChange with "
            + "-Directory. To change a copy in memory, "
            + "write the directory to a file with Export-DominoDirectory, and read the file with "
            + "Import-DominoDirectory.");

    internal static CoexException ServerDisconnected(string server) => New(
        CoexErrorCategory.InvalidOperation, server,
        $"The directory '{server}' is not connected to a server. Directories in memory, from files, from jobs, and "
            + "from other sessions are not.",
        "Run Connect-DominoDirectory in this session.");

    internal static CoexException IntervalTooShort(double seconds, double minimum) => New(
        CoexErrorCategory.InvalidArgument, seconds,
        $"The interval of {Plural.OfSeconds(seconds)} is too short for a server.",
        $"Specify at least {Plural.OfSeconds(minimum)} with -IntervalSeconds.");

    internal static CoexException DocumentChanged(
        string document, string server, string difference, string others) => New(
        CoexErrorCategory.ResourceExists, document,
        $"The document {document} in '{server}' {difference} after the directory was read. The command did not change "
            + $"it.{others}",
        "Run Connect-DominoDirectory again, review the changes, and repeat the command.");

    internal static CoexException ItemNotRestorable(string item, string document, string server) => New(
        CoexErrorCategory.InvalidOperation, document,
        $"The field {item} of the document {document} in '{server}' cannot be restored, because its value before the "
            + "change was not text. Nothing was changed.",
        "Edit the document in Domino. Get-DirectoryChange shows what was changed.");

    internal static CoexException FieldCameBack(string document, string server, IReadOnlyList<string> fields) => New(
        CoexErrorCategory.InvalidOperation, document,
        $"The document {document} in '{server}' was saved, but contains {string.Join(" and ", fields)} again. "
            + $"The server adds the {(fields.Count == 1 ? "field" : "fields")} on each save.",
        "In the schema of the Domino REST API, turn off 'compute with form' and the formula on save in the mode "
            + "'default' of the form, and repeat the command.");

    internal static CoexException ChangeUnconfirmed(string document, string server, string reason) => New(
        CoexErrorCategory.InvalidOperation, document,
        $"It is unknown whether the document {document} in '{server}' was changed. {reason}",
        "Run Connect-DominoDirectory again, and examine the document.");

    internal static CoexException ChangeIncomplete(
        string domain, string server, IReadOnlyList<string> changed, IReadOnlyList<string> unchanged,
        string? primary) => New(
        CoexErrorCategory.InvalidOperation, domain,
        $"The change of the documents for '{Shorten(domain)}' in '{server}' is incomplete."
            + (changed.Count > 0 ? $" Changed: {string.Join("; ", changed)}." : "")
            + $" Not changed: {string.Join("; ", unchanged)}."
            + $"{(primary is null ? "" : $" The primary document is now {primary}.")}",
        "Resolve the cause, run Connect-DominoDirectory again, and repeat the command.");

    internal static CoexException JournalUnavailable(string path, string reason, Exception? inner = null) => New(
        CoexErrorCategory.WriteError, path,
        $"Cannot write the journal '{path}': {reason} The document was not changed.",
        "Specify another file with Connect-DominoDirectory -JournalPath, or use -NoJournal.", inner);

    /// <summary>
    /// Returns a sentence that suggests names, with a space before it, or an empty text without names (VD2).
    /// </summary>
    internal static string DidYouMean(IReadOnlyList<string> nearest) => nearest.Count switch
    {
        0 => "",
        1 => $" Did you mean {Shorten(nearest[0])}?",
        2 => $" Did you mean {Shorten(nearest[0])} or {Shorten(nearest[1])}?",
        _ => $" Did you mean {string.Join(", ", nearest.Take(nearest.Count - 1).Select(Shorten))}, "
            + $"or {Shorten(nearest[nearest.Count - 1])}?",
    };

    /// <summary>Shortens a name or a text for a message.</summary>
    internal static string Shorten(string text) => text.Length <= 200 ? text : text.Substring(0, 200) + "…";

    // The contents of a file in the place of its path have several lines, or are longer than any path.
    private static string ShortenPath(string path)
    {
        string line = path.Split('\r', '\n')[0];
        return line.Length == path.Length && path.Length <= 4096 ? path : Shorten(line).TrimEnd('…') + "…";
    }

    private static CoexException New(
        CoexErrorCategory category, object target, string message, string action, Exception? inner = null,
        [CallerMemberName] string errorId = "") =>
        new(errorId, category, target, message, action, inner);
}
