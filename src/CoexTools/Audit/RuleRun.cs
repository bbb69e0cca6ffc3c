using CoexTools.Model;

namespace CoexTools.Audit;

/// <summary>Runs rules on a directory.</summary>
internal static class RuleRun
{
    /// <summary>Runs rules.</summary>
    /// <param name="audit">The audit of the directory.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="isWanted">Specifies which documents are of interest; domains without one are left out.</param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <returns>The findings, rule by rule: what failed, what passed, and what did not apply.</returns>
    public static IEnumerable<CoexistenceFinding> Run(
        this DirectoryAudit audit, IEnumerable<CoexistenceRule> rules, Func<ForeignDomainDocument, bool> isWanted,
        CancellationToken cancel)
    {
        List<AuditedDomain> domains = [.. audit.Domains.Where(domain => domain.Has(isWanted))];
        return rules.SelectMany(rule => RuleEngine.Run(
            Subjects(rule.Scope),
            subject => rule.Check(subject)?.Where(verdict => verdict.Document is null || isWanted(verdict.Document)),
            (subject, verdict) => new CoexistenceFinding(rule, verdict, subject),
            cancel));

        IEnumerable<AuditSubject> Subjects(RuleScope scope) => scope switch
        {
            RuleScope.Directory => [new AuditSubject(audit, null, null)],
            RuleScope.Domain => domains.Select(domain => new AuditSubject(audit, domain, null)),
            _ => from domain in domains
                 from document in domain.Documents
                 where isWanted(document)
                 select new AuditSubject(audit, domain, document),
        };
    }
}
