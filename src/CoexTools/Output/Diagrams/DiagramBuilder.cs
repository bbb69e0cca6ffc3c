using CoexTools.Analysis;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;
using CoexTools.Text;

namespace CoexTools.Output.Diagrams;

/// <summary>Collects documents, results, and differences, and builds a picture of them.</summary>
internal sealed class DiagramBuilder
{
    private readonly List<ReaderTable> _tables = [];
    private readonly List<PathResult> _results = [];
    private readonly List<CoexistencePathDifference> _differences = [];

    /// <summary>Adds documents of one directory.</summary>
    public void Add(DirectorySnapshot directory, IEnumerable<ForeignDomainDocument> documents) =>
        _tables.AddRange(ReaderTable.Of(directory, documents));

    /// <summary>Adds the documents of a domain.</summary>
    public void Add(ReaderTable table) => _tables.Add(table);

    /// <summary>Adds a result of a request, or a difference between two.</summary>
    public void Add(CoexObject result)
    {
        if (result is PathResult path)
            _results.Add(path);
        else
            _differences.Add((CoexistencePathDifference)result);
    }

    /// <summary>
    /// Builds the picture. The paths of results are part of the map of their domain, if there is exactly one.
    /// </summary>
    /// <param name="title">The title; null for the names of the domains.</param>
    public Diagram? Build(string? title)
    {
        var panels = new List<DiagramPanel>();
        ILookup<string, ReaderTable> tables = _tables.ToLookup(table => table.Domain, DomainName.Comparer);
        ILookup<string, PathResult> results = _results.ToLookup(result => result.Domain, DomainName.Comparer);
        foreach (string domain in tables.Select(same => same.Key).Concat(results.Select(same => same.Key))
            .Distinct(DomainName.Comparer))
        {
            ReaderTable? only = tables[domain].Take(2).Count() == 1 && results.Contains(domain)
                ? tables[domain].First() : null;
            if (only is null)
                panels.AddRange(
                    tables[domain].Select(
                        table => new PanelBuilder(domain, table, []).Build($"Foreign domain {domain}")));
            panels.AddRange(results[domain].GroupBy(result => result.Service).Select(same =>
                new PanelBuilder(domain, only, RequestPath.Of(same)).Build($"{same.Key.Described()} for {domain}")));
        }
        foreach (var same in _differences.GroupBy(
            one =>
                (Domain: one.Domain.ToUpperInvariant(), one.Service, Failures: string.Join(
                    ", ", one.Failure), one.Change)))
        {
            string domain = same.First().Domain;
            string failures = same.Key.Failures.Length == 0 ? "everything up" : $"failure of {same.Key.Failures}";
            string heading = $"{same.Key.Service.Described()} for {domain}, {failures}: {same.Key.Change}";
            panels.Add(
                new PanelBuilder(domain, null, RequestPath.Of(same.Select(one => one.Before)))
                    .Build($"{heading}, before"));
            panels.Add(
                new PanelBuilder(domain, null, RequestPath.Of(same.Select(one => one.After)))
                    .Build($"{heading}, after"));
        }
        IEnumerable<string> domains = panels.Select(panel => panel.Domain.Name).Distinct(DomainName.Comparer);
        return panels.Count == 0
            ? null : new Diagram(title ?? $"Coexistence map: {string.Join(", ", domains)}", panels);
    }

    private sealed class PanelBuilder(string domain, ReaderTable? table, IReadOnlyList<RequestPath> paths)
    {
        // A group of thousands of servers is one statement, not thousands of boxes.
        private const int MostInGroup = 60;
        private const string DomainId = "domain";

        private readonly List<NotesName> _coexistence = [];
        private readonly Dictionary<NotesName, string> _ids = [];
        private readonly List<DiagramGroup> _groups = [];
        private readonly Dictionary<NotesName, string> _groupOf = [];
        private readonly Dictionary<string, List<DiagramNote>> _notes = [];
        private readonly List<DiagramEdge> _edges = [];
        private readonly Dictionary<(string, string), int> _edgeAt = [];
        private readonly List<(string Id, int Path)> _ends = [];

