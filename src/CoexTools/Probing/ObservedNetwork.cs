using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Probing;

/// <summary>
/// Converts the results of probes to the state of the network for predictions. A Domino server is down unless its last
/// probe found it up. The connection to Exchange over a protocol is down if no host was up: a host is up if all its
/// probed pages were. A certificate that this computer rejects does not mean that Exchange is down, because a
/// coexistence server may accept it.
/// </summary>
internal static class ObservedNetwork
{
    private const string CertificateInvalid = nameof(CertificateInvalid);
    private const string ExchangePartlyDown = nameof(ExchangePartlyDown);

    /// <summary>Returns what was observed.</summary>
    /// <param name="probes">The probes.</param>
    /// <param name="resolve">Returns the server of a name.</param>
    public static Observations Of(IEnumerable<ServerProbe> probes, Func<NotesName, NotesName> resolve)
    {
        List<ServerProbe> all = [.. probes];
        var servers = new Dictionary<NotesName, Observation>();
        foreach (ServerProbe probe in all.Where(probe => probe.Protocol == ProbeProtocol.Nrpc)
            .OrderBy(probe => probe.Time))
            servers[resolve(new NotesName(probe.Server))] = new Observation(probe.Status != ProbeStatus.Up, probe.Time);
        return new Observations(servers, LegOf(all, ProbeProtocol.Http), LegOf(all, ProbeProtocol.Smtp));
    }

    private static LegObservation LegOf(IEnumerable<ServerProbe> probes, ProbeProtocol protocol)
    {
        // The last probe of each page counts.
        List<IGrouping<string, ServerProbe>> hosts =
        [
            .. probes.Where(probe => probe.Protocol == protocol).GroupBy(probe => (probe.Address, probe.Port))
                .Select(page => page.OrderBy(probe => probe.Time).Last())
                .GroupBy(probe => probe.Server, StringComparer.OrdinalIgnoreCase),
        ];
        if (hosts.Count == 0)
            return LegObservation.None;
        List<IGrouping<string, ServerProbe>> down = [.. hosts.Where(host => host.Any(IsDown))];
        IEnumerable<string> rejected =
            hosts.Except(down).Where(host => host.Any(probe => probe.Status == ProbeStatus.CertificateInvalid))
                .Select(host => host.Key);
        return down.Count == hosts.Count
            ? new LegObservation(
                down.SelectMany(host => host.Where(IsDown)).Min(probe => probe.Time), IsProbed: true, [])
            : new LegObservation(
                null, IsProbed: true,
                [
                    .. rejected.Select(host => $"{CertificateInvalid}: {host}"),
                    .. down.Select(host => $"{ExchangePartlyDown}: {host.Key}"),
                ]);
    }

    private static bool IsDown(ServerProbe probe) =>
        probe.Status is not (ProbeStatus.Up or ProbeStatus.CertificateInvalid);
}
