using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Tests;

/// <summary>Runs requests as the commands do.</summary>
internal static class Requests
{
    public static FreeBusyPathResult FreeBusy(DomainVisibility view, string origin, NetworkState network) =>
        (FreeBusyPathResult)new Request(view, CoexistenceService.FreeBusy, new NotesName(origin)).Test(network);

    /// <summary>How a request ends, with its warnings; alike whether a trace records it or not.</summary>
    public static Outcome Run(DomainVisibility view, CoexistenceService service, string origin, INetwork network)
    {
        var request = new Request(view, service, new NotesName(origin));
        Outcome outcome = request.Run(network);
        Assert.Equal(outcome, request.Run(network, new TraceRecorder(view)));
        return outcome;
    }

    public static MailRouteResult Mail(DomainVisibility view, string origin, MailKind kind, NetworkState network) =>
        (MailRouteResult)new Request(view, CoexistenceServices.Of(kind), new NotesName(origin)).Test(network);
}
