namespace CoexTools.Audit;

/// <summary>What a rule looks at, one at a time.</summary>
internal enum RuleScope
{
    Directory,
    Domain,
    Document,
}

/// <summary>A rule of the audit: the output of <c>Get-CoexistenceRule</c>.</summary>
public sealed class CoexistenceRule : CoexObject
{
    internal CoexistenceRule(
        string id, string name, FindingSeverity severity, Basis basis, RuleScope scope, string description, string recommendation, bool repairable,
        Func<AuditSubject, IEnumerable<RuleViolation>?> check)
    {
        Id = id;
        Name = name;
        Severity = severity;
        Basis = basis;
        Scope = scope;
        Description = description;
        Recommendation = recommendation;
        Repairable = repairable;
        Check = check;
    }

    // What travels is the description of a rule; the rule itself is where the module is.
    [Rehydrates]
    internal CoexistenceRule(string id, string name, FindingSeverity severity, Basis basis, string description, string recommendation, bool repairable)
        : this(id, name, severity, basis, RuleScope.Directory, description, recommendation, repairable, _ => null)
    {
    }

    /// <summary>The id, the same for ever: <c>CX001</c>.</summary>
    public string Id { get; }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>How much a finding matters as a rule; a single finding may matter more or less.</summary>
    public FindingSeverity Severity { get; }

    /// <summary>How well it is known that it matters.</summary>
    public Basis Basis { get; }

    /// <summary>What should be.</summary>
    public string Description { get; }

    /// <summary>How to mend it.</summary>
    public string Recommendation { get; }

    /// <summary>Whether <c>Repair-CoexistenceConfiguration</c> mends what this rule finds, as a rule.</summary>
    public bool Repairable { get; }

    internal RuleScope Scope { get; }

    /// <summary>A pure function: what is wrong with a subject; null where the rule has nothing to say.</summary>
    internal Func<AuditSubject, IEnumerable<RuleViolation>?> Check { get; }

