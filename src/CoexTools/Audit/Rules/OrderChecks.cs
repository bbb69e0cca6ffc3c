using CoexTools.Model;

namespace CoexTools.Audit.Rules;

/// <summary>The rules about the order of the documents of a domain.</summary>
internal static class OrderChecks
{
    public static IEnumerable<RuleVerdict>? EqualTimes(AuditSubject subject)
    {
        if (subject.Domain!.Documents.Count < 2)
            return null;
        return
            from documents in BySameTime(subject.Domain.Documents)
            where documents.Count > 1
            // OR2
            select RuleVerdict.Fail(
                $"{string.Join(" and ", documents)} were modified at the same time. Their order is undefined.") with
            {
                Evidence = [
                    .. documents.Select(
                        document => $"{document} {document.UniversalId}: {document.Document.Modified.Text}")],
                Repair = RepairNeeds.SaveAgain,
                Remedies = () => [SaveAgain(subject)],
            };
    }

    // The documents by their modification times, by which they are sorted.
    private static List<List<ForeignDomainDocument>> BySameTime(IReadOnlyList<ForeignDomainDocument> documents)
    {
        var groups = new List<List<ForeignDomainDocument>>();
        long former = 0;
        foreach (ForeignDomainDocument document in documents)
        {
            if (document.Modified is not { } time)
                continue;
            if (groups.Count == 0 || time.UtcTicks != former)
                groups.Add([]);
            groups[groups.Count - 1].Add(document);
            former = time.UtcTicks;
        }
        return groups;
    }

    public static IEnumerable<RuleVerdict>? OrderDiffers(AuditSubject subject)
    {
        IReadOnlyList<ForeignDomainDocument> documents = subject.Domain!.Documents;
        if (documents.Count < 2)
            return null;
        if (!DocumentOrder.Assumptions(documents, OrderBy.Modified).Contains(DocumentOrder.OrderDiffers))
            return [];
        return
        [
            RuleVerdict.Fail(
                "Modified and Revised result in different orders. Servers might disagree about which document is the "
                    + "primary document.") with
            {
                Evidence = [$"by Modified: {string.Join(", ", documents)}",
                    $"by Revised: {string.Join(", ", DocumentOrder.Sort(documents, OrderBy.Revised))}"],
                Repair = RepairNeeds.SaveAgain,
                Remedies = () => [SaveAgain(subject)],
            },
        ];
    }

    public static IEnumerable<RuleVerdict>? NoModifiedTime(AuditSubject subject)
    {
        IReadOnlyList<ForeignDomainDocument> documents = subject.Domain!.Documents;
        bool hasOrder = documents.Count > 1;
        return
            from document in documents
            where document.Modified is null // OR3
            select RuleVerdict.Fail(hasOrder
                ? $"{document} has no modification time. Its position in the order is not known, and it is treated as "
                    + "the last document."
                : $"{document} has no modification time. It is the only document for '{subject.Domain.Name}', so its "
                    + "position is certain.") with
            {
                Document = document,
                Severity = hasOrder ? null : FindingSeverity.Information,
                Evidence =
                    [$"modified: {document.Document.Modified.Text ?? "none"}",
                        $"revised: {document.Document.Revised.Text ?? "none"}"],
                Recommendation = hasOrder ? null : "Save the document again.",
                Remedies = () => [SaveAgain(subject)],
                Repair = hasOrder ? RepairNeeds.SaveAgain : RepairNeeds.None,
            };
    }

    private static Remedy SaveAgain(AuditSubject subject) =>
        Remedy.Of(RemedyKind.SaveAgain, subject.Domain!.Name, subject.Domain.Documents);

    public static IEnumerable<RuleVerdict>? FileOrder(AuditSubject subject)
    {
        AuditedDomain domain = subject.Domain!;
        // The rule is about the order of documents in a file that exists.
        if (subject.Audit.Directory.Content is { Owner: not null, Kind: DirectoryKind.Memory }
            || !domain.Documents.Any(document => subject.Audit.ChangedDocuments.Contains(document.Key)))
            return null;
        List<ForeignDomainDocument> inFile = [.. domain.Documents.OrderBy(document => document.Key)];
        if (inFile.SequenceEqual(domain.Documents.Reverse()))
            return [];
        return
        [
            RuleVerdict.Fail(
                $"The file was changed, and the documents for '{domain.Name}' are not stored oldest first in it. "
                + "Domino stamps a new time on each document in the order of the file. "
                + $"If you import the file as it is, {inFile[inFile.Count - 1]} becomes the primary document instead "
                + $"of {domain.Documents[0]}.") with
            {
                Evidence =
                    [$"in the file: {string.Join(", ", inFile)}",
                        $"by priority: {string.Join(", ", domain.Documents)}"],
            },
        ];
    }
}
