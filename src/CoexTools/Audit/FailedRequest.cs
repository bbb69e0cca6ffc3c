using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Audit;

/// <summary>A request that does not reach Exchange.</summary>
/// <param name="Origin">The server where it starts.</param>
/// <param name="Outcome">Specifies how it ends.</param>
internal sealed record FailedRequest(NotesName Origin, Outcome Outcome)
{
    /// <summary>Returns the origins as a sentence names them: the server, or how many there are.</summary>
    public static string Count(IReadOnlyList<FailedRequest> requests) =>
        requests.Count == 1 ? requests[0].Origin.Abbreviated : $"{requests.Count} servers";

    /// <summary>Returns what the requests do: <c>fails</c>, <c>waits</c>, or <c>is returned</c>.</summary>
    public static string Verb(IEnumerable<FailedRequest> requests, bool isPlural = false) =>
        PathStatus.Verb(requests.Select(request => request.Outcome.Status), isPlural);

    /// <summary>
    /// Returns the requests as the predicate of a sentence: <c>fails from 3 servers</c>, <c>from 3 servers waits</c>.
    /// </summary>
    public static string Predicate(IReadOnlyList<FailedRequest> requests) =>
        Verb(requests) is "fails" ? $"fails from {Count(requests)}" : $"from {Count(requests)} {Verb(requests)}";

    /// <summary>Returns the origin and how the request ends.</summary>
    public override string ToString() => $"{Origin}: {Outcome}";
}
