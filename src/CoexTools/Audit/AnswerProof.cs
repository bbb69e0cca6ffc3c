using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Audit;

/// <summary>A request that was answered before a change and is not after it.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="Kind">What kind of request.</param>
/// <param name="From">Where it begins.</param>
/// <param name="Failure">What is wrong in the network.</param>
/// <param name="Before">How it ended before.</param>
/// <param name="After">How it ends after.</param>
internal sealed record LostAnswer(string Domain, RequestKind Kind, NotesName From, Failure Failure, RequestEnd Before, RequestEnd After)
{
    /// <summary>The loss in words.</summary>
    public override string ToString() => $"{Requests.Told(Kind)} from {From} with {Failure.Name}: was {Before}, would be {After}";
}

/// <summary>
/// Proves that a change loses no answer: it follows every kind of request from every server, with everything up and with each single failure,
/// before and after.
/// </summary>
/// <remarks>
/// Servers and their links are tried from every server, by either time of the documents. Connections to Exchange are tried from those servers
/// that serve no foreign domain: a coexistence server that sees its own document only, as the documented set-up has it, uses its own
/// connection. Where the change is to move the primary, they are compared with the directory in the new order: the primary's connection is
/// the one that matters, and the user moves it.
/// </remarks>
internal static class AnswerProof
{
    public static IReadOnlyList<LostAnswer> Lost(DirectorySnapshot before, DirectorySnapshot inNewOrder, DirectorySnapshot after, string domain, CancellationToken cancel)
    {
        AuditedDomain then = Of(before, domain);
        AuditedDomain now = Of(after, domain);
        AuditedDomain moved = ReferenceEquals(before, inNewOrder) ? then : Of(inNewOrder, domain);
        var lost = new List<LostAnswer>();
        foreach (OrderBy orderBy in new[] { OrderBy.Modified, OrderBy.Revised })
        {
            DomainVisibility thenView = then.ViewBy(orderBy);
            DomainVisibility nowView = now.ViewBy(orderBy);
            foreach (NotesName origin in then.Servers)
            {
                cancel.ThrowIfCancellationRequested();
                Compare(thenView, nowView, origin, [Failure.None, .. Failure.Of(origin, then.Coexistence, withLegs: false)]);
            }
        }
        foreach (NotesName origin in then.Origins)
        {
            cancel.ThrowIfCancellationRequested();
            Compare(moved.View, now.View, origin, then.Plain.Count == 0 ? [] : Failure.Of(origin, then.Coexistence, withLegs: true).Where(failure => failure.Kind == FailureKind.Leg));
        }
        return [.. lost.GroupBy(one => (one.Kind, one.From, one.Failure.Name)).Select(same => same.First())];

        void Compare(DomainVisibility thenView, DomainVisibility nowView, NotesName origin, IEnumerable<Failure> failures)
        {
            foreach (Failure failure in failures)
            {
                foreach (RequestKind kind in Requests.Kinds)
                {
                    RequestEnd was = Requests.Follow(thenView, origin, kind, failure.Network);
                    if (!was.IsAnswered)
                        continue;
                    RequestEnd becomes = Requests.Follow(nowView, origin, kind, failure.Network);
                    if (!becomes.IsAnswered)
                        lost.Add(new LostAnswer(domain, kind, origin, failure, was, becomes));
                }
            }
        }
    }

    private static AuditedDomain Of(DirectorySnapshot directory, string domain) => new DirectoryAudit(directory).Domains
        .Single(other => other.Documents.Any(document => string.Equals(document.Domain, domain, StringComparison.OrdinalIgnoreCase)));
}
