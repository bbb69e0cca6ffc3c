using CoexTools.Access;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>What an administrator can do about who sees which document.</summary>
internal static class Advice
{
    /// <summary>How to hide the documents of other servers from a server.</summary>
    public static string Hide(DomainVisibility domain, NotesName server)
    {
        IEnumerable<string> steps = domain.TableOf(server).Seen
            .Where(document => !document.NamedServers.Contains(server))
            .Select(document => Hide(document, server, domain.Explain(server, document)));
        string advice = string.Join(" ", steps);
        return advice.Length > 0 ? advice : $"Leave only one document that names {server}.";
    }

    /// <summary>How to show a server the document that it should see.</summary>
    public static string Show(DomainVisibility domain, NotesName server)
    {
        if (domain.Documents.Count == 0)
            return $"Add a Foreign Domain document for '{domain.Name}' that {server} may read.";
        ForeignDomainDocument document = domain.Documents.FirstOrDefault(document => document.NamedServers.Contains(server)) ?? domain.Documents[0];
        AccessDecision decision = domain.Explain(server, document);
        if (!decision.CanRead && decision.Rule.Id == Rule.AC7.Id)
            return $"Replicate {document} to {server}, which may read it and does not have it.";
        if (decision.CanRead)
            return $"{server} sees {document}, but another document comes first.";
        return decision.Rule.Id == Rule.AC1.Id
            ? $"Give {server} at least reader access in the ACL: it has {decision.Level}."
            : $"Add {server}, or a group that holds it, to the readers of {document}.";
    }

    /// <summary>The servers of a table, as a list in words.</summary>
    public static string Servers(IEnumerable<TableEntry> entries) => string.Join(", ", entries.Select(entry => entry.Server).Distinct());

    private static string Hide(ForeignDomainDocument document, NotesName server, AccessDecision decision)
    {
        if (decision.Rule.Id == Rule.AC7.Id)
            return $"Delete the old copy of {document} from the replica of {server}, which may not read it: replication does not remove it.";
        if (!document.IsRestricted)
        {
            return $"Turn on document security on {document}, so that {server} no longer sees it, "
                + $"and remove its field {ForeignDomainDocument.DocumentAccessName}.";
        }
        string through = decision.Via ?? decision.Entry?.Abbreviated ?? server.Abbreviated;
        bool byField = document.Document.ItemsNamed(ForeignDomainDocument.DocumentAccessName)
            .SelectMany(item => item.Value).Select(NotesName.FromText).Contains(decision.Entry);
        return byField
            ? $"Remove {ForeignDomainDocument.DocumentAccessName} from {document} (Remove-DocumentAccessField): {server} sees it through {through}."
            : $"Take {server} out of the readers of {document}: it sees it through {through}.";
    }
}
