using CoexTools.Access;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Tests;

/// <summary>
/// A directory and a network in one line each, so that a rule's case fits into a row of a table. Parts are divided by
/// <c>|</c>: <c>server N</c>, <c>group N (type) = members</c>, <c>acl N (type): level [roles]</c>, and <c>doc domain;
/// both=S; mail=S; cal=S; at=time; revised=time; unid=U; conflict; readers=…; authors=…; Name(readers)=…</c>. Lists are
/// divided by commas.
/// </summary>
internal static class Sketch
{
    public static DirectorySnapshot Directory(string text)
    {
        var servers = new List<Written>();
        var groups = new List<PlainGroup>();
        List<PlainAclEntry>? acl = null;
        var documents = new List<PlainDocument>();
        foreach (string part in text.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            (string what, string rest) = Divide(part, ' ');
            switch (what)
            {
                case "server":
                    servers.Add(Name(rest));
                    break;
                case "group":
                    groups.Add(Group(rest));
                    break;
                case "acl":
                    (acl ??= []).Add(AclEntry(rest));
                    break;
                case "doc":
                    documents.Add(Document(rest, documents.Count));
                    break;
                default:
                    throw new ArgumentException($"There is no '{what}' in a sketch.", nameof(text));
            }
        }
        return DxlText.Read(new PlainDirectory(servers, groups, acl, documents));
    }

    public static DomainVisibility View(string text, string domain = "BTEx", OrderBy orderBy = OrderBy.Modified)
    {
        DirectorySnapshot snapshot = Directory(text);
        return View(snapshot, domain, orderBy);
    }

    public static DomainVisibility View(
        DirectorySnapshot snapshot, string domain, OrderBy orderBy = OrderBy.Modified) =>
            new(
                snapshot.Unordered.Where(
                    document => document.Domain.Equals(domain, StringComparison.OrdinalIgnoreCase)),
                AccessEvaluator.Of(snapshot),
                orderBy);

    /// <summary>
    /// A network such as <c>down=DominoA/Acme, DominoB/Acme; busy=…; http=…; smtp=…; link=Hub01/Acme~DominoA/Acme</c>.
    /// </summary>
    public static NetworkState Network(string text)
    {
        ILookup<string, NotesName[]> parts = text.Split(
            ';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(part => Divide(part, '='))
            .SelectMany(
                part => List(part.Tail),
                (part, value) => (part.First, Names: value.Split('~').Select(name => new NotesName(name)).ToArray()))
            .ToLookup(part => part.First, part => part.Names);
        Assert.Empty(parts.Select(part => part.Key).Except(["down", "busy", "http", "smtp", "link"]));
        return new NetworkState(
            parts["down"].Select(names => names[0]), parts["busy"].Select(names => names[0]),
            parts["http"].Select(names => names[0]),
            parts["smtp"].Select(names => names[0]), parts["link"].Select(names => (names[0], names[1])));
    }

    public static string[] List(string text) =>
        text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static PlainGroup Group(string text)
    {
        int place = text.IndexOf(" =", StringComparison.Ordinal); // Canonical names have equal signs without a blank.
        (string head, string members) = (text[..place], text[(place + 2)..]);
        (string name, string type) = Divide(head, '(');
        return new PlainGroup(Name(name), type.Length == 0 ? null : type.TrimEnd(')'), [.. List(members).Select(Name)]);
    }

    private static PlainAclEntry AclEntry(string text)
    {
        (string head, string rest) = Divide(text, ':');
        (string name, string type) = Divide(head, '(');
        (string level, string roles) = Divide(rest, ' ');
        return new PlainAclEntry(Name(name), Enum.Parse<AccessLevel>(level, ignoreCase: true),
            roles.Split(' ', StringSplitOptions.RemoveEmptyEntries), name == "-Default-",
            type.Length == 0 ? null : type.TrimEnd(')'));
    }

    // A document without a time is one day older than the previous one.
    private static PlainDocument Document(string text, int index)
    {
        string day = $"202503{28 - index:00}T093015,12+00";
        var document = new PlainDocument($"{index:X32}", Time(day), Time(day), Name(""), null, null, []);
        string[] parts = text.Split(';', StringSplitOptions.TrimEntries);
        document = document with { Domain = Name(parts[0]) };
        foreach (string part in parts.Skip(1))
        {
            (string what, string value) = Divide(part, '=');
            document = what switch
            {
                "both" => document with { MailServer = Name(value), CalendarServer = Name(value) },
                "mail" => document with { MailServer = Name(value) },
                "cal" => document with { CalendarServer = Name(value) },
                "at" => document with { Modified = Time(value) },
                "revised" => document with { Revised = Time(value) },
                "conflict" => document with { IsConflict = true },
                "unid" => document with { Unid = value },
                "readers" => With(new PlainItem("$Readers", true, false, Names(value))),
                "authors" => With(new PlainItem("DocumentAccess", false, true, Names(value))),
                _ =>
                    With(
                        new PlainItem(
                            Divide(what, '(').First, what.Contains("readers)"), what.Contains(
                                "authors)"), Names(value))),
            };
        }
        return document;

        PlainDocument With(PlainItem item) => document with { Items = [.. document.Items, item] };
    }

    private static Written[] Names(string text) => [.. List(text).Select(Name)];

    private static Written Name(string text) => new(text, text);

    private static PlainTime Time(string text) => new(null, text == "none" ? null : text, false);

    private static (string First, string Tail) Divide(string text, char at)
    {
        int place = text.IndexOf(at);
        return place < 0 ? (text.Trim(), "") : (text[..place].Trim(), text[(place + 1)..].Trim());
    }
}
