using CoexTools.Model;
using CoexTools.Output.Diagrams;
using CoexTools.Simulation;

namespace CoexTools.Tests;

/// <summary>Builds pictures for tests.</summary>
internal static class Pictures
{
    /// <summary>Names and other texts that try to leave the place where they are written.</summary>
    public static IReadOnlyList<string> Hostile { get; } =
    [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onload='alert(1)", "]]><b>",
        "javascript:alert(1)", "<!-- x",
        "&lt;b&gt; &#60;",
        "\u202Ereversed\u202C", "\u200Fmark\u200E", "\u001B[31mred\u001B[0m", "bell\u0007", "zero\u200Bwidth\uFEFF",
        "end\"] --> x", "a\\\"b\\",
        "`code` **bold**", "a|b", "}; node", "%%{init}%%", "#35; #quot;", "x\" fill=\"red", "\uD800lone",
        "line\u2028break\nnext", "tab\ttab",
        "\u05D0\u05D1\u05D2", "\u6F22\u5B57\uD83D\uDE00", "x\uFFFFy", "--- title: x", "subgraph end", "\\N \\G",
        "url(http://example.com)",
    ];

    /// <summary>A picture in which every text is hostile: paths of each status, and differences.</summary>
    public static Diagram OfHostileNames()
    {
        var builder = new DiagramBuilder();
        for (int i = 0; i < Hostile.Count; i++)
        {
            string server = Hostile[i];
            string other = Hostile[(i + 1) % Hostile.Count] + "/" + server;
            builder.Add(FreeBusy(server, "From " + server, other, (FreeBusyStatus)(i % 8)));
            builder.Add(FreeBusy(server, other, server, FreeBusyStatus.Answered));
        }
        DirectorySnapshot directory = OfXml();
        builder.Add(directory, directory.Unordered);
        return builder.Build(string.Concat(Hostile))!;
    }

    /// <summary>A rehydrated result.</summary>
    public static FreeBusyPathResult FreeBusy(string domain, string from, string server, FreeBusyStatus status) => new(
        domain, from, server, status, "Reason " + server, "Do " + from,
        [
            new Hop(from, "CC1", Basis.Documented, null, "sees " + domain),
            new Hop(
                server, status == FreeBusyStatus.Answered ? "CC7" : "CC6", Basis.Documented, null, "decides " + domain),
        ],
        [], [], []);

    /// <summary>A directory whose names are hostile, as far as XML allows.</summary>
    public static DirectorySnapshot OfXml()
    {
        List<string> names = [.. Hostile.Where(IsXml)];
        return Directory(
            names, [.. names.Select(name => ("D " + name, name, (IReadOnlyList<string>)[name, names[0]]))]);
    }

    /// <summary>A random directory.</summary>
    /// <param name="servers">The number of servers.</param>
    /// <param name="coexistence">The number of coexistence servers among them.</param>
    /// <param name="seed">Determines who is admitted to what, and how long the names are.</param>
    public static DirectorySnapshot Random(int servers, int coexistence, int seed)
    {
        var random = new Random(seed);
        string organisation = random.Next(
            3) switch
        { 0 => "Acme", 1 => "Mail Servers/Northern Europe/Acme", _ => new string('W', 40) };
        List<string> names =
            [.. Enumerable.Range(1, servers)
                .Select(i => $"Server{i:00}{(random.Next(9) == 0 ? "-with-a-long-name" : "")}/{organisation}")];
        bool isOpen = random.Next(3) == 0;
        return Directory(
            names, [.. names.Take(coexistence).Select(name => ("BTEx", name, isOpen ? [] : Readers(name)))]);

        IReadOnlyList<string> Readers(string own) =>
            random.Next(2) == 0 ? [own, .. names.Skip(coexistence)] : [own, .. names.Where(_ => random.Next(2) == 0)];
    }

    /// <summary>Names of a directory with one document for each coexistence server.</summary>
    public static DirectorySnapshot Directory(
        IEnumerable<string> servers,
        IEnumerable<(string Domain, string Server, IReadOnlyList<string> Readers)> documents) =>
        DxlText.Read(new PlainDirectory(
            [.. servers.Select(name => new Written(name, name))],
            [],
            [new PlainAclEntry(new Written("-Default-", "-Default-"), AccessLevel.Reader, [], IsDefault: true)],
            [
                .. documents.Select((document, i) => new PlainDocument(
                    $"{i:X32}", Time(i), Time(i), new Written(document.Domain, document.Domain), new Written(
                        document.Server, document.Server),
                    new Written(document.Server, document.Server),
                    [new PlainItem(
                        "$Readers", true, false,
                        [.. document.Readers.Select(reader => new Written(reader, reader))])])),
            ]));

    private static bool IsXml(string text)
    {
        try
        {
            System.Xml.XmlConvert.VerifyXmlChars(text);
            // Items keep no line breaks; a slash divides a name.
            return !text.Contains('\n') && !text.Contains('\t') && !text.Contains('/');
        }
        catch (System.Xml.XmlException)
        {
            return false;
        }
    }

    private static PlainTime Time(int day)
    {
        var time = new DateTime(2025, 3, 28, 9, 30, 15, DateTimeKind.Utc);
        return new PlainTime(null, time.AddDays(-day).ToString("yyyyMMdd'T'HHmmss',00+00'"), true);
    }
}
