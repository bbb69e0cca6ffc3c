using CoexTools.Model;

namespace CoexTools.Audit;

/// <summary>Represents what a rule looks at: a directory, a domain of it, or a document.</summary>
internal sealed record AuditSubject(DirectoryAudit Audit, AuditedDomain? Domain, ForeignDomainDocument? Document);
