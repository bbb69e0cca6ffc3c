using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Audit;

/// <summary>The kinds of requests that go to a foreign domain.</summary>
public enum RequestKind
{
    /// <summary>A free/busy look-up.</summary>
    FreeBusy,

    /// <summary>Plain mail.</summary>
    Mail,

    /// <summary>Invitations and answers.</summary>
    Calendar,
}

/// <summary>The kinds of single failures.</summary>
internal enum FailureKind
{
    /// <summary>Everything works.</summary>
    None,

    /// <summary>A server is down.</summary>
    Server,

    /// <summary>Two servers do not reach each other.</summary>
    Link,

    /// <summary>A server does not reach Exchange.</summary>
    Leg,
}

/// <summary>One thing that fails in the network, or nothing.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Server">The server that fails, or that is not reached.</param>
/// <param name="Name">It in words.</param>
/// <param name="Network">The network then.</param>
internal sealed record Failure(FailureKind Kind, NotesName? Server, string Name, NetworkState Network)
{
    public static Failure None { get; } = new(FailureKind.None, null, "all up", NetworkState.AllUp);

    /// <summary>All single failures that can matter to a request from a server: those of the servers that documents name, and of their connections.</summary>
    public static IEnumerable<Failure> Of(NotesName origin, IReadOnlyList<NotesName> named, bool withLegs)
    {
        foreach (NotesName server in named)
        {
            if (server != origin)
            {
                yield return Down(server);
                yield return Cut(origin, server);
            }
            foreach (NotesName other in named.Where(other => other.CompareTo(server) > 0 && other != origin && server != origin))
                yield return Cut(server, other);
            if (withLegs)
            {
                yield return Http(server);
                yield return Smtp(server);
            }
        }
    }

    public static Failure Down(NotesName server) => new(FailureKind.Server, server, $"{server} down", new NetworkState(down: [server]));

    public static Failure Cut(NotesName one, NotesName other) => new(FailureKind.Link, other, $"link {one}|{other} down", new NetworkState(linksDown: [(one, other)]));

    public static Failure Http(NotesName server) => new(FailureKind.Leg, server, $"HTTP of {server} down", new NetworkState(httpDown: [server]));

    public static Failure Smtp(NotesName server) => new(FailureKind.Leg, server, $"SMTP of {server} down", new NetworkState(smtpDown: [server]));
}

/// <summary>How a request ended.</summary>
internal readonly record struct RequestEnd(bool IsAnswered, string Status, NotesName Server)
{
    public override string ToString() => $"{Status} at {Server}";
}

/// <summary>Follows requests of all kinds alike.</summary>
internal static class Requests
{
    public static readonly IReadOnlyList<RequestKind> Kinds = [RequestKind.FreeBusy, RequestKind.Mail, RequestKind.Calendar];

    public static RequestEnd Follow(DomainVisibility domain, NotesName origin, RequestKind kind, NetworkState network)
    {
        if (kind == RequestKind.FreeBusy)
        {
            (FreeBusyStatus status, NotesName at) = CalendarConnector.Follow(domain, origin, network);
            return new RequestEnd(status == FreeBusyStatus.Answered, status.ToString(), at);
        }
        (MailStatus ended, NotesName server) = Router.Follow(domain, origin, kind == RequestKind.Mail ? MailKind.Mail : MailKind.Calendar, network);
        return new RequestEnd(ended == MailStatus.Delivered, ended.ToString(), server);
    }

    public static string Told(RequestKind kind) => kind switch { RequestKind.FreeBusy => "Free/busy", RequestKind.Mail => "Mail", _ => "Calendar mail" };
}
