using CoexTools.Audit;
using CoexTools.Consoles;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;
using CoexTools.Sources.ConsoleLog;

namespace CoexTools.Tests;

/// <summary>
/// Servers with replicas that differ from the directory, the free/busy requests that they get, and the consoles that
/// result.
/// </summary>
internal sealed class ConsoleWorld
{
    private readonly AuditedDomain _domain;
    private readonly DomainVisibility _real;
    private readonly Dictionary<NotesName, List<(DateTime Utc, string Text)>> _lines = [];

    /// <param name="domain">The domain.</param>
    /// <param name="stale">The documents that servers really have.</param>
    public ConsoleWorld(
        AuditedDomain domain, IReadOnlyDictionary<NotesName, IReadOnlyList<ForeignDomainDocument>> stale)
    {
        _domain = domain;
        _real = domain.View.With(
            stale.Select(server => new ServerReplica(server.Key, "its replica", server.Value)));
    }

    /// <summary>Gets the servers whose calendar connectors were asked after the last change.</summary>
    public HashSet<NotesName> Asked { get; } = [];

    /// <summary>Gets the lines of a console.</summary>
    public List<(DateTime Utc, string Text)> LinesOf(NotesName server)
    {
        if (!_lines.TryGetValue(server, out List<(DateTime, string)>? lines))
            _lines.Add(server, lines = []);
        return lines;
    }

    /// <summary>Makes a request at a server, with everything up.</summary>
    public void Ask(NotesName origin, DateTime utc, bool isDebugged)
    {
        var trace = new TraceRecorder(_real);
        new Request(_real, CoexistenceService.FreeBusy, origin).Run(NetworkState.AllUp, trace);
        foreach (NotesName server in trace.Consulted)
        {
            Asked.Add(server);
            if (isDebugged)
                LinesOf(server).Add((utc, $"CalConn: Looking up the schedule of Eva in '{_domain.Name.Trim()}'"));
        }
        foreach (ConsoleMessage message in trace.Finish(general => general).Messages)
            LinesOf(new NotesName(message.Server)).Add((utc, message.Message));
    }

    /// <summary>Specifies whether the calendar connector of a server really finds several documents.</summary>
    public bool FindsSeveral(NotesName server) => _real.TableOf(server).Seen.Count > 1;

    /// <summary>Returns what the logs show: each server has a format of its own.</summary>
    public IReadOnlyDictionary<NotesName, ServerConsole> Read(
        IReadOnlyList<DomainVisibility> domains, IEnumerable<NotesName> servers, Random random, DateTimeOffset now,
        bool isZoneKnown, bool isDated = true)
    {
        var consoles = new Dictionary<NotesName, ServerConsole>();
        foreach (NotesName server in servers)
        {
            ConsoleFormat format = ConsoleFormat.Of(random);
            string offset = $"{(format.Offset < 0 ? "-" : "+")}{TimeSpan.FromMinutes(format.Offset):hh\\:mm}";
            var survey = new ConsoleSurvey(
                server, isZoneKnown ? ConsoleZone.Parse(offset)! : ConsoleZone.Unknown,
                ConsoleWindow.Of(domains, server, since: null), now);
            int number = 0;
            foreach (byte[] file in format.Files(LinesOf(server), random, isDated))
            {
                survey.Read(
                    $"{server.CommonName}{number++}.log", ConsoleLogFile.Decompress(new MemoryStream(file)),
                    vectors: random.Next(2) == 0, CancellationToken.None);
            }
            consoles.Add(server, survey.Result);
        }
        return consoles;
    }
}
