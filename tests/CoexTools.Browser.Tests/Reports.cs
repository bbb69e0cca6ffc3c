using System.Globalization;
using System.Security;
using System.Text;
using CoexTools.Module.Tests.Commands;

[assembly: AssemblyFixture(typeof(CoexTools.Browser.Tests.Reports))]

namespace CoexTools.Browser.Tests;

/// <summary>Reports of the built module about the scenarios and about directories made for the tests.</summary>
public sealed class Reports : IDisposable
{
    /// <summary>A directory with 12 coexistence servers and 40 others.</summary>
    public const string Large = "large";

    /// <summary>A directory whose names try to leave the place where they are written.</summary>
    public const string Hostile = "hostile";

    private readonly ModuleSession _session = new();
    private readonly Dictionary<string, string> _paths = [];
    private readonly Lock _lock = new();

    /// <summary>Names that try to become elements, attributes, or escape sequences, or that hide characters.</summary>
    public static IReadOnlyList<string> HostileNames { get; } =
    [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onload='alert(1)", "]]><b>",
        "javascript:alert(1)", "<!-- x", "--> x",
        "&lt;b&gt; &#60;", "\u202Ereversed\u202C", "\u200Fmark\u200E", "zero\u200Bwidth\uFEFF", "end\"] --> x",
        "`code` **bold**", "}; node",
        "%%{init}%%", "#35; #quot;", "x\" fill=\"red", "line\u2028break", "\u05D0\u05D1\u05D2",
        "\u6F22\u5B57\uD83D\uDE00", "url(http://example.com)",
    ];

    /// <summary>The pages that must be good to look at.</summary>
    public static TheoryData<string> All { get; } =
        ["no-security", "security-on", "security-on-then-edited", "security-on-field-removed", Large, Hostile];

    /// <summary>Returns the path of a report, which is written when it is needed first.</summary>
    public string Of(string name)
    {
        lock (_lock)
        {
            if (!_paths.TryGetValue(name, out string? path))
                _paths.Add(name, path = Write(name));
            return path;
        }
    }

    /// <summary>Returns the output of a script, for the directory of a report.</summary>
    public string Run(string name, string script)
    {
        _ = Of(name);
        lock (_lock)
        {
            _session.Set("directory", _session.PathOf(name + ".dxl"));
            return string.Join("\n", _session.Run(script).Lines);
        }
    }

    public void Dispose() => _session.Dispose();

    private string Write(string name)
    {
        string title = "";
        switch (name)
        {
            case Large:
                _session.Write("large.dxl", Text(
                    [.. Names("Gateway", 12)], [.. Names("Mail", 40)], (document, server) => document % 4 == 0
                        || (server + document) % 3 != 0));
                break;
            case "dense":
                // Each origin sees other documents, so each has its own column in each table.
                _session.Write("dense.dxl", Text(
                    [.. Names("Gateway", 7)], [.. Names("Mail", 53)],
                    (document, server) => (((server * 2) + 1) >> document & 1) == 1));
                break;
            case Hostile:
                List<string> servers = [.. HostileNames.Chunk(4).Select(some => string.Join(" ", some))];
                _session.Write("hostile.dxl", Text(
                    [.. servers.Take(4)], servers, (document, server) => (document + server) % 3 != 0,
                    document => HostileNames[document % 2]));
                _session.Set("title", "\u001B[31m</title>" + string.Concat(HostileNames));
                title = "-Title $title";
                break;
        }
        _session.Run($"Export-CoexistenceReport {name}.dxl {name}.html {title}");
        return _session.PathOf(name + ".html");
    }

    private static IEnumerable<string> Names(string kind, int count) => Enumerable.Range(1, count)
        .Select(
            i => $"CN={kind}{i:00}/OU="
                + $"{(kind == "Mail" ? new[] { "Berlin", "Paris", "Oslo", "Milan" }[i % 4] : "Hub")}/O=Acme");

    // One document for each coexistence server, which it and some of the others may read.
    private static string Text(
        IReadOnlyList<string> coexistence, IReadOnlyList<string> others, Func<int, int, bool> mayRead,
        Func<int, string>? domainOf = null)
    {
        var text = new StringBuilder(
            "<?xml version='1.0' encoding='utf-8'?>\n<!DOCTYPE database SYSTEM 'xmlschemas/domino_12_0_2.dtd'>\n");
        text.Append(
            "<database xmlns='http://www.lotus.com/dxl' version='12.0' replicaid='852564AC004EBCCF' path='names.nsf' "
                + "title='Acme'>\n");
        text.Append(
            "<acl><role>[NetModifier]</role><aclentry name='-Default-' default='true' level='reader'/></acl>\n");
        foreach (string server in coexistence.Concat(others))
            text.Append("<document form='Server'>").Append(Item("ServerName", "", server)).Append("</document>\n");
        for (int i = 0; i < coexistence.Count; i++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"<document form='Domain'><noteinfo noteid='9{i:x2}' unid='{i + 1:X32}' sequence='1'>"
                    + $"<modified><datetime>202503{28 - i:00}T093015,00+00</datetime></modified></noteinfo>");
            text.Append(Item("DomainType", "", "ForeignDomain"))
                .Append(Item("DomainName", "", domainOf?.Invoke(i) ?? "BTEx"));
            text.Append(Item("GatewayServer", " names='true'", coexistence[i]))
                .Append(Item("CalendarServer", " names='true'", coexistence[i]));
            text.Append(
                Item(
                    "$Readers", " readers='true'",
                    [coexistence[i], .. others.Where((_, server) => mayRead(i, server))]));
            text.Append("</document>\n");
        }
        return text.Append("</database>\n").ToString();
    }

    private static string Item(string name, string flags, params string[] values) =>
        $"<item name='{name}'{flags}><textlist>"
            + string.Concat(values.Select(value => $"<text>{SecurityElement.Escape(value)}</text>"))
            + "</textlist></item>";
}
