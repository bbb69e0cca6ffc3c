using System.Text.RegularExpressions;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Audit.Rules;

/// <summary>
/// The rules on what the coexistence servers of a domain should have in common, so that a failover changes nothing: the
/// settings in their notes.ini files, and their Server documents.
/// </summary>
internal static class ServerComparison
{
    private static readonly string[] DomainSettings = [NotesIni.ExchangeDomainName, NotesIni.AlternateDomainsName];
    private static readonly string[] ListSettings = [NotesIni.AlternateDomainsName, NotesIni.ServerTasksName];
    private static readonly string[] TimeZoneSettings = ["Timezone", "DST"];

    public static IEnumerable<RuleVerdict>? NotesIniDiffers(AuditSubject subject)
    {
        AuditedDomain domain = subject.Domain!;
        List<NotesIni> files =
            [.. domain.Coexistence.Select(server => subject.Audit.NotesIni.FirstOrDefault(ini => ini.Server == server))
                .OfType<NotesIni>()];
        if (files.Count == 0 || domain.Coexistence.Count < 2)
            return null;
        return
        [
            .. domain.Coexistence.Where(server => files.All(ini => ini.Server != server))
                .Select(server => NotCompared(server, $"no notes.ini was specified for {server}", "notes.ini")),
            .. from name in files.SelectMany(ini => ini.Settings.Keys).Where(IsCompared)
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .OrderBy(name => name, StringComparer.OrdinalIgnoreCase)
               let differing = files.Skip(1)
                   .Where(ini => !IsSame(subject.Audit.Directory, name, files[0], ini)).ToList()
               where differing.Count > 0
               select RuleVerdict.Fail(
                   $"{name} in notes.ini is not the same on all coexistence servers of "
                       + $"'{domain.Name}': {Describe(name, files)}.") with
               {
                   Server = differing.Count == 1 ? differing[0].Server : null,
                   Evidence = [.. files.Select(ini => $"{ini.Server}: {ini[name] ?? "none"}")],
                   Recommendation = $"Make {name} the same in the notes.ini files "
                       + $"of {string.Join(" and ", files.Select(ini => ini.Server))}.",
               },
        ];
    }

    public static IEnumerable<RuleVerdict>? ServerDocumentsDiffer(AuditSubject subject)
    {
        AuditedDomain domain = subject.Domain!;
        List<DominoServer> servers =
            [.. domain.Coexistence.Select(
                server => subject.Audit.Directory.Content.Servers.FirstOrDefault(known => known.NotesName == server))
                .OfType<DominoServer>()];
        List<Comparison> comparisons =
            [.. Comparisons(servers).Where(comparison => comparison.Values.Any(value => value is not null))];
        if (servers.Count < 2 || comparisons.Count == 0)
            return null;
        return
        [
            .. domain.Coexistence.Where(server => servers.All(known => known.NotesName != server))
                .Select(server => NotCompared(server, "it has no Server document", "Server document")),
            .. comparisons.Select(Compare).OfType<RuleVerdict>(),
        ];

        RuleVerdict? Compare(Comparison comparison)
        {
            List<string> evidence = [
                .. servers.Select((server, index) => $"{server}: {comparison.Values[index] ?? "not in the document"}")];
            if (comparison.Values.Where(value => value is not null)
                .Distinct(StringComparer.OrdinalIgnoreCase).Count() > 1)
            {
                return RuleVerdict.Fail(
                    $"The Server documents of the coexistence servers of '{domain.Name}' differ "
                        + $"in {comparison.What}: {string.Join(", ", evidence)}.") with
                {
                    Evidence = evidence,
                    Recommendation = $"Make {comparison.What} the same in these Server documents.",
                };
            }
            return comparison.Values.Contains(null)
                ? RuleVerdict.Fail(
                    $"{Capital(comparison.What)} of the coexistence servers of '{domain.Name}' could not be compared: "
                    + $"not all Server documents contain {comparison.Item}.") with
                {
                    Severity = FindingSeverity.Information,
                    Evidence = evidence,
                }
                : null;
        }
    }

    private static RuleVerdict NotCompared(NotesName server, string why, string what) =>
        RuleVerdict.Fail($"The configuration of {server} could not be compared: {why}.") with
        {
            Server = server,
            Severity = FindingSeverity.Information,
            Evidence = [$"{what} of {server}: none"],
            Recommendation = what == "notes.ini"
                ? "Specify the notes.ini of every coexistence server with -NotesIni."
                : "Export the Server documents too.",
        };

