using CoexTools.Audit.Rules;
using CoexTools.Simulation;
using CoexTools.Text;

namespace CoexTools.Output.Report;

/// <summary>A verdict on a domain.</summary>
/// <param name="Level">How serious it is.</param>
/// <param name="Sentence">The verdict as a sentence.</param>
internal sealed record ReportVerdict(VerdictLevel Level, string Sentence)
{
    private const int MostNames = 4;

    /// <summary>Returns the verdict on the services of a domain.</summary>
    /// <param name="services">The services.</param>
    /// <param name="availability">Returns the availability that counts.</param>
    public static ReportVerdict Of(
        IReadOnlyList<ReportService> services, Func<ReportOrigins, ReportAvailability> availability)
    {
        List<ServiceVerdict> states =
            [.. services.Select(
                service => Of(service, [.. service.Origins.Select(origin => (origin, availability(origin)))]))];
        IEnumerable<string> clauses = states.GroupBy(state => (state.Level, state.Verb(1), state.Text))
            .OrderByDescending(same => same.Key.Level).Select(same =>
            {
                List<string> names = [.. same.Select(state => state.Service)];
                string clause = $"{NameList.InSentence(names)} {same.First().Verb(names.Count)} {same.Key.Text}";
                return same.Key.Level == VerdictLevel.Unknown ? $"it is not known whether {clause}" : clause;
            });
        string sentence = string.Join("; ", clauses) + ".";
        return new ReportVerdict(
            states.Count == 0 ? VerdictLevel.Good : states.Max(state => state.Level),
            FirstLetter.ToUpper(sentence));
    }

    /// <summary>
    /// Returns the verdict with the servers whose console logs contradict the directory: then it is not good news
    /// (VD1).
    /// </summary>
    /// <param name="consoles">What the console logs of servers show about the domain.</param>
    public ReportVerdict Against(IEnumerable<ConsoleComparison> consoles)
    {
        List<string> servers = [.. consoles.Where(one => one.Agrees == false).Select(one => one.Server.Abbreviated)];
        if (servers.Count == 0)
            return this;
        string logs = servers.Count == 1 ? "the console log of {0} contradicts" : "the console logs of {0} contradict";
        return new ReportVerdict(
            Level == VerdictLevel.Good ? VerdictLevel.Unknown : Level,
            $"{Sentence} But "
                + logs.Replace("{0}", NameList.Within(servers, MostNames))
                + " the directory, so the prediction can be wrong.");
    }

    private static ServiceVerdict Of(
        ReportService service, IReadOnlyList<(ReportOrigins Origins, ReportAvailability Availability)> origins)
    {
        string name = FirstLetter.ToLower(service.Name);
        List<(ReportOrigins Origins, ReportAvailability Availability)> failing =
            [.. origins.Where(one => one.Availability.IsAlwaysDown)];
        int all = origins.Sum(one => one.Origins.Servers.Count);
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
        List<(ReportOrigins Origins, ReportAvailability Availability)> affected =
            [.. origins.Where(one => one.Availability.SinglePoints.Count > 0)];
        string any = points.Count == 1 ? points[0] : $"any of {NameList.Within(points, MostNames)}";
        return State(VerdictLevel.Gap, $"if {any} is down{From(affected, all)}", affected);

        ServiceVerdict State(
            VerdictLevel level, string text, List<(ReportOrigins Origins, ReportAvailability Availability)> some) =>
            new(name, level, [.. some.SelectMany(one => one.Availability.Failures)], text);
    }

    private static string From(
        List<(ReportOrigins Origins, ReportAvailability Availability)> some, int all)
    {
        List<string> servers = [.. some.SelectMany(one => one.Origins.Servers)];
        return servers.Count == all ? "" : $", for requests from {NameList.Within(servers, MostNames)}";
    }

    private sealed record ServiceVerdict(
        string Service, VerdictLevel Level, IReadOnlyList<PathStatus> Failures, string Text)
    {
        public string Verb(int count) => (Level, PathStatus.Verb(Failures, count > 1)) switch
        {
            (VerdictLevel.Good or VerdictLevel.Unknown, _) => count == 1 ? "survives" : "survive",
            (VerdictLevel.Gap, "fail") => "stop",
            (VerdictLevel.Gap, "fails") => "stops",
            (_, var verb) => verb,
        };
    }
}