        public DiagramPanel Build(string heading)
        {
            FindCoexistenceServers();
            MakeGroups();
            AddDocuments();
            foreach (RequestPath path in paths)
                AddPath(path);
            return new DiagramPanel(
                heading, _groups, [.. _coexistence.Select(NodeOf)],
                new DiagramNode(DomainId, DiagramNodeKind.Domain, domain, NotesOf(DomainId)), _edges, paths,
                _ends, table);
        }

        private DiagramNode NodeOf(NotesName server) =>
            new(_ids[server], DiagramNodeKind.Coexistence, server.Abbreviated, NotesOf(_ids[server]));

        private void FindCoexistenceServers()
        {
            IEnumerable<NotesName> named = (table?.Rows ?? []).Where(row => row.IsCoexistence)
                .SelectMany(row => row.Servers);
            // An origin that asks Exchange itself is a coexistence server.
            IEnumerable<NotesName> passed =
                paths.SelectMany(path => path.Stations.IsAtExchange && path.Stations.Servers.Count == 1
                    ? path.From
                    : path.Stations.Servers.Skip(1)).Select(server => new NotesName(server));
            IEnumerable<NotesName> unreached = paths.SelectMany(path => path.Stations.Unreached)
                .Select(server => new NotesName(server.Server));
            IEnumerable<NotesName> all = named.Concat(passed.Concat(unreached).OrderBy(server => server));
            foreach (NotesName server in all.Distinct())
            {
                _coexistence.Add(server);
                _ids.Add(server, $"c{_coexistence.Count}");
            }
        }

        private void MakeGroups()
        {
            List<ReaderRow> rows = [.. (table?.Rows ?? []).Where(row => !row.IsCoexistence)];
            Dictionary<NotesName, int> rowOf = [];
            foreach (ReaderRow row in rows)
            {
                // Through which entry does not matter here.
                int first = rows.FindIndex(other => other.Sees == row.Sees);
                foreach (NotesName server in row.Servers)
                    rowOf[server] = first;
            }
            Dictionary<NotesName, int> pathOf = [];
            foreach (RequestPath path in paths)
            {
                foreach (string origin in path.From)
                    pathOf[new NotesName(origin)] = path.Number;
            }
            IEnumerable<NotesName> origins = paths.SelectMany(path => path.From).Select(origin => new NotesName(origin))
                .Concat(rows.SelectMany(row => row.Servers)).Distinct().Where(server => !_ids.ContainsKey(server));
            foreach (IGrouping<(int Path, int Row), NotesName> same in origins.GroupBy(
                server => (Find(pathOf, server), Find(rowOf, server))))
                AddGroup([.. same], same.Key.Row < 0 ? null : rows[same.Key.Row]);

            static int Find(Dictionary<NotesName, int> places, NotesName server) =>
                places.TryGetValue(server, out int place) ? place : -1;
        }

        private void AddGroup(IReadOnlyList<NotesName> servers, ReaderRow? row)
        {
            string id = $"g{_groups.Count + 1}";
            foreach (NotesName server in servers)
                _groupOf.Add(server, id);
            int shown = servers.Count > MostInGroup ? MostInGroup - 1 : servers.Count;
            List<DiagramNode> nodes =
            [
                .. servers.Take(shown).Select((server, index) =>
                    new DiagramNode($"{id}n{index + 1}", DiagramNodeKind.Origin, server.Abbreviated, [])),
            ];
            if (shown < servers.Count)
                nodes.Add(
                    new DiagramNode($"{id}n{shown + 1}", DiagramNodeKind.Origin,
                        $"{servers.Count - shown} more servers", []));
            _groups.Add(new DiagramGroup(id, nodes, NotesOf(id)));
            string sees = row is null ? "" : $", {(servers.Count == 1 ? "sees" : "see")} {row.Sees}";
            NotesOf(id).Add(new DiagramNote(Plural.Of(servers.Count, "server") + sees));
            foreach (TableDocument document in table?.Documents.Where(
                document => row?.Cells[document.Number - 1].CanRead == true) ?? [])
            {
                foreach (NotesName server in document.Document.NamedServers)
                    AddEdge(id, _ids[server], DiagramEdgeKind.Document);
            }
        }