    /// <summary>All rules, by id.</summary>
    internal static IReadOnlyList<CoexistenceRule> All { get; } =
    [
        new("CX001", "FieldShowsDocument", FindingSeverity.Error, Basis.Documented, RuleScope.Document,
            "No coexistence server sees another's document through the field DocumentAccess.",
            "Remove the field by program (Remove-DocumentAccessField), again after every edit.", repairable: true, VisibilityChecks.FieldShowsDocument),
        new("CX002", "ReaderOfAnother", FindingSeverity.Error, Basis.Documented, RuleScope.Document,
            "No coexistence server is among the readers of another's document, through whatever group, wildcard or role.",
            "Take it out of the readers, or out of the group.", repairable: true, VisibilityChecks.ReaderOfAnother),
        new("CX003", "OwnDocumentHidden", FindingSeverity.Error, Basis.Documented, RuleScope.Document,
            "Each coexistence server sees its own document.",
            "Add the server to the readers of its document.", repairable: true, VisibilityChecks.OwnDocumentHidden),
        new("CX004", "DocumentHidden", FindingSeverity.Error, Basis.Documented, RuleScope.Domain,
            "Every other server sees all documents of the domain.",
            "Add the server to the group of servers that is among the readers.", repairable: true, VisibilityChecks.DocumentHidden),
        new("CX005", "AdministratorsShutOut", FindingSeverity.Error, Basis.Documented, RuleScope.Document,
            "Administrators may read the document.",
            "Add the group of the administrators to the readers.", repairable: true, VisibilityChecks.AdministratorsShutOut),
        new("CX006", "NoSecurity", FindingSeverity.Error, Basis.Documented, RuleScope.Domain,
            "Where a domain has several documents, each is restricted to its readers.",
            "Write the readers (Protect-ForeignDomainDocument), and remove the field DocumentAccess.", repairable: true, VisibilityChecks.NoSecurity),
        new("CX007", "OnlyOneDocument", FindingSeverity.Warning, Basis.Documented, RuleScope.Domain,
            "A domain has several documents, so that one coexistence server may fail.",
            "Set up a second coexistence server, with a document of its own.", repairable: false, DocumentChecks.OnlyOneDocument),
        new("CX008", "ServersDiffer", FindingSeverity.Warning, Basis.Documented, RuleScope.Document,
            "The mail server and the calendar server are the same.",
            "Name the same server on both tabs.", repairable: false, DocumentChecks.ServersDiffer),
        new("CX009", "CalendarBlank", FindingSeverity.Error, Basis.Documented, RuleScope.Document,
            "The document names a calendar server and a calendar system.",
            "Fill the calendar tab in: a blank one makes invitations bounce while plain mail works.", repairable: false, DocumentChecks.CalendarBlank),
        new("CX010", "MailFilesDiffer", FindingSeverity.Warning, Basis.Documented, RuleScope.Document,
            "The gateway mail file and the calendar system are the same.",
            "Name the same mail file on both tabs.", repairable: false, DocumentChecks.MailFilesDiffer),
        new("CX011", "SameServerTwice", FindingSeverity.Warning, Basis.Inferred, RuleScope.Domain,
            "Each coexistence server has one document for the domain.",
            "Remove one of the documents.", repairable: false, DocumentChecks.SameServerTwice),
        new("CX012", "EqualTimes", FindingSeverity.Warning, Basis.Inferred, RuleScope.Domain,
            "The documents of a domain were modified at different times, so that their order is certain.",
            "Save the documents again, the primary last.", repairable: true, DocumentChecks.EqualTimes),
        new("CX013", "OrderDiffers", FindingSeverity.Warning, Basis.Inferred, RuleScope.Domain,
            "Both times of the documents, Modified and Revised, give the same order.",
            "Save the documents again, the primary last.", repairable: true, DocumentChecks.OrderDiffers),
        new("CX014", "DomainNameCase", FindingSeverity.Error, Basis.Documented, RuleScope.Domain,
            "All documents of a domain write its name alike: the router tells upper case from lower case.",
            "Write the name alike in all documents.", repairable: false, DocumentChecks.DomainNameCase),
        new("CX015", "NoServerDocument", FindingSeverity.Warning, Basis.Inferred, RuleScope.Document,
            "Each server that a document names has a Server document.",
            "Correct the name, or export the Server documents too.", repairable: false, DocumentChecks.NoServerDocument),
        new("CX016", "UnknownEntry", FindingSeverity.Warning, Basis.Inferred, RuleScope.Document,
            "Each entry of the readers and authors is a known name, group or role.",
            "Correct or remove the entry, or export the group too.", repairable: false, DocumentChecks.UnknownEntry),
        new("CX017", "GroupWithoutAccess", FindingSeverity.Warning, Basis.Documented, RuleScope.Document,
            "No group among the readers and authors is for mail only or for denying access only: such a group admits nobody.",
            "Make the group one for access, or name another.", repairable: false, DocumentChecks.GroupWithoutAccess),
        new("CX018", "AbbreviatedName", FindingSeverity.Warning, Basis.Inferred, RuleScope.Document,
            "Names in readers fields are canonical.",
            "Write the name canonical: CN=DominoA/O=Acme.", repairable: true, DocumentChecks.AbbreviatedName),
        new("CX019", "HubHidden", FindingSeverity.Error, Basis.Documented, RuleScope.Domain,
            "Every hub may read every document: one that may not, does not hand it on by replication.",
            "Add the hub to the readers, or to the group of servers.", repairable: true, VisibilityChecks.HubHidden),
        new("CX020", "SingleFailure", FindingSeverity.Error, Basis.Documented, RuleScope.Domain,
            "Free/busy and mail are answered from every server, and survive the failure of any one server or connection.",
            "See what the other rules find: each coexistence server must see its own document only.", repairable: false, FailureChecks.SingleFailure),
        new("CX021", "ConnectionToExchange", FindingSeverity.Information, Basis.Documented, RuleScope.Domain,
            "Free/busy and mail survive the failure of a server's connection to Exchange. Domino does not fail over there.",
            "Watch the connection, and take the server down when it fails: then the others take over.", repairable: false, FailureChecks.ConnectionToExchange),
        new("CX022", "ExchangeDomain", FindingSeverity.Error, Basis.Documented, RuleScope.Directory,
            "BTEXCHANGEDOMAIN in notes.ini is the domain of a document, written alike.",
            "Set BTEXCHANGEDOMAIN to the name of the foreign domain.", repairable: false, NotesIniChecks.ExchangeDomain),
        new("CX023", "AlternateDomains", FindingSeverity.Warning, Basis.Documented, RuleScope.Directory,
            "BTALTEXCHANGEDOMAINS in notes.ini lists the further domains of documents, and no others.",
            "Correct BTALTEXCHANGEDOMAINS.", repairable: false, NotesIniChecks.AlternateDomains),
    ];

    /// <summary>The id and the name.</summary>
    public override string ToString() => $"{Id} {Name}";
}