    private static bool IsCompared(string name) =>
        name.StartsWith("BT", StringComparison.OrdinalIgnoreCase)
        || name.Equals(NotesIni.ServerTasksName, StringComparison.OrdinalIgnoreCase)
        || TimeZoneSettings.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static bool IsSame(DirectorySnapshot directory, string name, NotesIni one, NotesIni other)
    {
        StringComparer comparer = ComparerOf(name);
        if (one[name] is not { } value || other[name] is not { } otherValue)
            return false;
        if (ListSettings.Contains(name, StringComparer.OrdinalIgnoreCase))
            return new HashSet<string>(Tasks(value), comparer).SetEquals(Tasks(otherValue));
        return comparer.Equals(value, otherValue)
            || comparer.Equals(WithoutOwnName(directory, one, value), WithoutOwnName(directory, other, otherValue));
    }

    // Domain names are case-sensitive for the router.
    private static StringComparer ComparerOf(string name) =>
        DomainSettings.Contains(name, StringComparer.OrdinalIgnoreCase)
            ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    private static IEnumerable<string> Tasks(string value) =>
        NotesIni.List(value).Select(task => Regex.Replace(task, @"\s+", " "));

    // A server's settings may name the server itself, and are the same as another's that name the other.
    private static string WithoutOwnName(DirectorySnapshot directory, NotesIni ini, string value)
    {
        NotesName server = ini.Server!;
        string? host = directory.Content.Servers.FirstOrDefault(known => known.NotesName == server)?.HostName;
        foreach (string name in new[] { server.Canonical, server.Abbreviated, host, server.CommonName }
            .OfType<string>())
            value = Regex.Replace(value, $@"(?<![\p{{L}}\p{{N}}]){Regex.Escape(name)}(?![\p{{L}}\p{{N}}])", "<server>",
                RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        return value;
    }

    // For a list, who lacks which of its elements says more than the lists do.
    private static string Describe(string name, List<NotesIni> files)
    {
        if (!ListSettings.Contains(name, StringComparer.OrdinalIgnoreCase))
            return string.Join(
                ", ", files.Select(ini => $"{ini.Server} has {(ini[name] is { } value ? $"'{value}'" : "none")}"));
        StringComparer comparer = ComparerOf(name);
        List<string> all = [.. files.SelectMany(ini => Tasks(ini[name] ?? "")).Distinct(comparer)];
        return string.Join(", ",
            from ini in files
            let missing = all.Except(Tasks(ini[name] ?? ""), comparer).ToList()
            where missing.Count > 0
            select $"{ini.Server} lacks {string.Join(" and ", missing)}");
    }

    private static IEnumerable<Comparison> Comparisons(List<DominoServer> servers)
    {
        yield return new Comparison("the SMTP listener", ServerSettings.SmtpListener, Of(ServerSettings.SmtpListener));
        // Every server has its own host name and network addresses. Only their presence is compared.
        yield return new Comparison("the presence of a host name", ServerSettings.HostName,
            [.. servers.Select(
                server => server.Settings[ServerSettings.HostName] is { } values ? values.Count > 0
                    ? "specified" : "blank" : null)]);
        yield return new Comparison("the enabled ports", ServerSettings.PortPrefix + "0",
            [.. servers.Select(
                server => server.Settings.ListPorts() is { Count: > 0 } ports
                    ? Names(ports.Where(port => port.IsEnabled)) : null)]);
        yield return new Comparison("the enabled ports without a network address", ServerSettings.AddressPrefix + "0",
            [.. servers.Select(server => server.Settings.ListPorts().Any(port => port.HasAddress is not null)
                ? Names(server.Settings.ListPorts().Where(port => port is { IsEnabled: true, HasAddress: false }))
                : null)]);
        foreach (string item in servers.SelectMany(server => server.Settings.TimeZoneItems)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .OrderBy(item => item, StringComparer.OrdinalIgnoreCase))
            yield return new Comparison($"the time zone ({item})", item, Of(item));

        List<string?> Of(string item) =>
            [.. servers.Select(
                server => server.Settings[item] is { } values ? values.Count == 0
                    ? "blank" : string.Join(", ", values) : null)];
    }

    private static string Names(IEnumerable<ServerPort> ports) =>
        string.Join(", ", ports.Select(port => port.Name).OrderBy(name => name, StringComparer.OrdinalIgnoreCase))
            is { Length: > 0 } names
            ? names
            : "none";

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text.Substring(1);

    // What is compared, and the value of each server; null where its document does not have the item.
    private sealed record Comparison(string What, string Item, IReadOnlyList<string?> Values);
}
