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

    /// <summary>Returns the origin and how the request ends.</summary>
    public override string ToString() => $"{Origin}: {Outcome}";
}
