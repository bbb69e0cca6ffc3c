using CoexTools.Text;

namespace CoexTools.Output.Report;

/// <summary>Makes verdicts.</summary>
internal static class ReportVerdicts
{
    private const int MostNames = 4;

    /// <summary>Returns the verdict on the services of a domain.</summary>
    /// <param name="services">The services.</param>
    /// <param name="availability">Returns the availability that counts.</param>
    public static ReportVerdict Of(
        IReadOnlyList<ReportService> services, Func<ReportOrigins, ReportAvailability> availability)
    {
        List<(string Service, VerdictLevel Level, string Text)> states =
            [.. services.Select(
                service => Of(service, [.. service.Origins.Select(origin => (origin, availability(origin)))]))];
        IEnumerable<string> clauses = states.GroupBy(state => (state.Level, state.Text))
            .OrderByDescending(same => same.Key.Level).Select(same =>
            {
                List<string> names = [.. same.Select(state => state.Service)];
                string clause = $"{List(names)} {Verb(same.Key.Level, names.Count)} {same.Key.Text}";
                return same.Key.Level == VerdictLevel.Unknown ? $"it is not known whether {clause}" : clause;
            });
        string sentence = string.Join("; ", clauses) + ".";
        return new ReportVerdict(
            states.Count == 0 ? VerdictLevel.Good : states.Max(state => state.Level),
            sentence.Substring(0, 1).ToUpperInvariant() + sentence.Substring(1));
    }

    private static string Verb(VerdictLevel level, int count) => (level, count) switch
    {
        (VerdictLevel.Good or VerdictLevel.Unknown, 1) => "survives",
        (VerdictLevel.Good or VerdictLevel.Unknown, _) => "survive",
        (VerdictLevel.Gap, 1) => "stops",
        (VerdictLevel.Gap, _) => "stop",
        (_, 1) => "fails",
        _ => "fail",
    };

    private static (string Service, VerdictLevel Level, string Text) Of(
        ReportService service, IReadOnlyList<(ReportOrigins Origins, ReportAvailability Availability)> origins)
    {
        string name = service.Name.Substring(0, 1).ToLowerInvariant() + service.Name.Substring(1);
        List<string> failing =
            [.. origins.Where(one => one.Availability.IsAlwaysDown).SelectMany(one => one.Origins.Servers)];
        int all = origins.Sum(one => one.Origins.Servers.Count);
        if (failing.Count > 0)
            return (name, VerdictLevel.Failing, $"even if everything is up{From(failing, all)}");
        List<string> points = [
            .. origins.SelectMany(one => one.Availability.SinglePoints).Distinct()
                .OrderBy(one => one, StringComparer.Ordinal)];
        if (points.Count == 0)
        {
            string? unknown =
                origins.Select(one => one.Availability.UnknownReason).FirstOrDefault(reason => reason.Length > 0);
            return unknown is not null
                ? (name, VerdictLevel.Unknown, $"the failure of any one server, because {unknown}") // VD5
                : (name, VerdictLevel.Good, "the failure of any one server");
        }
        List<string> affected =
            [.. origins.Where(one => one.Availability.SinglePoints.Count > 0).SelectMany(one => one.Origins.Servers)];
        string any = points.Count == 1 ? points[0] : $"any of {NameList.Within(points, MostNames)}";
        return (name, VerdictLevel.Gap, $"if {any} is down{From(affected, all)}");
    }

    private static string From(List<string> some, int all) =>
        some.Count == all ? "" : $", for requests from {NameList.Within(some, MostNames)}";

    private static string List(List<string> names) => names.Count < 3
        ? string.Join(" and ", names)
        : $"{string.Join(", ", names.Take(names.Count - 1))}, and {names[names.Count - 1]}";
}
