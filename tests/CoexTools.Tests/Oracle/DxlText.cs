using System.Security;
using System.Text;
using CoexTools.Model;
using CoexTools.Sources.Dxl.Reading;

namespace CoexTools.Tests;

/// <summary>Writes a plain directory as the text of a DXL file, and reads it back as users' files are read.</summary>
internal static class DxlText
{
    public static DirectorySnapshot Read(PlainDirectory directory)
    {
        string path = Path.Combine(Path.GetTempPath(), $"CoexTools.{Guid.NewGuid():N}.dxl");
        File.WriteAllText(path, Of(directory));
        try
        {
            // Times that are none are reported, and taken as unknown; nothing else may be wrong.
            return new DirectorySnapshot(new DxlReader(path).Read(FieldMap.Default, problem => Assert.Equal(
                    "DateTimeInvalid", problem.ErrorId), CancellationToken.None));
        }
        finally
        {
            File.Delete(path);
        }
    }

    public static string Of(PlainDirectory directory)
    {
        var text = new StringBuilder(
            "<?xml version='1.0' encoding='utf-8'?>\n<!DOCTYPE database SYSTEM 'xmlschemas/domino_12_0_2.dtd'>\n");
        text.Append(
            "<database xmlns='http://www.lotus.com/dxl' version='12.0' replicaid='852564AC004EBCCF' path='names.nsf' "
                + "title='Directory'>\n");
        if (directory.Acl is not null)
        {
            text.Append("<acl>\n<role>[NetModifier]</role>\n");
            foreach (PlainAclEntry entry in directory.Acl)
            {
                text.Append(
                    $"<aclentry name='{Escape(entry.Name.Text)}'{(entry.IsDefault ? " default='true'" : "")}"
                        + $"{(entry.Type is null ? "" : $" type='{entry.Type}'")} "
                        + $"level='{entry.Level.ToString().ToLowerInvariant()}'>");
                foreach (string role in entry.Roles)
                    text.Append($"\n<role>{Escape(role)}</role>");
                text.Append("</aclentry>\n");
            }
            text.Append("</acl>\n");
        }

        // The forms are mixed, for no reader may rely on their order.
        int count = Math.Max(directory.Servers.Count, Math.Max(directory.Groups.Count, directory.Documents.Count));
        for (int i = 0; i < count; i++)
        {
            if (i < directory.Documents.Count)
                Append(text, directory.Documents[i], i);
            if (i < directory.Servers.Count)
                Append(text, directory.Servers[i]);
            if (i < directory.Groups.Count)
                Append(text, directory.Groups[i]);
        }
        // Neither an adjacent domain nor a person is a foreign domain, whatever items they have.
        text.Append("<document form='Domain'>\n").Append(Item("DomainType", "", ["Adjacent Domain"]))
            .Append(Item("DomainName", "", ["BTEx"]))
            .Append(Item("GatewayServer", "", ["CN=Adjacent/O=Acme"])).Append("</document>\n");
        text.Append("<document form='Person'>\n").Append(Item("DomainName", "", ["BTEx"]))
            .Append(Item("GatewayServer", "", ["CN=Person/O=Acme"]))
            .Append("</document>\n");
        return text.Append("</database>\n").ToString();
    }

    private static void Append(StringBuilder text, PlainDocument document, int index)
    {
        text.Append($"<document form='Domain'>\n<noteinfo noteid='9{index:x}' unid='{document.Unid}' sequence='1'>\n");
        Time("modified", document.Modified);
        Time("revised", document.Revised);
        text.Append("</noteinfo>\n");
        text.Append(Item("DomainType", "", ["ForeignDomain"])).Append(Item("DomainName", "", [document.Domain.Text]));
        if (document.MailServer is { } mail)
            text.Append(Item("GatewayServer", " names='true'", [mail.Text]));
        if (document.CalendarServer is { } calendar)
            text.Append(Item("CalendarServer", " names='true'", [calendar.Text]));
        if (document.IsConflict)
            text.Append(Item("$Conflict", "", [""]));
        foreach (PlainItem item in document.Items)
        {
            string flags = (item.IsReaders ? " readers='true'" : "")
                + (item.IsAuthors ? " authors='true'" : " authors='false'");
            text.Append(Item(item.Name, flags, [.. item.Values.Select(value => value.Text)]));
        }
        text.Append("</document>\n");

        void Time(string element, PlainTime time)
        {
            if (time.Text is not null)
                text.Append($"<{element}><datetime>{time.Text}</datetime></{element}>\n");
        }
    }

    private static void Append(StringBuilder text, Written server) =>
        text.Append("<document form='Server'>\n").Append(Item("ServerName", "", [server.Text])).Append("</document>\n");

    private static void Append(StringBuilder text, PlainGroup group)
    {
        text.Append("<document form='Group'>\n").Append(Item("ListName", "", [group.Name.Text]));
        if (group.Type is not null)
            text.Append(Item("GroupType", "", [group.Type]));
        text.Append(Item("Members", " names='true'", [.. group.Members.Select(member => member.Text)]))
            .Append("</document>\n");
    }

    // The exporter writes a list for several values, and folds its lines within tags.
    private static string Item(string name, string flags, IReadOnlyList<string> values)
    {
        string content = values.Count switch
        {
            0 => "<textlist/>",
            1 => $"<text>{Escape(values[0])}</text>",
            _ => "<textlist>" + string.Concat(values.Select(value => $"<text\n>{Escape(value)}</text>"))
                + "</textlist>",
        };
        return $"<item name='{Escape(name)}'{flags}>{content}</item>\n";
    }

    private static string Escape(string text) => SecurityElement.Escape(text);
}
