namespace CoexTools.Model;

/// <summary>The order of priority of the documents of one domain.</summary>
public static class DocumentOrder
{
    /// <summary>Two documents have the same instant: their order was taken from their UNIDs (OR2).</summary>
    public const string AmbiguousOrder = "AmbiguousOrder";

    /// <summary>A document has no such time: it was put last (OR3).</summary>
    public const string NoModifiedTime = "NoModifiedTime";

    /// <summary>A time has no zone: it was taken as UTC.</summary>
    public const string NoTimeZone = "NoTimeZone";

    /// <summary>A time is later than the clock of this computer: it might be wrong.</summary>
    public const string FutureTime = "FutureTime";

    // Clocks of servers differ by this much without being wrong.
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The other of the two times results in another order, so servers can disagree on which document is the primary
    /// (OR4).
    /// </summary>
    public const string OrderDiffers = "OrderDiffers";

    /// <summary>
    /// Returns the documents latest first (OR1), those of the same instant by UNID (OR2), those without a time last
    /// (OR3).
    /// </summary>
    internal static IReadOnlyList<ForeignDomainDocument> Sort(
        IEnumerable<ForeignDomainDocument> documents, OrderBy orderBy)
    {
        ForeignDomainDocument[] all = [.. documents];
        if (all.Length < 2)
            return all;
        return [.. all.OrderBy(document => document, Comparer<ForeignDomainDocument>.Create(InOrder))];

        int InOrder(ForeignDomainDocument one, ForeignDomainDocument other)
        {
            int order = TicksOf(other).CompareTo(TicksOf(one)); // OR1, OR3: the instant counts
            if (order == 0)
                order = StringComparer.OrdinalIgnoreCase.Compare(one.UniversalId, other.UniversalId); // OR2
            return order != 0 ? order : one.Key.CompareTo(other.Key);
        }

        long TicksOf(ForeignDomainDocument document) =>
            TimeOf(document, orderBy).Instant?.UtcTicks ?? long.MinValue;
    }

    /// <summary>
    /// Returns what the order of these documents, which <see cref="Sort"/> has sorted, had to assume.
    /// </summary>
    internal static IReadOnlyList<string> Assumptions(IReadOnlyList<ForeignDomainDocument> sorted, OrderBy orderBy)
    {
        var assumptions = new List<string>();
        bool isAmbiguous = false, isMissing = false, isWithoutZone = false;
        DateTimeOffset? former = null; // Equal instants are next to each other.
        foreach (ForeignDomainDocument document in sorted)
        {
            NoteTime time = TimeOf(document, orderBy);
            isMissing |= time.Instant is null;
            isAmbiguous |= time.Instant is { } instant && former?.UtcTicks == instant.UtcTicks;
            isWithoutZone |= time is { Instant: not null, HasOffset: false };
            former = time.Instant;
        }
        if (isAmbiguous)
            assumptions.Add(AmbiguousOrder);
        if (isMissing)
            assumptions.Add(NoModifiedTime);
        if (sorted.Count > 1 && isWithoutZone)
            assumptions.Add(NoTimeZone);
        OrderBy other = orderBy == OrderBy.Modified ? OrderBy.Revised : OrderBy.Modified;
        // OR4
        if (sorted.Any(document => TimeOf(document, other).Instant is not null)
            && !Sort(sorted, other).SequenceEqual(sorted))
            assumptions.Add(OrderDiffers);
        return assumptions;
    }

    /// <summary>Returns whether a time is later than now.</summary>
    internal static bool IsFuture(NoteTime time, DateTimeOffset now) => time.Instant > now + ClockDifference;

    /// <summary>Returns the assumptions about documents whose times are later than now.</summary>
    internal static IEnumerable<string> FutureAssumptions(
        IEnumerable<ForeignDomainDocument> documents, OrderBy orderBy, DateTimeOffset now) =>
        documents.Where(document => IsFuture(TimeOf(document, orderBy), now))
            .Select(document => $"{FutureTime}: {document}").Distinct();

    private static NoteTime TimeOf(ForeignDomainDocument document, OrderBy orderBy) =>
        orderBy == OrderBy.Modified ? document.Document.Modified : document.Document.Revised;
}
