using CoexTools.Model;
using CsCheck;

namespace CoexTools.Tests;

/// <summary>
/// Random directories, small and nasty: few names, so that groups, servers and ACL entries meet; every kind of group,
/// level, role and time; and no two spellings alike. The fewer choices were made, the smaller a directory counts when
/// CsCheck looks for the simplest failure.
/// </summary>
internal sealed class DirectoryGen : Gen<DirectoryCase>
{
    private const string Domain = "BTEx";

    public override DirectoryCase Generate(PCG pcg, Size? min, out Size size)
    {
        DirectoryCase made = new Draw(pcg).Case();
        PlainDirectory directory = made.Directory;
        size = new Size((ulong)(
            directory.Documents.Sum(document => 4 + document.Items.Sum(item => 1 + item.Values.Count))
            + directory.Groups.Sum(group => 2 + group.Members.Count)
            + (directory.Acl?.Sum(entry => 2 + entry.Roles.Count) ?? 0)
            + (2 * directory.Servers.Count) + made.Origins.Count
            + made.Networks.Sum(network => 1 + network.Down.Count + network.Busy.Count + network.LinksDown.Count)));
        return made;
    }

    private sealed class Draw(PCG pcg)
    {
        private static readonly string[] Organisations =
            ["Acme", "Acme", "Acme", "Mail/Acme", "Servers/Mail/Acme", "R&D/Servers/Mail/Acme",
                "West/R&D/Servers/Mail/Acme", "Zürich"];

        private static readonly string[] GroupNames =
            ["LocalDomainServers", "Servers Only", "Mail Servers", "Inner/Acme", "DominoA", "R&D 'x' <Servers>",
                "Bündel", "OtherDomainServers"];

        private static readonly string[] Roles = ["[NetModifier]", "[ServerModifier]", "[GroupModifier]", "[Odd]"];

        private readonly List<string> _coexistence = [];
        private readonly List<string> _others = [];
        private readonly List<string> _names = [];

        public DirectoryCase Case()
        {
            int coexistenceCount = 1 + Below(5);
            for (int i = 0; i < coexistenceCount; i++)
                AddServer(_coexistence, "Domino" + (char)('A' + (Chance(10) ? 0 : i)));
            int otherCount = Below(4);
            for (int i = 0; i < otherCount; i++)
                AddServer(_others, Chance(15) ? "DominoA" : "Hub0" + i);
            List<string> servers = [.. _coexistence, .. _others];

            List<string> groupNames = [.. GroupNames.Where(_ => Chance(45))];
            _names.AddRange(servers);
            _names.AddRange(servers);
            _names.AddRange(groupNames);
            _names.AddRange(groupNames);
            _names.AddRange(servers.Select(server => server.Split('/')[0]));
            _names.AddRange(
                servers.Where(server => server.Contains('/'))
                    .Select(server => "*/" + server[(server.IndexOf('/') + 1)..]));
            _names.AddRange(["*", "*/Acme", "*/Mail/Acme", "Ghosts", "Nobody/Acme", "LocalDomainServers", ""]);

            PlainGroup[] groups = [.. groupNames.Select(name => new PlainGroup(Write(name), GroupType(), Names(5)))];
            if (groups.Length > 0 && Chance(10))
                // The same name twice: both count.
                groups = [.. groups, new PlainGroup(Write(groups[0].Name.Name), GroupType(), Names(3))];
            return new DirectoryCase(
                new PlainDirectory([.. servers.Where(_ => Chance(80)).Select(Write)], groups, Chance(25)
                    ? null : Acl(), Documents()),
                [.. servers, "Stranger/Acme"],
                [Network(servers), Network(servers), Network(servers)]);
        }

        private void AddServer(List<string> servers, string commonName)
        {
            string name = Chance(12) ? commonName : commonName + "/" + One(Organisations);
            if (!_coexistence.Concat(_others).Contains(name))
                servers.Add(name);
        }

