using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Analysis;

/// <summary>A service between Domino and Exchange that a Foreign Domain document gives.</summary>
public enum CoexistenceService
{
    /// <summary>Free/busy look-ups, by the calendar connector (CC1 to CC8).</summary>
    FreeBusy,

    /// <summary>Plain mail, by the router (RT1 to RT7).</summary>
    Mail,

    /// <summary>Invitations and answers, by the router (RT1 to RT7).</summary>
    Calendar,
}

/// <summary>Services in words.</summary>
internal static class CoexistenceServices
{
    /// <summary>The service as a sentence names it: <c>Free/busy</c>, <c>Mail</c>, <c>Calendar mail</c>.</summary>
    public static string Described(this CoexistenceService service) => service switch
    {
        CoexistenceService.FreeBusy => "Free/busy",
        CoexistenceService.Mail => "Mail",
        _ => "Calendar mail",
    };
}

/// <summary>What a service does with one request: a question to the simulations.</summary>
/// <param name="Domain">The domain, and who sees what of it.</param>
/// <param name="Service">The service.</param>
/// <param name="Origin">Where the request begins.</param>
internal sealed record Question(DomainVisibility Domain, CoexistenceService Service, NotesName Origin)
{
    /// <summary>Whether the request reaches Exchange.</summary>
    public bool IsReached(INetwork network) => IsReached(End(network));

    /// <summary>Whether a request that ended so reached Exchange.</summary>
    public bool IsReached((int Status, NotesName Server) end) =>
        end.Status == (Service == CoexistenceService.FreeBusy ? (int)FreeBusyStatus.Answered : (int)MailStatus.Delivered);

    /// <summary>How the request ends, and at which server.</summary>
    public (int Status, NotesName Server) End(INetwork network)
    {
        if (Service == CoexistenceService.FreeBusy)
        {
            (FreeBusyStatus status, NotesName server) = CalendarConnector.Follow(Domain, Origin, network);
            return ((int)status, server);
        }
        (MailStatus ended, NotesName at) = Router.Follow(Domain, Origin, Kind, network);
        return ((int)ended, at);
    }

    /// <summary>The servers on whose consoles the warning of several documents appears (CC2), given how a request ended.</summary>
    public IEnumerable<NotesName> WarnedAt((int Status, NotesName Server) end)
    {
        if (Service != CoexistenceService.FreeBusy || end.Status == (int)FreeBusyStatus.OriginDown)
            yield break; // What the router warns of follows from the end.
        if (Domain.TableOf(Origin).Seen.Count > 1)
            yield return Origin;
        if (end.Server != Origin && end.Status != (int)FreeBusyStatus.Busy && Domain.TableOf(end.Server).Seen.Count > 1)
            yield return end.Server;
    }

    /// <summary>The same with each step.</summary>
    public PathResult Explain(INetwork network) => Service == CoexistenceService.FreeBusy
        ? FreeBusyPathResult.Of(Domain, Origin, network)
        : MailRouteResult.Of(Domain, Origin, Kind, network);

    /// <summary>The status of a result, whichever service it is of.</summary>
    public static string StatusOf(PathResult result) => result switch
    {
        FreeBusyPathResult freeBusy => freeBusy.Status.ToString(),
        MailRouteResult mail => mail.Status.ToString(),
        _ => throw new ArgumentOutOfRangeException(nameof(result)),
    };

    private MailKind Kind => Service == CoexistenceService.Mail ? MailKind.Mail : MailKind.Calendar;
}
