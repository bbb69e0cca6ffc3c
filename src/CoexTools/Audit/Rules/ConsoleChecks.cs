using CoexTools.Consoles;
using CoexTools.Simulation;
using CoexTools.Sources.ConsoleLog;
using CoexTools.Text;

namespace CoexTools.Audit.Rules;

/// <summary>The rules that compare the console logs of servers with what the documents predict.</summary>
internal static class ConsoleChecks
{
    /// <summary>The rule on servers for which no warning is predicted.</summary>
    public const string DisagreesRule = "CX047";

    /// <summary>The rule on servers for which the warning is predicted.</summary>
    public const string SilentRule = "CX048";

    /// <summary>The rule on messages about failures.</summary>
    public const string FailureRule = "CX049";

    /// <summary>Determines whether a finding says that something was not compared with a console log.</summary>
    public static bool IsNotMade(CoexistenceFinding finding) => finding is
        { Outcome: FindingOutcome.NotChecked, Rule: DisagreesRule or SilentRule or FailureRule };

    public static IEnumerable<RuleVerdict>? Disagrees(AuditSubject subject) =>
        Compare(subject, isPredicted: false, one => RuleVerdict.Fail(
            $"{one.Server} printed the warning about multiple documents for '{one.Domain}' "
                + $"{ConsoleComparison.Times(one.Warned)}, after the last change took effect. According to the "
                + $"directory, it sees {(one.Seen.Count == 0 ? "no document" : $"only {one.Seen[0]}")}. Either its "
                + "replica is not up to date, or a rule of CoexTools does not apply to its release of Domino.") with
        {
            Evidence =
            [
                .. ConsoleComparison.EvidenceOf(one.Warned), .. one.Evidence,
                $"documents according to the directory: {one.Seen.Count}",
            ],
            Recommendation = $"Replicate the directory to {one.Server}, and wait five minutes. If {one.Server} still "
                + $"prints the warning, export the directory from its own replica, and specify -Replica @{{ "
                + $"'{one.Server}' = '<file>' }}. If the replica contains more than one document for '{one.Domain}', "
                + "create the replica again (docs/export-and-import.md). A deletion there can replicate. If it "
                + "contains one document, the rule CC2 does not apply to this release of Domino.",
        });

    public static IEnumerable<RuleVerdict>? Silent(AuditSubject subject) =>
        Compare(subject, isPredicted: true, one => RuleVerdict.Fail(
            $"According to the directory, {one.Server} sees {one.Seen.Count} documents for '{one.Domain}', and each "
                + "free/busy request makes it print the warning about multiple documents. Its calendar connector named "
                + $"the domain {ConsoleComparison.Times(one.Other)}, but {one.Server} did not print the warning.") with
        {
            Evidence =
            [
                .. ConsoleComparison.EvidenceOf(one.Other), .. one.Evidence,
                .. one.Seen.Select(document => $"document according to the directory: {document}"),
            ],
            Recommendation = $"Export the directory from the replica of {one.Server}, and specify -Replica @{{ "
                + $"'{one.Server}' = '<file>' }}. If the replica contains only one of the documents, the others have "
                + $"not reached {one.Server}: replicate the directory to it. If it contains all of them, the rule CC2 "
                + "does not apply to this release of Domino.",
        });

    public static IEnumerable<RuleVerdict>? Failed(AuditSubject subject)
    {
        if (subject.Audit.Consoles is not { } consoles)
            return null;
        if (consoles.Count == 0)
            return [RuleVerdict.NotChecked("No console log was read.")];
        return
            from console in consoles.Values.OrderBy(console => console.Server)
            from verdict in Failed(subject.Audit, console).DefaultIfEmpty(
                RuleVerdict.Pass($"the log covers {console.Period}"))
            select verdict with { Server = console.Server, ConsoleLog = console.Files };
    }

    private static List<RuleVerdict>? Compare(
        AuditSubject subject, bool isPredicted, Func<ConsoleComparison, RuleVerdict> contradict) =>
        subject.Audit.Consoles is null ? null : NullIfEmpty(
            from one in ConsoleComparison.Of(subject.Audit, subject.Domain!)
            where one.IsPredicted == isPredicted
            let verdict = one.Agrees switch
            {
                true => RuleVerdict.Pass(["the console agrees", .. ConsoleComparison.EvidenceOf(one.Warned)]),
                false => contradict(one),
                null => RuleVerdict.NotChecked(one.WhyNotChecked),
            }
            select verdict with { Server = one.Server, ConsoleLog = one.Console?.Files ?? [] });

    // The rule does not apply to a domain without a server about which it predicts something.
    private static List<RuleVerdict>? NullIfEmpty(IEnumerable<RuleVerdict> verdicts) =>
        verdicts.ToList() is { Count: > 0 } list ? list : null;