        private string? GroupType() =>
            Below(9) switch { 0 => null, 1 => "1", 2 => "2", 3 => "3", 4 => "4", 5 => " 4 ", _ => "0" };

        private List<PlainAclEntry> Acl()
        {
            var entries = new List<PlainAclEntry>();
            int defaultAt = Below(6);
            if (defaultAt == 0)
                entries.Add(Default());
            foreach (string name in _names.Where(name => name.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase))
            {
                if (Chance(25))
                    entries.Add(new PlainAclEntry(Write(name), Level(), RoleList(), IsDefault: false, EntryType()));
            }
            if (defaultAt is > 0 and < 5)
                entries.Add(Default());
            return entries;
        }

        private PlainAclEntry Default() =>
            new(
                new Written("-Default-", "-Default-"), Chance(50)
                    ? AccessLevel.Author : Level(), RoleList(), IsDefault: true,
                Chance(10) ? EntryType() : null);

        private string? EntryType() => Chance(50) ? null : Below(8) switch
        {
            0 => "unspecified",
            1 => "person",
            2 => "persongroup",
            3 or 4 => "server",
            5 => "servergroup",
            6 => "mixedGroup",
            _ => "4",
        };

        private AccessLevel Level() => Chance(35) ? (AccessLevel)Below(7) : AccessLevel.Manager;

        private List<string> RoleList() => [.. Roles.Where(_ => Chance(30))];

        private PlainDocument[] Documents()
        {
            int count = 1 + Below(6);
            long[] instants = [.. Enumerable.Range(0, 3).Select(_ => Instant())]; // Few, so that some documents tie.
            return [.. Enumerable.Range(0, count).Select(i => Document(i, instants))];
        }

        private PlainDocument Document(int i, long[] instants)
        {
            string unid = $"{Below(16):X}{Below(16):x}{i:X}" + "abcdefABCDEF0123456789ABCDEF0";
            string server = One(_coexistence);
            if (Chance(15))
                server = server.Split('/')[0]; // NM5: it may stand for that server, for another one, or for none.
            Written? mail = Chance(8) ? null : Write(Chance(8) ? "" : server);
            Written? calendar = Chance(12)
                ? null : Write(Chance(8) ? "" : Chance(80) ? server : One([.. _coexistence, .. _others]));
            string domain = Below(
                14) switch
            { 0 => "Other", 1 => "btex", 2 => "BTEX ", 3 => One(["", " ", "  "]), _ => Domain };
            return new PlainDocument(
                unid, Time(instants), Time(instants), new Written(domain.Trim(), domain), mail, calendar, Items(
                    server), Chance(6));
        }

        private List<PlainItem> Items(string server)
        {
            var items = new List<PlainItem>();
            switch (Below(6))
            {
                case 0:
                    break;
                case 1:
                    items.Add(new PlainItem("$Readers", true, false, Chance(50) ? [] : [Write(""), Write("")]));
                    break;
                case 2:
                    items.Add(new PlainItem("$Readers", true, false, Names(5)));
                    break;
                default:
                    items.Add(new PlainItem("$Readers", true, false, [Write(server), .. Names(2)]));
                    break;
            }
            if (Chance(10))
                items.Add(new PlainItem("$READERS", true, false, Names(2))); // A second item of that name: both count.
            if (Chance(10))
                items.Add(new PlainItem("OtherReaders", true, Chance(30), Names(2)));
            if (Chance(10))
                items.Add(new PlainItem("NoNames", false, false, Names(2)));
            if (Chance(30))
                items.Add(new PlainItem("LocalAdmin", false, true, Names(2)));
            if (Chance(65))
            {
                Written[] values = Chance(15) ? [] : Chance(20) ? [Role(), Role()] : [Role()];
                int flags = Below(8);
                items.Add(new PlainItem("DocumentAccess", flags == 0, flags > 1, values));
            }
            return items;
        }

        private Written Role()
        {
            string role = One(Roles);
            return new Written(
                role, Below(10) switch { 0 => " " + role + " ", 1 => role.ToUpperInvariant(), _ => role });
        }

