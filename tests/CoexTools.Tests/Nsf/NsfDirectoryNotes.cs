using System.Globalization;

namespace CoexTools.Tests.Nsf;

/// <summary>A plain directory as notes of a database.</summary>
internal static class NsfDirectoryNotes
{
    private const int Summary = 4, Authors = 0x20, Names = 0x40, Readers = 0x400;

    /// <summary>The directory with the times that a database can hold, written as DXL writes them.</summary>
    public static PlainDirectory Expressible(PlainDirectory directory) => directory with
    {
        Documents =
        [
            .. directory.Documents.Select(document =>
                document with { Modified = Expressible(document.Modified), Revised = Expressible(document.Revised) }),
        ],
    };

    public static IEnumerable<WrittenNote> Of(PlainDirectory directory)
    {
        // The forms are mixed as in DXL, and so the notes have the same order.
        int count = Math.Max(directory.Servers.Count, Math.Max(directory.Groups.Count, directory.Documents.Count));
        for (int i = 0; i < count; i++)
        {
            if (i < directory.Documents.Count)
                yield return Domain(directory.Documents[i]);
            if (i < directory.Servers.Count)
                yield return Note(
                    300 + i, Form("Server"), NsfWriter.Text("ServerName", Summary, directory.Servers[i].Text));
            if (i < directory.Groups.Count)
                yield return Group(directory.Groups[i], 600 + i);
        }
        yield return Note(
            900, Form("Domain"), NsfWriter.Text("DomainType", Summary, "Adjacent Domain"), NsfWriter.Text(
                "DomainName", Summary, "BTEx"),
            NsfWriter.Text("GatewayServer", Summary, "CN=Adjacent/O=Acme"));
        yield return Decoy(901, "Person");
        yield return Decoy(902, "Domain") with { Status = 1 };
        yield return Decoy(903, "Domain") with { Class = 4 };
    }

    private static WrittenNote Domain(PlainDocument document)
    {
        List<WrittenItem> items =
        [
            Form("Domain"), NsfWriter.Text("DomainType", Summary, "ForeignDomain"), NsfWriter.Text(
                "DomainName", Summary, document.Domain.Text),
        ];
        if (document.MailServer is { } mail)
            items.Add(NsfWriter.Text("GatewayServer", Summary | Names, mail.Text));
        if (document.CalendarServer is { } calendar)
            items.Add(NsfWriter.Text("CalendarServer", Summary | Names, calendar.Text));
        if (document.IsConflict)
            items.Add(NsfWriter.Text("$Conflict", Summary, ""));
        items.AddRange(document.Items.Select(item => NsfWriter.Text(
            item.Name, Summary | (item.IsReaders ? Readers : 0) | (item.IsAuthors ? Authors : 0),
            [.. item.Values.Select(value => value.Text)])));
        return new WrittenNote(
            document.Unid, items)
        { Modified = Words(document.Modified), Revised = Words(document.Revised) };
    }

    private static WrittenNote Group(PlainGroup group, int number)
    {
        List<WrittenItem> items = [Form("Group"), NsfWriter.Text("ListName", Summary, group.Name.Text)];
        if (group.Type is not null)
            items.Add(NsfWriter.Text("GroupType", Summary, group.Type));
        items.Add(NsfWriter.Text("Members", Summary | Names, [.. group.Members.Select(member => member.Text)]));
        return Note(number, [.. items]);
    }

    private static WrittenNote Decoy(int number, string form) => Note(
        number, Form(form), NsfWriter.Text("DomainName", Summary, "BTEx"), NsfWriter.Text(
            "GatewayServer", Summary, "CN=Person/O=Acme"));

    private static WrittenItem Form(string form) => NsfWriter.Text("Form", Summary, form);

    private static WrittenNote Note(int number, params WrittenItem[] items) => new($"{number:X32}", items);

    private static PlainTime Expressible(PlainTime time)
    {
        if (IsDate(time))
            return time;
        if (time.Instant is not { } instant)
            return new PlainTime(null, null, false);
        int zone = Zone(time.Text!);
        string text = new DateTime(instant).AddMinutes(zone)
            .ToString("yyyyMMdd'T'HHmmss','ff", CultureInfo.InvariantCulture)
            + $"{(zone < 0 ? "-" : "+")}{Math.Abs(zone) / 60:00}" + (zone % 60 == 0 ? "" : $"{Math.Abs(zone) % 60:00}");
        return new PlainTime(instant, text, true);
    }

    private static (uint Low, uint High) Words(PlainTime time)
    {
        if (IsDate(time))
            return (uint.MaxValue, NsfWriter.Time(DateTime.ParseExact(time.Text!, "yyyyMMdd", null)).High);
        if (time.Instant is not { } instant)
            return (0, 0);
        int zone = Zone(time.Text!);
        // Where it can be, the hour of daylight saving time is distinguished.
        return NsfWriter.Time(new DateTime(instant, DateTimeKind.Utc), zone, isDaylightSaving: zone is 120 or -300);
    }

    private static bool IsDate(PlainTime time) => time.Text is { Length: 8 } text && text.All(char.IsAsciiDigit);

    private static int Zone(string text)
    {
        int sign = text.LastIndexOfAny(['+', '-']);
        if (sign < 0)
            return 0;
        int minutes = (int.Parse(text.AsSpan(sign + 1, 2), CultureInfo.InvariantCulture) * 60)
            + (text.Length > sign + 3 ? int.Parse(text.AsSpan(sign + 3, 2), CultureInfo.InvariantCulture) : 0);
        return text[sign] == '-' ? -minutes : minutes;
    }
}