        private void AddDocuments()
        {
            NotesOf(DomainId).Add(new DiagramNote("Foreign domain (Exchange)"));
            if (table is null)
                return;
            foreach (ReaderRow row in table.Rows.Where(row => row.IsCoexistence))
            {
                NotesName server = row.Servers[0];
                string id = _ids[server];
                foreach (TableDocument document in table.Documents.Where(
                    document => document.Document.NamedServers.Contains(server)))
                {
                    NotesOf(id).Add(new DiagramNote($"Document {document.Number}: {document.ServicesOf(server)}"));
                    AddEdge(id, DomainId, DiagramEdgeKind.Document);
                }
                NotesOf(id).Add(new DiagramNote($"Sees {row.Sees}"));
                if (row.ListsFirst is { } first)
                {
                    NotesOf(id)
                        .Add(
                            new DiagramNote($"Lists {first} first: free/busy requests that arrive here are not relayed",
                                IsProblem: true));
                    AddEdge(id, _ids[first], DiagramEdgeKind.ListsFirst);
                }
            }
        }

        private void AddPath(RequestPath path)
        {
            PathStations stations = path.Stations;
            List<NotesName> servers = [.. stations.Servers.Select(server => new NotesName(server))];
            List<string> starts = [.. path.From.Select(origin => IdOf(new NotesName(origin))).Distinct()];
            foreach (string start in starts)
            {
                NotesOf(start).Add(new DiagramNote($"Path {path.Number} starts here"));
                if (servers.Count > 1)
                    AddEdge(start, IdOf(servers[1]), DiagramEdgeKind.Path, path);
            }
            for (int i = 2; i < servers.Count; i++)
                AddEdge(IdOf(servers[i - 1]), IdOf(servers[i]), DiagramEdgeKind.Path, path);
            IReadOnlyList<string> ends = servers.Count > 1 ? [IdOf(servers[servers.Count - 1])] : starts;
            string at = stations.State is { } state && !stations.IsAtExchange ? $" ({state})" : "";
            foreach (string end in ends)
            {
                if (stations.IsAtExchange)
                    AddEdge(
                        end, DomainId, stations.State is null
                            ? DiagramEdgeKind.Path : DiagramEdgeKind.NotReached, path, stations.State ?? "");
                foreach (UnreachedServer server in stations.Unreached)
                    AddEdge(
                        end, IdOf(new NotesName(server.Server)), DiagramEdgeKind.NotReached, path,
                        server.State ?? "not relayed");
                AddOnce(
                    path.IsReached ? DomainId : end,
                    new DiagramNote($"Path {path.Number}: {stations.Ending}{at}", !path.IsReached));
            }
            _ends.AddRange((path.IsReached ? [DomainId] : ends).Select(end => (end, path.Number)));
            foreach (UnreachedServer down in stations.Unreached.Where(server => server.State == "down"))
                AddOnce(IdOf(new NotesName(down.Server)), new DiagramNote("Down", IsProblem: true));
        }

        private void AddOnce(string id, DiagramNote note)
        {
            if (!NotesOf(id).Contains(note))
                NotesOf(id).Add(note);
        }

        private string IdOf(NotesName server) => _ids.TryGetValue(server, out string? id) ? id : _groupOf[server];

        private List<DiagramNote> NotesOf(string id)
        {
            if (!_notes.TryGetValue(id, out List<DiagramNote>? notes))
                _notes.Add(id, notes = []);
            return notes;
        }

        // Of several lines between the same two nodes, the most important one is drawn.
        private void AddEdge(string from, string to, DiagramEdgeKind kind, RequestPath? path = null, string label = "")
        {
            if (from == to)
                return;
            int[] numbers = path is null ? [] : [path.Number];
            bool isReached = path?.IsReached == true;
            if (!_edgeAt.TryGetValue((from, to), out int place))
            {
                _edgeAt.Add((from, to), _edges.Count);
                _edges.Add(new DiagramEdge(from, to, kind, numbers, isReached, label));
                return;
            }
            DiagramEdge known = _edges[place];
            _edges[place] = new DiagramEdge(
                from, to, known.Kind > kind
                    ? known.Kind : kind, [.. known.Paths.Concat(numbers).Distinct()], known.IsReached || isReached,
                known.Label.Length > 0 ? known.Label : label);
        }
    }
}