        private Written[] Names(int max) =>
            [.. Enumerable.Range(0, Below(max + 1)).Select(_ => Chance(10) ? Role() : Write(One(_names)))];

        // One of the few times, with its own time zone or without one.
        private PlainTime Time(long[] instants)
        {
            long instant = instants[Below(instants.Length)];
            var utc = new DateTime(instant, DateTimeKind.Utc);
            switch (Below(20))
            {
                case 0:
                    return new PlainTime(null, null, false);
                case 1:
                    return new PlainTime(
                        null, One(["", "   ", "T101112,34+01", "yesterday", "20259999T000000,00+00"]), false);
                case 2:
                    return new PlainTime(null, utc.ToString("yyyyMMdd"), false); // A date alone is not a time (OR3).
                case 3:
                    return new PlainTime(instant, Format(utc), false);
                case 4:
                    return new PlainTime(instant, Format(utc) + "Z", true);
                default:
                    int minutes = One([0, 60, 120, -300, -480, 330, 345, -210, 720, 840]);
                    string zone = (minutes < 0 ? "-" : "+") + $"{Math.Abs(minutes) / 60:00}"
                        + (minutes % 60 == 0 ? "" : $"{Math.Abs(minutes) % 60:00}");
                    return new PlainTime(instant, Format(utc.AddMinutes(minutes)) + zone, true);
            }
        }

        private static string Format(DateTime time) => time.ToString("yyyyMMdd'T'HHmmss','ff");

        // Close together, so that the offsets would change the order if the local time counted.
        private long Instant() =>
            new DateTime(2025, 3, 10, 0, 0, 0, DateTimeKind.Utc).Ticks
                + (Below(20 * 3600 * 100) * (TimeSpan.TicksPerSecond / 100));

        private PlainNetwork Network(List<string> servers)
        {
            if (Chance(10))
                return new PlainNetwork([], [], [], [], []);
            List<(string, string)> links =
            [
                .. servers.SelectMany(one => servers, (one, other) => (one, other))
                    .Where(link => link.one != link.other && Chance(7)),
            ];
            return new PlainNetwork(Some(25), Some(12), links, Some(15), Some(15));

            List<string> Some(int percent) => [.. servers.Where(_ => Chance(percent))];
        }

        /// <summary>A name in one of the many ways to write it.</summary>
        private Written Write(string name)
        {
            if (name.Length == 0)
                return new Written("", One(["", " ", "  "]));
            string text = name;
            if (Chance(50) && (name.Contains('/') || name.StartsWith("Domino")))
                text = Canonical(name);
            if (Chance(25))
                text = string.Concat(
                    text.Select(letter => Chance(50) ? char.ToUpperInvariant(letter) : char.ToLowerInvariant(letter)));
            if (Chance(8))
                text = text.Replace("/", Chance(50) ? " / " : "/ ");
            if (Chance(10))
                text = " " + text;
            if (Chance(10))
                text += "  ";
            return new Written(name, text);
        }

        private string Canonical(string name)
        {
            string[] parts = name.Split('/');
            bool numbered = Chance(20);
            bool hasCountry = parts.Length > 2 && Chance(20);
            for (int i = 0; i < parts.Length; i++)
            {
                int fromEnd = parts.Length - 1 - i - (hasCountry ? 1 : 0);
                string label = i == 0 ? "CN=" : fromEnd < 0 ? "C=" : fromEnd == 0 ? "O=" : numbered && fromEnd <= 4
                    ? $"OU{fromEnd}=" : "OU=";
                parts[i] = parts[i] == "*" ? "*" : label + parts[i];
            }
            return string.Join("/", parts);
        }

        private bool Chance(int percent) => Below(100) < percent;

        private T One<T>(IReadOnlyList<T> list) => list[Below(list.Count)];

        private int Below(int count) => (int)pcg.Next((uint)count);
    }
}
