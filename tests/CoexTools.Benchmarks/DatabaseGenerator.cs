using CoexTools.Model;
using CoexTools.Tests;
using CoexTools.Tests.Nsf;

namespace CoexTools.Benchmarks;

/// <summary>
/// Writes NSF files of any size with the writer of the tests. The same number of notes produces the same file.
/// </summary>
internal static class DatabaseGenerator
{
    private const int Summary = 0x4, Authors = 0x20, Names = 0x40, Protected = 0x200, Readers = 0x400;

    /// <summary>
    /// Writes a file of Person notes with 200 servers, 300 groups, and 60 Foreign Domain documents. 250,000 notes are
    /// about 1 GB.
    /// </summary>
    public static void Write(string path, int notes, int foreignDomains = 60, int servers = 200, int groups = 300)
    {
        using FileStream file = new(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 20);
        var writer = new NsfWriter(file, new NsfShape());
        var random = new Random(1);
        WrittenItem[] details =
        [
            .. Enumerable.Range(0, 46)
                .Select(i => NsfWriter.Text($"Item{i}", Summary, new string((char)('a' + (i % 26)), 60 + (i % 20)))),
        ];
        int added = 0;
        Add("Group", [
            NsfWriter.Text("ListName", Summary, "LocalDomainServers"), NsfWriter.Text("GroupType", Summary, "4"),
            NsfWriter.Text("Members", Summary | Names, [.. Enumerable.Range(0, servers).Select(ServerName)]),
        ]);
        for (int i = 0; i < servers; i++)
            Add(
                "Server",
                [NsfWriter.Text("ServerName", Summary | Names, ServerName(i)), NsfWriter.Text(
                    "Domain", Summary, "Acme")]);
        for (int i = 0; i < groups; i++)
        {
            string[] members =
                [.. Enumerable.Range(0, 20).Select(_ => $"CN=Person {random.Next(notes)}/OU=Sales/O=Acme")];
            Add(
                "Group",
                [NsfWriter.Text("ListName", Summary, $"Group {i}"), NsfWriter.Text(
                    "Members", Summary | Names, members)]);
        }
        int every = Math.Max(1, (notes - added) / Math.Max(1, foreignDomains));
        for (int i = 0, domains = 0; added < notes; i++)
        {
            if (i % every == 0 && domains < foreignDomains)
                AddForeignDomain(domains++);
            else
                Add(
                    "Person",
                    [NsfWriter.Text("Type", Summary, "Person"), NsfWriter.Text(
                        "LastName", Summary, $"Person {i}"), .. details]);
        }
        writer.Finish("Acme Directory", "852564AC004EBCCF",
        [
            new PlainAclEntry(new Written("-Default-", "-Default-"), AccessLevel.Author, [], true),
            new PlainAclEntry(
                new Written("LocalDomainServers", "LocalDomainServers"), AccessLevel.Manager, ["[NetModifier]"], false),
        ]);

        void AddForeignDomain(int i) => Add("Domain",
        [
            NsfWriter.Text("Type", Summary, "Domain"), NsfWriter.Text("DomainType", Summary, "ForeignDomain"),
            NsfWriter.Text("DomainName", Summary, $"BTEx{i / 2}"), NsfWriter.Text(
                "GatewayServer", Summary | Names, ServerName(i)),
            NsfWriter.Text("CalendarServer", Summary | Names, ServerName(i)), NsfWriter.Text(
                "CalendarSystem", Summary, "mail.box"),
            NsfWriter.Text("$Readers", Summary | Names | Readers, "LocalDomainAdmins", ServerName(i)),
            NsfWriter.Text("DocumentAccess", Summary | Names | Authors | Protected, "[NetModifier]"),
        ]);

        void Add(string form, WrittenItem[] items)
        {
            (uint Low, uint High) time = NsfWriter.Time(
                new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(added));
            writer.Add(
                new WrittenNote($"{added++:X32}",
                    [NsfWriter.Text("Form", Summary, form), .. items])
                { Modified = time, Revised = time });
        }
    }

    private static string ServerName(int i) => $"CN=Server{i}/OU=Srv/O=Acme";
}
