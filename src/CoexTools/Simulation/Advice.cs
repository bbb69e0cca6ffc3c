using CoexTools.Access;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>Recommendations about which server sees which document.</summary>
internal static class Advice
{
    /// <summary>Returns how to hide the documents of other servers from a server.</summary>
    public static string Hide(DomainVisibility domain, NotesName server)
    {
        IEnumerable<string> steps = domain.TableOf(server).Seen
            .Where(document => !document.NamedServers.Contains(server))
            .Select(document => Hide(document, server, domain.Explain(server, document)));
        string advice = string.Join(" ", steps);
        return advice.Length > 0 ? advice : $"Keep only one document that names {server}.";
    }

    /// <summary>Returns how to let a server see the document that it should see.</summary>
    public static string Show(DomainVisibility domain, NotesName server)
    {
        if (domain.Documents.Count == 0)
            return $"Add a Foreign Domain document for '{domain.Name}' that {server} can read.";
        ForeignDomainDocument document =
            domain.Documents.FirstOrDefault(document => document.NamedServers.Contains(server)) ?? domain.Documents[0];
        AccessDecision decision = domain.Explain(server, document);
        if (!decision.CanRead && decision.Rule.Id == Rule.AC7.Id)
            return $"Replicate {document} to {server}, which can read it but does not have it.";
        if (decision.CanRead)
            return $"{server} sees {document}, but another document comes first.";
        return decision.Rule.Id == Rule.AC1.Id
            ? $"Give {server} at least Reader access in the ACL. Its level is {decision.Level}."
            : $"Add {server}, or a group that contains it, to the readers of {document}.";
    }

    /// <summary>Returns the servers of a table, as a list for a sentence.</summary>
    public static string Servers(IEnumerable<TableEntry> entries) =>
        string.Join(", ", entries.Select(entry => entry.Server).Distinct());

    private static string Hide(ForeignDomainDocument document, NotesName server, AccessDecision decision)
    {
        if (decision.Rule.Id == Rule.AC7.Id)
            return $"Remove the old copy of {document} from the replica of {server} without replicating the deletion "
                + "(see docs/export-and-import.md). Replication is assumed not to remove a document that a "
                + "server can no longer read.";
        if (!document.IsRestricted)
        {
            return $"Restrict the readers of {document} so that {server} no longer sees it, "
                + $"and remove the field {ForeignDomainDocument.DocumentAccessName}.";
        }
        string through = decision.Via ?? decision.Entry?.Abbreviated ?? server.Abbreviated;
        bool byField = document.Document.ItemsNamed(ForeignDomainDocument.DocumentAccessName)
            .SelectMany(item => item.Value).Select(NotesName.FromText).Contains(decision.Entry);
        return byField
            ? $"Remove {ForeignDomainDocument.DocumentAccessName} from {document} (Remove-DocumentAccessField). "
                + $"{server} sees the document through {through}."
            : $"Remove {server} from the readers of {document}. {server} sees the document through {through}.";
    }
}
