using CoexTools.Access;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Analysis;

/// <summary>
/// Finds the requests that end differently after a change, those that it loses above all. It runs every kind of request
/// from every server, by either time of the documents, with everything up and with each single failure of a server or
/// link, before and after.
/// </summary>
/// <remarks>
/// Connections to Exchange fail only for requests from servers that serve no foreign domain: a coexistence server that
/// sees its own document alone, as the documented configuration has it, uses its own connection. Where a change is
/// meant to move the primary, they are compared with the directory in the new order, because the primary's connection
/// is the one that matters. The failure of a server that starts to serve the domain counts where another server goes on
/// serving it: that one should take over. Servers that cannot be told apart are compared once. An outcome that rests on
/// a server that may not exist is not kept: without this server, the request ends differently (VD3).
/// </remarks>
internal static class RequestComparison
{
    private static readonly OrderBy[] Orders = [OrderBy.Modified, OrderBy.Revised];

    /// <summary>
    /// Returns the requests that a change loses, for all domains of the directory: a change of one document can also
    /// change what servers see of another domain, for example if it takes a server out of the assumed group
    /// <c>LocalDomainServers</c> (AC4).
    /// </summary>
    /// <param name="before">The directory before the change.</param>
    /// <param name="after">The directory after it.</param>
    /// <param name="cancel">Ends the comparison.</param>
    /// <param name="inNewOrder">The directory before the change with its documents in the order that the change is
    /// meant to make; null if it is not meant to.</param>
    /// <param name="proven">A state that loses nothing, domain by domain; null if none is known. Domains whose
    /// documents have the same content and order as in this state are not compared again.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static IReadOnlyList<ChangedRequest> Lost(
        DirectorySnapshot before, DirectorySnapshot after, CancellationToken cancel,
        DirectorySnapshot? inNewOrder = null, DirectorySnapshot? proven = null) =>
        Lost(new ComparedState(before), after, cancel, inNewOrder, proven);

    /// <summary>Returns the requests that a change loses, of several changes of the same state.</summary>
    /// <param name="then">The directory before the change.</param>
    /// <param name="after">The directory after it.</param>
    /// <param name="cancel">Ends the comparison.</param>
    /// <param name="inNewOrder">The directory before the change in the new order; null for none.</param>
    /// <param name="proven">A state that loses nothing, domain by domain; null if none is known.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static IReadOnlyList<ChangedRequest> Lost(
        ComparedState then, DirectorySnapshot after, CancellationToken cancel,
        DirectorySnapshot? inNewOrder = null, DirectorySnapshot? proven = null)
    {
        DirectorySnapshot before = then.Directory;
        ILookup<string, ForeignDomainDocument> documents = then.Documents;
        ILookup<string, ForeignDomainDocument> changed = ComparedState.ByDomain(after);
        bool isAccessTheSame = HasSameAccess(before, after)
            && (inNewOrder is null || HasSameAccess(before, inNewOrder))
            && (proven is null || HasSameAccess(before, proven));
        ILookup<string, ForeignDomainDocument>? ordered =
            inNewOrder is null ? null : ComparedState.ByDomain(inNewOrder);
        ILookup<string, ForeignDomainDocument>? safe = proven is null ? null : ComparedState.ByDomain(proven);
        List<string> compared = // VD7, OR5
        [
            .. documents.Select(domain => domain.Key).Where(domain => !DomainName.IsBlank(domain)
                && !(isAccessTheSame && AreSame(documents[domain], changed[domain])
                    && (ordered is null || AreSame(documents[domain], ordered[domain])))
                && !(isAccessTheSame && ordered is null && safe is not null
                    && HaveSameContent(safe[domain], changed[domain]))),
        ];
        if (compared.Count == 0)
            return [];
        var now = new ComparedState(after, changed);
        ComparedState moved = inNewOrder is null || ReferenceEquals(inNewOrder, before)
            ? then
            : new ComparedState(inNewOrder, ordered!);
        // VD7: the servers that documents name before the change, and those that documents name after it.
        IReadOnlyList<IReadOnlyList<NotesName>> origins =
            ReferenceEquals(before.Servers, after.Servers) && now.Access.HasReadersOf(then.Access)
                && moved.Access.HasReadersOf(then.Access)
                ? then.Profiles
                : ComparedState.ByProfile(
                    [.. before.Servers.Union(after.Servers)], [then.Access, now.Access, moved.Access]);
        return
        [
            .. compared
                .Select(
                    domain => new DomainComparison(
                        then, now, moved, documents[domain].First().Domain, Orders, onlyLost: true))
                .SelectMany(domain => domain.Losses(origins, then.Serving, cancel)),
        ];
    }

    /// <summary>
    /// Returns the requests for one domain that end differently, with everything up and with each of its servers down.
    /// </summary>
    /// <param name="before">Who may read what, before the change.</param>
    /// <param name="after">Who may read what, after it.</param>
    /// <param name="domain">The domain.</param>
    /// <param name="documents">Its documents, before and after.</param>
    /// <param name="origins">The servers where requests start.</param>
    /// <param name="cancel">Ends the comparison.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static IEnumerable<ChangedRequest> Changed(
        AccessEvaluator before, AccessEvaluator after, string domain,
        (IEnumerable<ForeignDomainDocument> Before, IEnumerable<ForeignDomainDocument> After) documents,
        IReadOnlyList<NotesName> origins,
        CancellationToken cancel)
    {
        var then = new ComparedState(before.Directory, documents.Before.ToLookup(_ => domain));
        var now = new ComparedState(after.Directory, documents.After.ToLookup(_ => domain));
        return new DomainComparison(then, now, then, domain, [OrderBy.Modified], onlyLost: false)
            .Changes(ComparedState.ByProfile(origins, [before, after]), cancel);
    }

    // Returns whether servers have the same access in two states of a directory. If the documents of a domain are the
    // same too, no request for the domain can end differently.
    private static bool HasSameAccess(DirectorySnapshot one, DirectorySnapshot other) =>
        ReferenceEquals(one.Content.GroupsOnDemand, other.Content.GroupsOnDemand)
        && ReferenceEquals(one.Content.ServersOnDemand, other.Content.ServersOnDemand)
        && ReferenceEquals(one.Content.AccessControlList, other.Content.AccessControlList)
        && ReferenceEquals(one.Content.FieldMap, other.Content.FieldMap)
        && (ReferenceEquals(one.Servers, other.Servers) || one.Servers.SequenceEqual(other.Servers)
            || new HashSet<NotesName>(one.Servers).SetEquals(other.Servers)); // AC4: the assumed LocalDomainServers

    private static bool AreSame(
        IEnumerable<ForeignDomainDocument> one, IEnumerable<ForeignDomainDocument> other) =>
        one.Select(document => document.Document).SequenceEqual(other.Select(document => document.Document));

    // Documents with the same items in the same order lead to the same outcomes, whatever their times are.
    private static bool HaveSameContent(
        IEnumerable<ForeignDomainDocument> one, IEnumerable<ForeignDomainDocument> other) =>
        Orders.All(order =>
            DocumentOrder.Sort(one, order).SequenceEqual(DocumentOrder.Sort(other, order), ContentComparer.Instance));

    private sealed class ContentComparer : IEqualityComparer<ForeignDomainDocument>
    {
        public static readonly ContentComparer Instance = new();

        public bool Equals(ForeignDomainDocument? one, ForeignDomainDocument? other) =>
            one!.Key == other!.Key && one.Document.Form == other.Document.Form
            && one.Document.Items.Select(TextOf).SequenceEqual(other.Document.Items.Select(TextOf));

        public int GetHashCode(ForeignDomainDocument document) => document.Key;

        private static string TextOf(DominoItem item) => $"{item.Name}\n{item.Flags}\n{string.Join("\n", item.Value)}";
    }

    /// <summary>
    /// Represents an outage to try; without a network, the link from the origin to the server is down.
    /// </summary>
    private sealed record Trial(string Outage, NetworkState? Network, NotesName? Server = null, NotesName? Other = null)
    {
        private IReadOnlyList<Failure> Failures { get; init; } = [];

        public static Trial Of(Outage outage, NotesName? server = null, NotesName? other = null) =>
            new(outage.ToString(), outage.Network, server, other) { Failures = outage.Failures };

        public bool AppliesTo(NotesName origin) => origin != Server && origin != Other;

        public NetworkState NetworkFor(NotesName origin) =>
            Network ?? Simulation.Outage.LinkDown(origin, Server!).Network;

        /// <summary>Returns the network during the outage, if some servers are down too.</summary>
        public NetworkState NetworkWithout(IEnumerable<NotesName> servers, NotesName origin)
        {
            IReadOnlyList<Failure> failures = Network is null
                ? Simulation.Outage.LinkDown(origin, Server!).Failures : Failures;
            return new Outage(
                [.. failures, .. servers.Select(server => new Failure(Component.Of(server))).Except(failures)]).Network;
        }
    }

    /// <summary>What a server sees of a domain before the change, after it, and in the new order.</summary>
    private sealed record Sight(ServerTable Then, ServerTable Now, ServerTable Moved);

    /// <summary>How a request ended; without a server if it ended at its origin.</summary>
    private readonly record struct Ending(PathStatus Status, NotesName? Server);

    /// <summary>
    /// Represents requests that end differently after the change, during one outage. It is a class, because collections
    /// of tuples have no native code.
    /// </summary>
    private sealed class Difference(Trial trial, CoexistenceService service, Ending was, Ending becomes)
    {
        public Trial Trial => trial;

        public CoexistenceService Service => service;

        public Ending Was => was;

        public Ending Becomes => becomes;

        public List<NotesName> Servers { get; } = [];
    }

    private sealed class DomainComparison
    {
        private static readonly CoexistenceService[] OverHttp = [CoexistenceService.FreeBusy];
        private static readonly CoexistenceService[] OverSmtp = [CoexistenceService.Mail, CoexistenceService.Calendar];

        private readonly string _domain;
        private readonly bool _onlyLost;
        private readonly (DomainVisibility Then, DomainVisibility Now)[] _views;
        private readonly DomainVisibility _moved;
        private readonly List<NotesName> _serving;
        private readonly List<NotesName> _starting;
        private readonly HashSet<NotesName> _named;
        private readonly HashSet<NotesName> _doubtful;
        private readonly bool[] _isUnchanged; // By service.
        private readonly bool[] _canChange; // By service, from the servers of the current group.
        private readonly Dictionary<Trial, List<Difference>> _found = [];
        private readonly List<Difference> _order = [];

        public DomainComparison(
            ComparedState then, ComparedState now, ComparedState moved, string domain, OrderBy[] orders, bool onlyLost)
        {
            _domain = domain;
            _onlyLost = onlyLost;
            _views = new (DomainVisibility, DomainVisibility)[orders.Length];
            bool isSameOrder = true;
            for (int i = 0; i < orders.Length; i++)
            {
                _views[i] = (then.View(domain, orders[i]), now.View(domain, orders[i]));
                isSameOrder &= IsSameOrder(_views[i].Then, _views[0].Then) && IsSameOrder(_views[i].Now, _views[0].Now);
            }
            if (isSameOrder)
                _views = [_views[0]]; // Either time makes the same order.
            _moved = ReferenceEquals(moved, then) ? _views[0].Then : moved.View(domain, OrderBy.Modified);
            _serving = [.. _views[0].Then.NamedServers];
            _doubtful = [.. _serving.Where(then.Access.Directory.MayNotExist)];
            _starting = [.. _views[0].Now.NamedServers.Except(_serving)];
            _named = [.. _serving, .. _starting];
            _canChange = new bool[CoexistenceServices.All.Count];
            _isUnchanged = new bool[CoexistenceServices.All.Count];
            foreach (CoexistenceService service in CoexistenceServices.All)
            {
                _isUnchanged[(int)service] = ReferenceEquals(moved, then)
                    && _named.All(server => HasSameEntries(server, service));
            }
        }

        public IEnumerable<ChangedRequest> Losses(
            IEnumerable<IReadOnlyList<NotesName>> origins, HashSet<NotesName> servingAnyDomain,
            CancellationToken cancel)
        {
            List<Trial> trials = SingleFailures();
            List<Trial> http = [.. _serving.Select(server => Trial.Of(Outage.HttpDown(server)))];
            List<Trial> smtp = [.. _serving.Select(server => Trial.Of(Outage.SmtpDown(server)))];
            foreach (IReadOnlyList<NotesName> group in BySight(origins))
            {
                cancel.ThrowIfCancellationRequested();
                if (!FindWhatCanChange(group[0]))
                    continue;
                foreach (Trial trial in trials)
                    Compare(trial, CoexistenceServices.All, _views, group);
                List<NotesName> plain = [.. group.Where(server => !servingAnyDomain.Contains(server))];
                if (plain.Count == 0)
                    continue;
                (DomainVisibility, DomainVisibility)[] views = [(_moved, _views[0].Now)];
                foreach (Trial trial in http)
                    Compare(trial, OverHttp, views, plain);
                foreach (Trial trial in smtp)
                    Compare(trial, OverSmtp, views, plain);
            }
            return Found();
        }

        public IEnumerable<ChangedRequest> Changes(
            IEnumerable<IReadOnlyList<NotesName>> origins, CancellationToken cancel)
        {
            List<Trial> trials = [
                Trial.Of(Outage.None), .. _named.Select(server => Trial.Of(Outage.Down(server), server))];
            List<IReadOnlyList<NotesName>> groups = [.. BySight(origins)];
            foreach (Trial trial in trials)
            {
                cancel.ThrowIfCancellationRequested();
                foreach (IReadOnlyList<NotesName> group in groups)
                    Compare(trial, CoexistenceServices.All, _views, group);
            }
            return Found();
        }

        private List<Trial> SingleFailures()
        {
            List<NotesName> failing = _views[0].Now.NamedServers.Intersect(_serving).Any()
                ? [.. _serving, .. _starting] : _serving;
            List<Trial> trials = [Trial.Of(Outage.None)];
            foreach (NotesName server in failing)
            {
                trials.Add(Trial.Of(Outage.Down(server), server));
                trials.Add(new Trial($"the link to {server} down", Network: null, server));
                trials.AddRange(
                    failing.Where(other => other.CompareTo(server) > 0)
                        .Select(other => Trial.Of(Outage.LinkDown(server, other), server, other)));
            }
            return trials;
        }

        // Each server that a document names, and then the others, by what they see in each view. Servers of one profile
        // see the same.
        private List<IReadOnlyList<NotesName>> BySight(IEnumerable<IReadOnlyList<NotesName>> profiles)
        {
            var named = new List<IReadOnlyList<NotesName>>();
            var others = new List<List<NotesName>>();
            var bySight = new Dictionary<Sight, List<NotesName>>();
            foreach (IReadOnlyList<NotesName> profile in profiles)
            {
                List<NotesName>? group = null;
                for (int i = 0; i < profile.Count; i++) // Thousands of servers, for each change in the model.
                {
                    NotesName server = profile[i];
                    if (_named.Contains(server))
                    {
                        named.Add([server]);
                        continue;
                    }
                    if (group is null)
                    {
                        var sight = new Sight(
                            _views[0].Then.TableOf(server), _views[0].Now.TableOf(server), _moved.TableOf(server));
                        if (!bySight.TryGetValue(sight, out group))
                        {
                            bySight.Add(sight, group = []);
                            others.Add(group);
                        }
                    }
                    group.Add(server);
                }
            }
            named.AddRange(others);
            return named;
        }

        private void Compare(
            Trial trial, IReadOnlyList<CoexistenceService> services,
            (DomainVisibility Then, DomainVisibility Now)[] views, IReadOnlyList<NotesName> servers)
        {
            NotesName origin = servers[0];
            if (!trial.AppliesTo(origin) || (_onlyLost && _doubtful.Contains(origin)))
                return;
            NetworkState network = trial.NetworkFor(origin);
            foreach (CoexistenceService service in services)
            {
                if (_onlyLost && !_canChange[(int)service])
                    continue;
                foreach ((DomainVisibility then, DomainVisibility now) in views)
                {
                    Outcome was = Request.Run(then, service, origin, network);
                    if (_onlyLost && (!was.IsReached || RestsOnDoubtful(then, service, was)))
                        continue;
                    Outcome becomes = Request.Run(now, service, origin, network);
                    PathChange? change = PathComparison.ChangeOf(was, becomes);
                    if (_onlyLost ? change != PathChange.Lost : change is null or PathChange.Warned)
                        continue;
                    Add(trial, service, Ended(was), Ended(becomes), servers);
                    break; // Lost by one time, lost.
                }
            }

            // VD3: without the servers that may not exist, the request ends differently.
            bool RestsOnDoubtful(DomainVisibility then, CoexistenceService service, Outcome was) =>
                _doubtful.Count > 0
                && !new Request(then, service, origin).Run(trial.NetworkWithout(_doubtful, origin)).EndsLike(was);

            Ending Ended(Outcome outcome) => new(outcome.Status, outcome.Server == origin ? null : outcome.Server);
        }

        // Finds the services whose requests from a server can end differently: only if this server, or one that a
        // document names, decides differently. Returns whether there are any.
        private bool FindWhatCanChange(NotesName server)
        {
            bool any = false;
            foreach (CoexistenceService service in CoexistenceServices.All)
            {
                bool canChange = !_isUnchanged[(int)service] || !HasSameEntries(server, service);
                _canChange[(int)service] = canChange;
                any |= canChange;
            }
            return any;
        }

        // Returns whether a server passes requests to the same servers in the same order, before and after. Nothing
        // else in the documents decides where it passes them (CC1, RT1).
        private bool HasSameEntries(NotesName server, CoexistenceService service)
        {
            foreach ((DomainVisibility before, DomainVisibility after) in _views)
            {
                IReadOnlyList<TableEntry> then = before.TableOf(server).EntriesFor(service);
                IReadOnlyList<TableEntry> now = after.TableOf(server).EntriesFor(service);
                if (then.Count != now.Count)
                    return false;
                for (int i = 0; i < then.Count; i++)
                {
                    if (then[i].Server != now[i].Server)
                        return false;
                }
            }
            return true;
        }

        private void Add(
            Trial trial, CoexistenceService service, Ending was, Ending becomes, IReadOnlyList<NotesName> servers)
        {
            if (!_found.TryGetValue(trial, out List<Difference>? known))
                _found.Add(trial, known = []);
            Difference? difference = known.Find(
                one => one.Service == service && one.Was == was && one.Becomes == becomes);
            if (difference is null)
            {
                difference = new Difference(trial, service, was, becomes);
                known.Add(difference);
                _order.Add(difference);
            }
            difference.Servers.AddRange(servers);
        }

        private IEnumerable<ChangedRequest> Found() => _order.Select(
            one => new ChangedRequest(
                _domain, one.Service, one.Servers, one.Trial.Outage, Describe(one.Was, one.Servers),
                Describe(one.Becomes, one.Servers), ReferenceEquals(one.Trial.Network, NetworkState.AllUp)));

        private static string Describe(Ending ending, List<NotesName> origins) =>
            $"{ending.Status} "
                + $"at {ending.Server?.Abbreviated ?? (origins.Count == 1 ? origins[0].Abbreviated : "the origin")}";

        private static bool IsSameOrder(DomainVisibility one, DomainVisibility other) =>
            one.Documents.SequenceEqual(other.Documents);
    }
}
