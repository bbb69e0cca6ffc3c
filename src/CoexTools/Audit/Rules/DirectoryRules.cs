namespace CoexTools.Audit.Rules;

/// <summary>Contains the rules on a directory, with what the repair and the recommendations know of each.</summary>
internal static class DirectoryRules
{
    /// <summary>Gets all rules, by id.</summary>
    public static IReadOnlyList<CoexistenceRule> All { get; } =
    [
        new("CX001", "FieldShowsDocument", FindingSeverity.Error, Basis.Documented, RuleScope.Document,
            "No coexistence server sees another server's document through the field DocumentAccess.",
            "Remove the field with Remove-DocumentAccessField. Repeat this after every edit.", repairable: true,
            VisibilityChecks.FieldShowsDocument) { StopsRequests = true },
        new("CX002", "ReaderOfAnother", FindingSeverity.Error, Basis.Documented, RuleScope.Document,
            "No coexistence server is among the readers of another server's document, through any group, "
                + "wildcard, or role.",
            "Remove the server from the readers or from the group.", repairable: true,
            VisibilityChecks.ReaderOfAnother) { StopsRequests = true },
        new("CX003", "OwnDocumentHidden", FindingSeverity.Error, Basis.Documented, RuleScope.Document,
            "Each coexistence server sees its own document.",
            "Add the server to the readers of its document.", repairable: true, VisibilityChecks.OwnDocumentHidden)
        {
            StopsRequests = true,
            FindsHiddenDocuments = true,
        },
        new(VisibilityChecks.DocumentHiddenRule, "DocumentHidden", FindingSeverity.Error,
            Basis.Documented, RuleScope.Domain,
            "Every other server sees all documents of the domain.",
            "Add the server to the group of servers among the readers.", repairable: true,
            VisibilityChecks.DocumentHidden)
        {
            StopsRequests = true,
            FindsHiddenDocuments = true,
        },
        new("CX005", "AdministratorsShutOut", FindingSeverity.Error, Basis.Documented, RuleScope.Document,
            "Administrators can read the document.",
            "Add the administrators group to the readers.", repairable: true, VisibilityChecks.AdministratorsShutOut)
        {
            FindsHiddenDocuments = true,
        },
        new("CX006", "NoSecurity", FindingSeverity.Error, Basis.Documented, RuleScope.Domain,
            "If a domain has several documents, each is restricted to its readers.",
            "Restrict the readers (Protect-ForeignDomainDocument), and remove the field DocumentAccess.",
            repairable: true,
            VisibilityChecks.NoSecurity) { StopsRequests = true },
        new(DocumentChecks.OnlyOneDocumentRule, "OnlyOneDocument", FindingSeverity.Warning,
            Basis.Documented, RuleScope.Domain,
            "A domain has several documents, so that it survives the failure of one coexistence server.",
            "Set up a second coexistence server with its own document.", repairable: false,
            DocumentChecks.OnlyOneDocument) { WhyNotTried = "The second coexistence server is not in the directory." },
        new("CX008", "ServersDiffer", FindingSeverity.Warning, Basis.Documented, RuleScope.Document,
            "The document specifies a mail server, and the calendar server is the same.",
            "Specify the same server on both tabs.", repairable: false, DocumentChecks.ServersDiffer)
        {
            StopsRequests = true,
        },
        new("CX009", "CalendarBlank", FindingSeverity.Error, Basis.Documented, RuleScope.Document,
            "The document specifies a calendar server and a calendar system.",
            "Complete the calendar tab.", repairable: false, DocumentChecks.CalendarBlank) { StopsRequests = true },
        new("CX010", "MailFilesDiffer", FindingSeverity.Warning, Basis.Documented, RuleScope.Document,
            "The gateway mail file and the calendar system are the same.",
            "Specify the same mail file on both tabs.", repairable: false, DocumentChecks.MailFilesDiffer),
        new(DocumentChecks.SameServerTwiceRule, "SameServerTwice", FindingSeverity.Warning,
            Basis.Inferred, RuleScope.Domain,
            "Each coexistence server has one document for the domain.",
            "Remove one of the documents.", repairable: false, DocumentChecks.SameServerTwice),
        new("CX012", "EqualTimes", FindingSeverity.Warning, Basis.Inferred, RuleScope.Domain,
            "The documents of a domain were modified at different times, so that their order is certain.",
            "Save the documents again, the primary last.", repairable: true, OrderChecks.EqualTimes),
        new("CX013", "OrderDiffers", FindingSeverity.Warning, Basis.Inferred, RuleScope.Domain,
            "Both times of the documents, Modified and Revised, result in the same order.",
            "Save the documents again, the primary last.", repairable: true, OrderChecks.OrderDiffers),
        new("CX014", "DomainNameCase", FindingSeverity.Error, Basis.Documented, RuleScope.Domain,
            "All documents of a domain spell its name the same way, because the router distinguishes uppercase and "
                + "lowercase.",
            "Spell the name the same way in all documents.", repairable: false, NameChecks.DomainNameCase),
        new("CX015", "NoServerDocument", FindingSeverity.Warning, Basis.Inferred, RuleScope.Document,
            "Each server in a document has a Server document.",
            "Correct the name, or export the Server documents too.", repairable: false, NameChecks.NoServerDocument)
        {
            WhyNotTried = "The directory does not contain the correct name.",
        },
        new(NameChecks.UnknownEntryRule, "UnknownEntry", FindingSeverity.Warning, Basis.Inferred, RuleScope.Document,
            "Each entry of the readers and authors is a known name, group, or role.",
            "Correct or remove the entry, or export the group too.", repairable: false, NameChecks.UnknownEntry)
        {
            StopsRequests = true,
        },
        new("CX017", "GroupWithoutAccess", FindingSeverity.Warning, Basis.Documented, RuleScope.Document,
            "No group among the readers and authors has the type Mail only or Deny List only. Such a group "
                + "admits nobody.",
            "Change the type of the group, or specify another group.", repairable: false,
            NameChecks.GroupWithoutAccess),
        new("CX018", "AbbreviatedName", FindingSeverity.Warning, Basis.Inferred, RuleScope.Document,
            "Names in readers fields are canonical.",
            "Write the canonical name, for example CN=DominoA/O=Acme.", repairable: true, NameChecks.AbbreviatedName),
        new(VisibilityChecks.HubHiddenRule, "HubHidden", FindingSeverity.Error, Basis.Documented, RuleScope.Domain,
            "Every hub can read every document. A hub that cannot read a document does not replicate it.",
            "Add the hub to the readers or to the group of servers.", repairable: true, VisibilityChecks.HubHidden)
        {
            FindsHiddenDocuments = true,
        },
        new("CX020", "SingleFailure", FindingSeverity.Error, Basis.Documented, RuleScope.Domain,
            "Free/busy and mail work from every server, and survive the failure of any one server or connection.",
            "Resolve the other findings. Each coexistence server must see only its own document.", repairable: true,
                FailureChecks.SingleFailure) { IsConsequence = true },
        new(FailureChecks.ConnectionRule, "ConnectionToExchange", FindingSeverity.Information,
            Basis.Documented, RuleScope.Domain,
            "Free/busy and mail survive the failure of a server's connection to Exchange. Domino does not fail over "
                + "in this case.",
            "Monitor the connection. Shut down the server if it fails, but only if another server then takes over.",
                repairable: false,
            FailureChecks.ConnectionToExchange)
        {
            WhyNotTried = "The recommendation is about an outage, not about the directory. The outage is simulated.",
        },
        new("CX022", "ExchangeDomain", FindingSeverity.Error, Basis.Documented, RuleScope.Directory,
            "BTEXCHANGEDOMAIN in notes.ini is the domain of a document, with the same spelling.",
            "Set BTEXCHANGEDOMAIN to the name of the foreign domain.", repairable: false,
            NotesIniChecks.ExchangeDomain)
        {
            ChecksNotesIni = true,
            IsBeyondRepair = true,
        },
        new("CX023", "AlternateDomains", FindingSeverity.Warning, Basis.Documented, RuleScope.Directory,
            "BTALTEXCHANGEDOMAINS in notes.ini lists the other domains that have documents, and no others.",
            "Correct BTALTEXCHANGEDOMAINS.", repairable: false, NotesIniChecks.AlternateDomains)
        {
            ChecksNotesIni = true,
            IsBeyondRepair = true,
        },
        new("CX024", "FlatServerName", FindingSeverity.Warning, Basis.Inferred, RuleScope.Document,
            "Server names in a document are hierarchical, or are the whole name of a server.",
            "Write the hierarchical name, for example CN=DominoA/O=Acme.", repairable: false,
            NameChecks.FlatServerName),
        new("CX025", "NoModifiedTime", FindingSeverity.Warning, Basis.Chosen, RuleScope.Domain,
            "Each document has a modification time, so that the order of the documents is certain.",
            "Save the documents again, the primary last.", repairable: true, OrderChecks.NoModifiedTime),
        new("CX026", "BlankDomain", FindingSeverity.Error, Basis.Chosen, RuleScope.Directory,
            "Each Foreign Domain document specifies its domain.",
            "Specify the domain in the document, or delete the document in Domino.", repairable: false,
            NameChecks.BlankDomain),
        new(DocumentChecks.ConflictRule, "ConflictDocument", FindingSeverity.Warning,
            Basis.Inferred, RuleScope.Document,
            "The document is not a replication or save conflict.",
            "Compare the document with the one that it conflicts with. Keep the correct values in one of them, and "
                + "delete the other in Domino.",
            repairable: false, DocumentChecks.ConflictDocument),
        new("CX028", "DomainRestriction", FindingSeverity.Information, Basis.Documented, RuleScope.Domain,
            "The documents of a domain do not allow or deny mail by the sender's domain.",
            "Take the allowed and denied domains into account when you read the predictions for mail.",
            repairable: false,
            DocumentChecks.DomainRestriction)
        {
            WhyNotTried = "Nothing has to be changed. Predictions do not include the domain of the sender.",
        },
        new("CX029", "FileOrder", FindingSeverity.Information, Basis.Inferred, RuleScope.Domain,
            "After a change, the documents of a domain are stored oldest first in the file, so that an import into "
                + "Domino keeps their order.",
            "Do not import the file as it is. Export the documents with Export-DominoDirectory -ForeignDomainOnly, "
            + "which stores them oldest first, and import that file.",
            repairable: false, OrderChecks.FileOrder)
        {
            IsBeyondRepair = true,
            WhyNotTried = "The recommendation is about the import of the file. The directory is not changed.",
        },
        new("CX030", "NotesIniDiffers", FindingSeverity.Warning, Basis.Documented, RuleScope.Domain,
            "The BT settings, the server tasks, and the time zone in notes.ini are the same on all coexistence "
                + "servers of a domain.",
            "Make the setting the same in the notes.ini files.", repairable: false, ServerComparison.NotesIniDiffers)
        {
            IsBeyondRepair = true,
            WhyNotTried = "The files do not show which value is correct.",
        },
        new("CX031", "ServerDocumentsDiffer", FindingSeverity.Warning, Basis.Documented, RuleScope.Domain,
            "The SMTP listener, the ports, and the time zone are the same in the Server documents of all coexistence "
                + "servers of a domain.",
            "Make the settings the same in the Server documents.", repairable: false,
            ServerComparison.ServerDocumentsDiffer)
        {
            WhyNotTried = "The Server documents do not show which value is correct.",
        },
        new("CX032", "ExchangeDatabase", FindingSeverity.Error, Basis.Documented, RuleScope.Directory,
            "BTEXCHANGEDB in notes.ini is the gateway mail file and the calendar system of the documents.",
            "Set BTEXCHANGEDB to the gateway mail file of the Foreign Domain document.", repairable: false,
            NotesIniChecks.ExchangeDatabase)
        {
            ChecksNotesIni = true,
            IsBeyondRepair = true,
        },
        new("CX033", "LastLineBreak", FindingSeverity.Warning, Basis.Inferred, RuleScope.Directory,
            "The last line of notes.ini ends with a line break.",
            "Add a line break at the end of the file.", repairable: false, NotesIniChecks.LastLineBreak)
        {
            ChecksNotesIni = true,
            IsBeyondRepair = true,
        },
        new(SourceChecks.NotReadableRule, "NotReadable", FindingSeverity.Error, Basis.Chosen, RuleScope.Directory,
            "Each source of the audit can be read.",
            "Check the path and the permissions. If the file is damaged, export the directory again.",
            // A directory that is audited was read.
            repairable: false, _ => [])
        {
            IsAlwaysApplied = true,
            IsBeyondRepair = true,
            WhyNotTried = "A source that cannot be read has no model.",
        },
        new(SourceChecks.NothingToAuditRule, "NothingToAudit", FindingSeverity.Error, Basis.Chosen, RuleScope.Directory,
            "Each source contains a Foreign Domain document to audit.",
            "Export the directory with an ID that can read the Foreign Domain documents. "
            + "If the documents use other item names, specify -FieldMap.", repairable: false, SourceChecks.HasDocument)
        {
            IsAlwaysApplied = true,
            IsBeyondRepair = true,
            WhyNotTried = "A source without a Foreign Domain document has no model.",
        },
        new("CX036", "DuplicateItem", FindingSeverity.Warning, Basis.Inferred, RuleScope.Document,
            "No item that CoexTools uses occurs more than once in a document with different values.",
            "Remove the item that is not intended, with an agent, and export the document again.",
            repairable: false, ExportChecks.DuplicateItem),
        new("CX037", "SeveralServers", FindingSeverity.Warning, Basis.Inferred, RuleScope.Document,
            "The mail tab and the calendar tab of the document each specify one server.",
            "Specify one server, and create another document for each other server.",
            repairable: false, ExportChecks.SeveralServers),
        new("CX038", "DuplicateGroup", FindingSeverity.Warning, Basis.Chosen, RuleScope.Directory,
            "No two groups have the same name.",
            "Merge the groups into one, and delete the others in Domino.",
            repairable: false, ExportChecks.DuplicateGroup),
        new("CX039", "ComputedGroup", FindingSeverity.Warning, Basis.Inferred, RuleScope.Directory,
            "The file contains the members of each group.",
            "Specify the members in the group, or name other groups in the documents.",
            repairable: false, ExportChecks.ComputedGroup)
        {
            WhyNotTried = "The file does not contain the members of the group.",
        },
        new("CX040", "ChosenItems", FindingSeverity.Error, Basis.Inferred, RuleScope.Directory,
            "The export contains the items that determine who can read the documents.",
            "Export the documents with all items.",
            repairable: false, ExportChecks.ChosenItems) { WhyNotTried = "The export does not contain the items." },
        new("CX041", "FutureTime", FindingSeverity.Warning, Basis.Inferred, RuleScope.Domain,
            "No document was saved at a time in the future.",
            "Correct the clock of the server, and save all documents of the domain again, the primary last.",
            repairable: false, ExportChecks.FutureTime),
        new("CX042", "NoTimeZone", FindingSeverity.Warning, Basis.Chosen, RuleScope.Domain,
            "Each modification time has a time zone, so that the order of the documents is certain.",
            "Export the directory again with a program that writes time zones.",
            repairable: false, ExportChecks.NoTimeZone)
        {
            WhyNotTried = "The program that exported the directory omits time zones. The documents are not changed.",
        },
        new("CX043", "DividedMember", FindingSeverity.Warning, Basis.Inferred, RuleScope.Directory,
            "Each member of a group is one name.",
            "Specify each name as a separate member.",
            repairable: false, ExportChecks.DividedMember),
        new("CX044", "GarbledName", FindingSeverity.Warning, Basis.Inferred, RuleScope.Directory,
            "No name was decoded with the wrong character set.",
            "Correct the name in Domino. If it is correct there, export the directory again in UTF-8.",
            repairable: false, ExportChecks.GarbledName)
        {
            WhyNotTried = "The file does not show whether the name is wrong in Domino, or only in the export.",
        },
        new("CX045", "OtherVersionWins", FindingSeverity.Warning, Basis.Inferred, RuleScope.Document,
            "No replica contains a different version of the document that replaces it at the next replication.",
            "Replicate the directory, export it again, and then repeat the change.",
            repairable: false, ReplicaChecks.OtherVersionWins)
        {
            WhyNotTried = "Replication is not part of the model.",
        },
        new("CX046", "GroupModifiedLater", FindingSeverity.Information, Basis.Documented, RuleScope.Domain,
            "No group that admits servers to a document was modified after the document. A server that was "
                + "added to the group later does not receive the document until the document is saved again or the "
                + "replication history is cleared.",
            "Save the documents again, the primary document last, or clear the replication history of the "
                + "directory for the new servers.",
            repairable: false, ReplicaChecks.GroupModifiedLater)
        {
            WhyNotTried = "Replication is not part of the model, and the servers' replicas are not known.",
        },
        new(ConsoleChecks.DisagreesRule, "ConsoleDisagrees", FindingSeverity.Error, Basis.Documented, RuleScope.Domain,
            "No server that sees at most one document for a domain prints the warning about multiple documents.",
            "Replicate the directory to the server, and export its own replica.",
            repairable: false, ConsoleChecks.Disagrees)
        {
            IsBeyondRepair = true,
            WhyNotTried = "The replica of the server is not known.",
        },
        new(ConsoleChecks.SilentRule, "ConsoleSilent", FindingSeverity.Information, Basis.Documented, RuleScope.Domain,
            "Every server that sees several documents for a domain prints the warning about multiple documents for "
                + "each free/busy request.",
            "Export the replica of the server.",
            repairable: false, ConsoleChecks.Silent)
        {
            IsBeyondRepair = true,
            WhyNotTried = "The replica of the server is not known.",
        },
        new(ConsoleChecks.FailureRule, "ConsoleFailure", FindingSeverity.Warning, Basis.Documented, RuleScope.Directory,
            "The calendar connector and the router print no failures on the consoles of the servers.",
            "Compare the times of the messages with the outages of servers and connections.",
            repairable: false, ConsoleChecks.Failed)
        {
            IsBeyondRepair = true,
            WhyNotTried = "The recommendation is about an outage, not about the directory. The outage is simulated.",
        },
    ];

    private static readonly Dictionary<string, CoexistenceRule> ById =
        All.ToDictionary(rule => rule.Id, StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the rule with an id; null if it is not a rule on a directory.</summary>
    public static CoexistenceRule? Of(string id) => ById.TryGetValue(id, out CoexistenceRule? rule) ? rule : null;

    /// <summary>Determines whether the rule of a finding has a property.</summary>
    public static bool Is(CoexistenceFinding finding, Func<CoexistenceRule, bool> property) =>
        Of(finding.Rule) is { } rule && property(rule);
}
