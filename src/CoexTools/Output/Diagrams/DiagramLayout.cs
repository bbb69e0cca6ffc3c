using CoexTools.Text;

namespace CoexTools.Output.Diagrams;

/// <summary>
/// Places the nodes and lines of a panel in three columns: groups of servers, coexistence servers, and the domain. All
/// places are whole numbers, so that the same panel has the same layout on every computer.
/// </summary>
internal sealed record DiagramLayout(
    int Width, int Height, IReadOnlyList<PlacedGroup> Groups, IReadOnlyList<PlacedNode> Nodes,
    IReadOnlyList<PlacedEdge> Edges)
{
    /// <summary>The font size of names.</summary>
    public const int NameSize = 13;

    /// <summary>The font size of other texts.</summary>
    public const int NoteSize = 11;

    /// <summary>The height of a line of text.</summary>
    public const int LineHeight = 16;

    /// <summary>The space between a box and the text in it.</summary>
    public const int Padding = 10;

    private const int OriginWidth = 170;
    private const int ServerWidth = 210;
    private const int DomainWidth = 150;
    private const int Gap = 14;
    private const int ColumnGap = 120;
    private const int LaneGap = 14;
    private const int PortGap = 14;
    private const int NameLines = 2;

    private enum Side
    {
        Left,
        Right,
    }

    /// <summary>Returns the layout of a panel.</summary>
    public static DiagramLayout Of(DiagramPanel panel) => new Placement(panel).Place();

    private sealed class Placement(DiagramPanel panel)
    {
        private readonly List<PlacedGroup> _groups = [];
        private readonly List<PlacedNode> _nodes = [];
        private readonly Dictionary<string, Box> _boxes = [];
        private readonly Dictionary<(string, Side), List<(DiagramEdge Edge, bool IsStart)>> _ports = [];

        public DiagramLayout Place()
        {
            List<List<DiagramEdge>> lanes = FindLanes();
            AddPorts(lanes);
            List<MeasuredGroup> groups = [.. panel.Groups.Select(Measure)];
            List<int> groupHeights =
                [.. groups.Select(group => Math.Max(HeightOf(group), PortsHeight(group.Group.Id)))];
            List<IReadOnlyList<PlacedLine>> lines =
                [.. panel.Servers.Select(server => Lines(server.Name, server.Notes, ServerWidth))];
            List<int> heights =
                [.. panel.Servers.Select((server, i) => Math.Max(HeightOf(lines[i]), PortsHeight(server.Id)))];
            IReadOnlyList<PlacedLine> domain = Lines(panel.Domain.Name, panel.Domain.Notes, DomainWidth);
            int domainHeight = Math.Max(HeightOf(domain), PortsHeight(panel.Domain.Id));
            int height = new[] { Sum(groupHeights), Sum(heights), domainHeight }.Max();

            int left = PlaceGroups(groups, groupHeights, height);
            PlaceServers(lines, heights, left, height);
            int right = panel.Servers.Count == 0 ? left : left + ServerWidth + ColumnGap + (lanes.Count * LaneGap);
            // As tall as the column beside it, so that the lines to it are straight.
            int domainTop = (height - Math.Max(domainHeight, Sum(heights))) / 2;
            PlaceNode(panel.Domain, new Box(right, domainTop, DomainWidth, height - (2 * domainTop)), domain);

            List<PlacedEdge> edges =
                [.. panel.Edges.Where(edge => !lanes.Any(lane => lane.Contains(edge))).Select(PlaceEdge)];
            for (int i = 0; i < lanes.Count; i++)
                edges.AddRange(PlaceLane(lanes[i], left + ServerWidth + ((i + 2) * LaneGap)));
            return new DiagramLayout(right + DomainWidth, height, _groups, _nodes, edges);
        }

        // Lines between coexistence servers that end at the same one share a lane. Beside the outer lanes is room for
        // texts.
        private List<List<DiagramEdge>> FindLanes()
        {
            HashSet<string> servers = [.. panel.Servers.Select(server => server.Id)];
            return
            [
                .. panel.Edges.Where(edge => servers.Contains(edge.From) && servers.Contains(edge.To))
                    .GroupBy(edge => (edge.To, edge.Kind)).OrderBy(same => same.Key.Kind).Select(same => same.ToList()),
            ];
        }

        private void AddPorts(List<List<DiagramEdge>> lanes)
        {
            foreach (DiagramEdge edge in panel.Edges)
            {
                AddPort(edge.From, Side.Right, edge, isStart: true);
                if (!lanes.Any(lane => lane.Contains(edge)))
                    AddPort(edge.To, Side.Left, edge, isStart: false);
            }
            foreach (List<DiagramEdge> lane in lanes)
                AddPort(lane[0].To, Side.Right, lane[0], isStart: false);
        }

        // Returns where the column of the coexistence servers begins.
        private int PlaceGroups(List<MeasuredGroup> groups, List<int> heights, int height)
        {
            int groupWidth = groups.Count == 0 ? 0 : groups.Max(group => WidthOf(group.Columns));
            int y = (height - Sum(heights)) / 2;
            for (int i = 0; i < groups.Count; i++)
            {
                // Toward the coexistence servers, so that lines are short.
                int width = WidthOf(groups[i].Columns);
                PlaceGroup(groups[i], new Box(groupWidth - width, y, width, heights[i]));
                y += heights[i] + Gap;
            }
            return groups.Count == 0 ? 0 : groupWidth + ColumnGap;
        }

        private void PlaceServers(List<IReadOnlyList<PlacedLine>> lines, List<int> heights, int left, int height)
        {
            int y = (height - Sum(heights)) / 2;
            for (int i = 0; i < panel.Servers.Count; i++)
            {
                PlaceNode(panel.Servers[i], new Box(left, y, ServerWidth, heights[i]), lines[i]);
                y += heights[i] + Gap;
            }
        }

        private void AddPort(string id, Side side, DiagramEdge edge, bool isStart)
        {
            if (!_ports.TryGetValue((id, side), out List<(DiagramEdge, bool)>? ports))
                _ports.Add((id, side), ports = []);
            ports.Add((edge, isStart));
        }

        private static MeasuredGroup Measure(DiagramGroup group)
        {
            int columns = group.Nodes.Count <= 8 ? 1 : group.Nodes.Count <= 24 ? 2 : 3;
            IEnumerable<PlacedLine> notes = group.Notes.SelectMany(note => Lines(note, WidthOf(columns)));
            return new MeasuredGroup(
                group, [.. notes], columns, [.. group.Nodes.Select(node => Lines(node.Name, node.Notes, OriginWidth))]);
        }

        private void PlaceGroup(MeasuredGroup measured, Box box)
        {
            DiagramGroup group = measured.Group;
            _groups.Add(new PlacedGroup(group, box, measured.Lines));
            _boxes.Add(group.Id, box);
            int height = NodeHeight(measured.Names);
            int top = box.Y + Padding + (measured.Lines.Count * LineHeight) + Padding;
            for (int i = 0; i < group.Nodes.Count; i++)
            {
                int x = box.X + Padding + (i % measured.Columns * (OriginWidth + Gap));
                int y = top + (i / measured.Columns * (height + Gap));
                PlaceNode(group.Nodes[i], new Box(x, y, OriginWidth, height), measured.Names[i]);
            }
        }

        private void PlaceNode(DiagramNode node, Box box, IReadOnlyList<PlacedLine> lines)
        {
            _nodes.Add(new PlacedNode(node, box, lines));
            _boxes.Add(node.Id, box);
        }

        private PlacedEdge PlaceEdge(DiagramEdge edge)
        {
            Box from = _boxes[edge.From];
            Box to = _boxes[edge.To];
            (int X, int Y) start = (from.Right, PortAt(edge.From, Side.Right, edge, isStart: true));
            // Straight to the tall box of the domain.
            int y = edge.To == panel.Domain.Id && start.Y > to.Y && start.Y < to.Bottom
                && panel.Servers.Any(server => server.Id == edge.From)
                ? start.Y
                : PortAt(edge.To, Side.Left, edge, isStart: false);
            return new PlacedEdge(edge, start, (to.X, y), null);
        }

        // The line of a server that is farther away joins that of the next one, so that dashes are not drawn on each
        // other.
        private IEnumerable<PlacedEdge> PlaceLane(List<DiagramEdge> edges, int x)
        {
            (int X, int Y) end = (_boxes[edges[0].To].Right, PortAt(edges[0].To, Side.Right, edges[0], isStart: false));
            var starts = edges.Select(
                edge =>
                    (Edge: edge, X: _boxes[edge.From].Right, Y: PortAt(edge.From, Side.Right, edge, isStart: true)));
            foreach (var side in starts.GroupBy(start => start.Y < end.Y))
            {
                (int X, int Y) next = end;
                foreach ((DiagramEdge edge, int startX, int startY) in side.OrderBy(start => Math.Abs(start.Y - end.Y)))
                {
                    yield return new PlacedEdge(edge, (startX, startY), next, x, IsJoined: next.X == x);
                    next = (x, startY);
                }
            }
        }

        // Lines leave and arrive side by side, in the order of what is at their other end, so that they do not cross
        // more than they must.
        private int PortAt(string id, Side side, DiagramEdge edge, bool isStart)
        {
            Box box = _boxes[id];
            List<(DiagramEdge Edge, bool IsStart)> ports = [.. _ports[(id, side)].OrderBy(OtherEnd)];
            return box.Y + ((ports.IndexOf((edge, isStart)) + 1) * box.Height / (ports.Count + 1));

            int OtherEnd((DiagramEdge Edge, bool IsStart) port)
            {
                Box other = _boxes[port.IsStart ? port.Edge.To : port.Edge.From];
                return port.Edge.To == panel.Domain.Id ? box.Y + (box.Height / 2) : other.Y + (other.Height / 2);
            }
        }

        private int PortsHeight(string id) => (1 + new[] { Side.Left, Side.Right }
            .Max(side => _ports.TryGetValue((id, side), out List<(DiagramEdge, bool)>? ports) ? ports.Count : 0))
                * PortGap;

        private static int WidthOf(int columns) => (columns * (OriginWidth + Gap)) - Gap + (2 * Padding);

        private static int HeightOf(MeasuredGroup group)
        {
            int rows = (group.Names.Count + group.Columns - 1) / group.Columns;
            return (group.Lines.Count * LineHeight) + (3 * Padding) + (rows * (NodeHeight(group.Names) + Gap)) - Gap;
        }

        private static int HeightOf(IReadOnlyList<PlacedLine> lines) => (lines.Count * LineHeight) + (2 * Padding);

        private static int NodeHeight(IReadOnlyList<IReadOnlyList<PlacedLine>> names) =>
            (names.Max(lines => lines.Count) * LineHeight) + Padding;

        private static int Sum(List<int> heights) => heights.Sum() + (Math.Max(0, heights.Count - 1) * Gap);

        private static IReadOnlyList<PlacedLine> Lines(string name, IReadOnlyList<DiagramNote> notes, int width) =>
        [
            .. TextMeasure.Wrap(VisibleText.Of(name), width - (2 * Padding), NameSize, isBold: true, NameLines)
                .Select(line => new PlacedLine(line, IsName: true)),
            .. notes.SelectMany(note => Lines(note, width)),
        ];

        private static IEnumerable<PlacedLine> Lines(DiagramNote note, int width) => TextMeasure
            .Wrap(VisibleText.Of(note.Marked), width - (2 * Padding), NoteSize, note.IsProblem)
            .Select(line => new PlacedLine(line, IsName: false, note.IsProblem));

        // A group with the lines of its caption and of its servers, which are in columns.
        private sealed record MeasuredGroup(
            DiagramGroup Group, IReadOnlyList<PlacedLine> Lines, int Columns,
            IReadOnlyList<IReadOnlyList<PlacedLine>> Names);
    }
}
