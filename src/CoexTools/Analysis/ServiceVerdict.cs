using CoexTools.Simulation;
using CoexTools.Text;

namespace CoexTools.Analysis;

/// <summary>The verdict on one service of a domain.</summary>
/// <param name="Service">The name of the service, in a sentence.</param>
/// <param name="Level">How serious it is.</param>
/// <param name="Failures">How the requests end that do not reach Exchange.</param>
/// <param name="Text">When the service fails, or what it survives; follows the verb.</param>
internal sealed record ServiceVerdict(
    string Service, VerdictLevel Level, IReadOnlyList<PathStatus> Failures, string Text)
{
    /// <summary>Returns the verdict on a service.</summary>
    /// <param name="service">The name of the service.</param>
    /// <param name="origins">The availability for all servers where requests start.</param>
    public static ServiceVerdict Of(string service, IReadOnlyList<OriginAvailability> origins)
    {
        string name = FirstLetter.ToLower(service);
        List<OriginAvailability> failing = [.. origins.Where(one => one.Availability.IsAlwaysDown)];
        int all = origins.Sum(one => one.Servers.Count);
        if (failing.Count > 0)
            return State(VerdictLevel.Failing, $"even if everything is up{From(failing, all)}", failing);
        List<string> points = [
            .. origins.SelectMany(one => one.Availability.SinglePoints).Distinct()
                .OrderBy(one => one, StringComparer.Ordinal)];
        if (points.Count == 0)
        {
            string? unknown =
                origins.Select(one => one.Availability.UnknownReason).FirstOrDefault(reason => reason.Length > 0);
            return unknown is not null
                ? State(VerdictLevel.Unknown, $"the failure of any one server, because {unknown}", []) // VD5
                : State(VerdictLevel.Good, "the failure of any one server", []);
        }
        List<OriginAvailability> affected = [.. origins.Where(one => one.Availability.SinglePoints.Count > 0)];
        string any = points.Count == 1 ? points[0] : $"any of {NameList.Within(points, DomainVerdict.MostNames)}";
        return State(VerdictLevel.Gap, $"if {any} is down{From(affected, all)}", affected);

        ServiceVerdict State(VerdictLevel level, string text, List<OriginAvailability> some) =>
            new(name, level, [.. some.SelectMany(one => one.Availability.Failures)], text);
    }

    /// <summary>Returns the verb for a number of services.</summary>
    public string Verb(int count) => (Level, PathStatus.Verb(Failures, count > 1)) switch
    {
        (VerdictLevel.Good or VerdictLevel.Unknown, _) => count == 1 ? "survives" : "survive",
        (VerdictLevel.Gap, "fail") => "stop",
        (VerdictLevel.Gap, "fails") => "stops",
        (_, var verb) => verb,
    };

    private static string From(List<OriginAvailability> some, int all)
    {
        List<string> servers = [.. some.SelectMany(one => one.Servers)];
        return servers.Count == all
            ? "" : $", for requests from {NameList.Within(servers, DomainVerdict.MostNames)}";
    }
}
