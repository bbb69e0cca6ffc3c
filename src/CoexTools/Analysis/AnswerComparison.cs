using CoexTools.Access;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Analysis;

/// <summary>
/// Finds the requests that succeed before a change and fail after it. It runs every kind of request from every server, by either time of the
/// documents, with everything up and with each single failure of a server or link, before and after.
/// </summary>
/// <remarks>
/// Connections to Exchange fail only for requests from servers that serve no foreign domain: a coexistence server that sees its own document
/// alone, as the documented configuration has it, uses its own connection. Where a change is meant to move the primary, they are compared with
/// the directory in the new order, because the primary's connection is the one that matters. The failure of a server that starts to serve the
/// domain counts where another server goes on serving it: that one should take over. Servers that cannot be told apart are compared once.
/// </remarks>
internal static class AnswerComparison
{
    private static readonly CoexistenceService[] Services = [CoexistenceService.FreeBusy, CoexistenceService.Mail, CoexistenceService.Calendar];
    private static readonly OrderBy[] Orders = [OrderBy.Modified, OrderBy.Revised];

    /// <summary>The requests that a change loses.</summary>
    /// <param name="before">The directory before the change.</param>
    /// <param name="after">The directory after it.</param>
    /// <param name="domains">The domains to compare (NM4); null for all of either directory. A domain that is new in <paramref name="after"/> loses nothing.</param>
    /// <param name="cancel">Ends the comparison.</param>
    /// <param name="inNewOrder">The directory before the change with its documents in the order that the change is meant to make; null where it is not meant to.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static IReadOnlyList<LostAnswer> Lost(
        DirectorySnapshot before, DirectorySnapshot after, IEnumerable<string>? domains, CancellationToken cancel, DirectorySnapshot? inNewOrder = null)
    {
        ILookup<string, ForeignDomainDocument> documents = ByDomain(before);
        List<string> compared = [.. (domains ?? documents.Select(domain => domain.Key)).Distinct(StringComparer.OrdinalIgnoreCase)
            .Where(domain => !string.IsNullOrWhiteSpace(domain) && documents.Contains(domain))]; // OR5
        if (compared.Count == 0)
            return [];
        var then = new State(before, documents);
        var now = new State(after, ByDomain(after));
        State moved = inNewOrder is null || ReferenceEquals(inNewOrder, before) ? then : new State(inNewOrder, ByDomain(inNewOrder));
        HashSet<NotesName> named = [.. before.Unordered.SelectMany(document => document.NamedServers)];
        List<Origins> origins = [.. before.Servers
            .GroupBy(server => (then.Access.ProfileOf(server), now.Access.ProfileOf(server), moved.Access.ProfileOf(server)))
            .Select(group => new Origins([.. group]))];
        return [.. compared.SelectMany(domain => new DomainComparison(then, now, moved, documents[domain].First().Domain, named).Lost(origins, cancel))];
    }

    private static ILookup<string, ForeignDomainDocument> ByDomain(DirectorySnapshot directory) =>
        directory.Unordered.ToLookup(document => document.Domain, StringComparer.OrdinalIgnoreCase); // NM4

    /// <summary>A directory, and who may read what of it.</summary>
    private sealed class State(DirectorySnapshot directory, ILookup<string, ForeignDomainDocument> documents)
    {
        public AccessEvaluator Access { get; } = new(directory);

        public DomainVisibility View(string domain, OrderBy orderBy) => new(documents[domain], Access, orderBy, name: domain);
    }

    /// <summary>Servers that cannot be told apart.</summary>
    private sealed record Origins(IReadOnlyList<NotesName> Servers);

    /// <summary>A state of the network to try; without a network, the link from the origin to the server is down.</summary>
    private sealed record Trial(string Outage, NetworkState? Network, NotesName? Server = null, NotesName? Other = null)
    {
        public bool Concerns(NotesName origin) => origin != Server && origin != Other;

        public NetworkState NetworkFor(NotesName origin) => Network ?? new NetworkState(linksDown: [(origin, Server!)]);
    }

    /// <summary>How a request ended; without a server where it ended at its origin.</summary>
    private readonly record struct Ending(int Status, NotesName? Server);

    private sealed class DomainComparison
    {
        private readonly string _domain;
        private readonly (DomainVisibility Then, DomainVisibility Now)[] _views;
        private readonly DomainVisibility _moved;
        private readonly HashSet<NotesName> _named;
        private readonly HashSet<NotesName> _namedAnywhere;
        private readonly List<Trial> _trials = [new Trial("everything up", NetworkState.AllUp)];
        private readonly List<(Trial Trial, CoexistenceService[] Services)> _legs = [];
        private readonly Dictionary<(Trial, CoexistenceService, Ending, Ending), List<NotesName>> _lost = [];
        private readonly List<(Trial Trial, CoexistenceService Service, Ending Was, Ending Becomes)> _order = [];

        public DomainComparison(State then, State now, State moved, string domain, HashSet<NotesName> namedAnywhere)
        {
            _domain = domain;
            _views = [.. Orders.Select(orderBy => (then.View(domain, orderBy), now.View(domain, orderBy)))];
            if (IsSameOrder(_views[0].Then, _views[1].Then) && IsSameOrder(_views[0].Now, _views[1].Now))
                _views = [_views[0]]; // Either time makes the same order.
            _moved = ReferenceEquals(moved, then) ? _views[0].Then : moved.View(domain, OrderBy.Modified);
            _namedAnywhere = namedAnywhere;
            List<NotesName> serving = [.. _views[0].Then.NamedServers];
            List<NotesName> starting = [.. _views[0].Now.NamedServers.Except(serving)];
            _named = [.. serving, .. starting];
            List<NotesName> failing = _views[0].Now.NamedServers.Intersect(serving).Any() ? [.. serving, .. starting] : serving;
            foreach (NotesName server in failing)
            {
                _trials.Add(new Trial($"{server} down", new NetworkState(down: [server]), server));
                _trials.Add(new Trial($"the link to {server} down", Network: null, server));
                _trials.AddRange(failing.Where(other => other.CompareTo(server) > 0).Select(other =>
                    new Trial($"the link between {server} and {other} down", new NetworkState(linksDown: [(server, other)]), server, other)));
            }
            foreach (NotesName server in serving)
            {
                _legs.Add((new Trial($"the HTTP connection of {server} down", new NetworkState(httpDown: [server])), [CoexistenceService.FreeBusy]));
                _legs.Add((new Trial($"the SMTP connection of {server} down", new NetworkState(smtpDown: [server])), [CoexistenceService.Mail, CoexistenceService.Calendar]));
            }
        }

        public IEnumerable<LostAnswer> Lost(IEnumerable<Origins> origins, CancellationToken cancel)
        {
            foreach (Origins group in Grouped(origins))
            {
                cancel.ThrowIfCancellationRequested();
                foreach (Trial trial in _trials.Where(trial => trial.Concerns(group.Servers[0])))
                    Compare(trial, Services, _views, group.Servers);
                List<NotesName> plain = [.. group.Servers.Where(server => !_namedAnywhere.Contains(server))];
                if (plain.Count == 0)
                    continue;
                foreach ((Trial trial, CoexistenceService[] services) in _legs)
                    Compare(trial, services, [(_moved, _views[0].Now)], plain);
            }
            return _order.Select(loss =>
            {
                List<NotesName> servers = _lost[loss];
                return new LostAnswer(_domain, loss.Service, servers, loss.Trial.Outage, Describe(loss.Service, loss.Was, servers), Describe(loss.Service, loss.Becomes, servers));
            });
        }

        // A server that no document of the domain names is known to a request only by what it sees: those that see the same are one.
        private IEnumerable<Origins> Grouped(IEnumerable<Origins> origins)
        {
            var bySight = new Dictionary<(ServerTable, ServerTable, ServerTable), List<NotesName>>();
            foreach (Origins profile in origins)
            {
                List<NotesName>? alike = null;
                foreach (NotesName server in profile.Servers)
                {
                    if (_named.Contains(server))
                    {
                        yield return new Origins([server]);
                        continue;
                    }
                    if (alike is null)
                    {
                        var sight = (_views[0].Then.TableOf(server), _views[0].Now.TableOf(server), _moved.TableOf(server));
                        if (!bySight.TryGetValue(sight, out alike))
                            bySight.Add(sight, alike = []);
                    }
                    alike.Add(server);
                }
            }
            foreach (List<NotesName> alike in bySight.Values)
                yield return new Origins(alike);
        }

        private void Compare(
            Trial trial, CoexistenceService[] services, (DomainVisibility Then, DomainVisibility Now)[] views, IReadOnlyList<NotesName> servers)
        {
            NotesName origin = servers[0];
            NetworkState network = trial.NetworkFor(origin);
            foreach (CoexistenceService service in services)
            {
                foreach ((DomainVisibility then, DomainVisibility now) in views)
                {
                    var question = new Question(then, service, origin);
                    (int Status, NotesName Server) was = question.End(network);
                    if (!question.IsReached(was))
                        continue;
                    (int Status, NotesName Server) becomes = (question with { Domain = now }).End(network);
                    if (question.IsReached(becomes))
                        continue;
                    Add(trial, service, Ended(was), Ended(becomes), servers);
                    break; // Lost by one time, lost.
                }
            }

            Ending Ended((int Status, NotesName Server) end) => new(end.Status, end.Server == origin ? null : end.Server);
        }

        private void Add(Trial trial, CoexistenceService service, Ending was, Ending becomes, IReadOnlyList<NotesName> servers)
        {
            if (!_lost.TryGetValue((trial, service, was, becomes), out List<NotesName>? known))
            {
                _lost.Add((trial, service, was, becomes), known = []);
                _order.Add((trial, service, was, becomes));
            }
            known.AddRange(servers);
        }

        private static string Describe(CoexistenceService service, Ending ending, List<NotesName> origins)
        {
            string status = service == CoexistenceService.FreeBusy ? ((FreeBusyStatus)ending.Status).ToString() : ((MailStatus)ending.Status).ToString();
            return $"{status} at {ending.Server?.Abbreviated ?? (origins.Count == 1 ? origins[0].Abbreviated : "the origin")}";
        }

        private static bool IsSameOrder(DomainVisibility one, DomainVisibility other) => one.Documents.SequenceEqual(other.Documents);
    }
}