    private static IEnumerable<RuleVerdict> Failed(DirectoryAudit audit, ServerConsole console)
    {
        foreach (ConsoleMessageKind kind in ConsoleExplanation.Failures)
        {
            foreach (AuditedDomain domain in audit.Domains)
            {
                ConsoleTally tally = console.Of(kind, domain.Name);
                if (tally.After > 0)
                    yield return Failed(audit, console, domain, kind, tally);
            }
            if (console.Of(kind, null) is { After: > 0 } unnamed)
                yield return Unnamed(audit, console, kind, unnamed);
        }
        if (WhyIncomplete(console) is { } reason)
            yield return RuleVerdict.NotChecked(reason);
        foreach (string domain in console.UnknownDomains)
        {
            yield return RuleVerdict.NotChecked(
                $"The console log of {console.Server} contains messages about the domain "
                + $"'{VisibleText.Of(domain)}', for which the directory contains no document.") with
            {
                Aspect = $"unknown domain {domain}",
            };
        }
    }

    // Why a log without failures does not show that there were none; null if it does.
    private static string? WhyIncomplete(ServerConsole console) =>
        (from window in console.Windows
         let open =
             from kind in ConsoleExplanation.Failures
             from tally in new[] { console.Of(kind, window.Domain), console.Of(kind, null) }
             where tally.After == 0
             select tally
         select console.WhyUnknown(window.Domain, window, open)).FirstOrDefault(reason => reason is not null);

    private static RuleVerdict Failed(
        DirectoryAudit audit, ServerConsole console, AuditedDomain domain, ConsoleMessageKind kind, ConsoleTally tally)
    {
        Outage? outage = OutageOf(audit, console, domain, kind, tally);
        return RuleVerdict.Fail(
            $"{console.Server} printed \"{ConsoleExplanation.TextOf(kind, domain.Name, console.Server)}\" "
            + $"{ConsoleComparison.Times(tally)}. {Explain(outage, domain, [domain], tally)}") with
        {
            Domain = domain.Name,
            Aspect = kind.ToString(),
            Evidence =
            [
                .. ConsoleComparison.EvidenceOf(tally),
                .. ConsoleComparison.EvidenceOf(console, console.WindowOf(domain.Name)),
            ],
            Recommendation = outage is null ? null : Remedy(outage),
        };
    }

    // VD4: an outage explains messages that name servers only if these are the servers that fail.
    private static Outage? OutageOf(
        DirectoryAudit audit, ServerConsole console, AuditedDomain domain, ConsoleMessageKind kind,
        ConsoleTally tally) => tally.Named.Count > 0
            ? ConsoleExplanation.OfNamed(audit.WithReplicas(domain), console.Server, tally.Named)
            : ConsoleExplanation.Of(domain, audit.WithReplicas(domain), console.Server, kind);

    private static RuleVerdict Unnamed(
        DirectoryAudit audit, ServerConsole console, ConsoleMessageKind kind, ConsoleTally tally)
    {
        (AuditedDomain Domain, Outage Outage)? explained =
            (from domain in audit.Domains
             let outage = OutageOf(audit, console, domain, kind, tally)
             where outage is not null
             orderby outage.Failures.Count
             select ((AuditedDomain, Outage)?)(domain, outage)).FirstOrDefault();
        return RuleVerdict.Fail(
            $"{console.Server} printed \"{ConsoleExplanation.TextOf(kind, "", console.Server)}\" "
            + $"{ConsoleComparison.Times(tally)}. The message does not name a domain, and can also be about requests "
            + "that no Foreign Domain document concerns. "
            + $"{Explain(explained?.Outage, explained?.Domain, audit.Domains, tally)}") with
        {
            Severity = explained is null ? FindingSeverity.Information : null,
            Aspect = $"{kind} unnamed",
            Evidence = [.. ConsoleComparison.EvidenceOf(tally), .. ConsoleComparison.EvidenceOf(console, null)],
            Recommendation = explained is { } one ? Remedy(one.Outage) : null,
        };
    }

    private static string Explain(
        Outage? outage, AuditedDomain? domain, IReadOnlyList<AuditedDomain> tried, ConsoleTally tally) => outage switch
    {
        null when tally.Named.Count > 0 =>
            "No outage in the model explains it: according to the directory, the router does not transfer messages for "
                + (domain is null && tried.Count > 1 ? "any of the domains to " : $"'{tried[0].Name}' to ")
                + $"{NameList.InSentence([.. tally.Named.Select(name => name.Abbreviated)])}.",
        // VD4: The finding says which outages were not tried.
        null when tried.FirstOrDefault(ConsoleExplanation.IsLimited) is { } large =>
            "No outage of one component in the model explains it. Outages of two components were not tried for "
                + $"'{large.Name}', which has {large.Coexistence.Count} coexistence servers.",
        null => "No outage of one or two components in the model explains it.",
        { Failures.Count: 0 } => $"The documents for '{domain!.Name}' explain it, even with everything up.",
        _ => $"It is explained for '{domain!.Name}' by this outage: {outage}.",
    };

    private static string Remedy(Outage outage) => outage.Failures.Count == 0
        ? "Correct the problems that the other findings about this domain report."
        : $"Check whether this outage occurred at these times: {outage}. Test-CoexistenceServer shows only the current "
            + "state.";
}
