using CoexTools.Consoles;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;
using CoexTools.Sources.ConsoleLog;

namespace CoexTools.Audit.Rules;

/// <summary>Compares the messages that requests for a domain predict with the console logs of the servers.</summary>
internal sealed class ConsoleEchoes : IConsoleEvidence
{
    private readonly DirectoryAudit _audit;
    private readonly AuditedDomain? _domain;
    private readonly Lazy<Dictionary<NotesName, ConsoleComparison>> _comparisons;

    /// <param name="audit">The audit of the directory, with the console logs.</param>
    /// <param name="domain">The name of the domain (NM4).</param>
    public ConsoleEchoes(DirectoryAudit audit, string domain)
    {
        _audit = audit;
        _domain = audit.Domains.FirstOrDefault(one => DomainName.Same(one.Name, domain));
        // The command reads the logs now. A result can be asked for its trace after the command has ended.
        _ = audit.Consoles;
        _comparisons = new Lazy<Dictionary<NotesName, ConsoleComparison>>(() => _domain is null ? []
            : ConsoleComparison.Of(audit, _domain).ToDictionary(one => one.Server));
    }

    /// <inheritdoc/>
    public ConsoleEcho? EchoOf(NotesName server, string message)
    {
        if (_domain is null || _audit.Consoles is not { } consoles
            || !consoles.TryGetValue(server, out ServerConsole? console))
        {
            return null;
        }
        foreach (ConsoleMessageKind kind in
            ConsoleExplanation.Failures.Prepend(ConsoleMessageKind.SeveralDocuments))
        {
            if (!string.Equals(
                ConsoleExplanation.TextOf(kind, _domain.Name, server), message, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }
            ConsoleTally named = console.Of(kind, _domain.Name), unnamed = console.Of(kind, null);
            return named.After > 0 ? new ConsoleEcho(ConsoleComparison.Times(named), IsObserved: true)
                : unnamed.After > 0
                    ? new ConsoleEcho($"{ConsoleComparison.Times(unnamed)}, without a domain", IsObserved: false)
                : new ConsoleEcho(
                    console.WhyUnknown(
                        _domain.Name, console.WindowOf(_domain.Name), named, unnamed) is { } reason
                        ? "not known: " + char.ToLowerInvariant(reason[0]) + reason.Substring(1).TrimEnd('.')
                        : $"not in the log, which covers {console.Period}",
                    IsObserved: false);
        }
        return null;
    }

    /// <inheritdoc/>
    public bool Contradicts(NotesName server) =>
        _audit.Consoles is not null && _comparisons.Value.TryGetValue(server, out ConsoleComparison? comparison)
        && comparison.Agrees == false;
}
