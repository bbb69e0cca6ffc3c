using System.Globalization;
using System.Text;

namespace CoexTools.Benchmarks;

/// <summary>The content of most bytes of a directory.</summary>
internal enum DirectoryShape
{
    /// <summary>Person documents with certificates, which are long sections without tags.</summary>
    Certificates,

    /// <summary>Person documents with 25 to 40 short text items: about one tag every 23 bytes.</summary>
    SmallItems,
}

/// <summary>
/// Writes directories of any size: Person documents, and the documents that CoexTools reads. The same seed produces the
/// same file.
/// </summary>
internal static class DirectoryGenerator
{
    private const string Time = "<datetime>20250310T093015,12+00</datetime>";

    // Of a Person document, on average.
    private static int PersonLength(DirectoryShape shape) => shape == DirectoryShape.Certificates ? 3750 : 3600;

    /// <summary>Writes a file of Person documents with a few servers, groups and Foreign Domain documents.</summary>
    public static void Write(
        string path, DirectoryShape shape, long size, int foreignDomains, int servers = 200,
        int groups = 300, int seed = 1, int documentsOfDomain = 2)
    {
        int persons = (int)Math.Max(1, size / PersonLength(shape));
        var random = new Random(seed);
        using StreamWriter writer = Start(path, servers);
        WriteGroup(
            writer, "Servers Only", 4, Enumerable.Range(0, servers).Where(i => i >= foreignDomains).Select(ServerName));
        for (int i = 0; i < groups; i++)
        {
            IEnumerable<string> members = Enumerable.Range(0, 20)
                .Select(_ => $"CN=Person {random.Next(Math.Max(1, persons))}/OU=Sales/O=Acme");
            WriteGroup(writer, $"Group {i}", 0, members);
        }
        byte[] certificate = new byte[860];
        int every = Math.Max(1, persons / Math.Max(1, foreignDomains));
        int written = 0;
        for (int i = 0; i < persons; i++)
        {
            if (i % every == 0 && written < foreignDomains)
                WriteForeignDomain(writer, written++, documentsOfDomain);
            if (shape == DirectoryShape.Certificates)
                random.NextBytes(certificate);
            WritePerson(writer, i, shape == DirectoryShape.Certificates ? certificate : null, 13 + random.Next(16));
        }
        while (written < foreignDomains)
            WriteForeignDomain(writer, written++, documentsOfDomain);
        writer.WriteLine("</database>");
    }

    /// <summary>
    /// Writes many servers, nested groups, and several Foreign Domain documents for each domain, without Person
    /// documents.
    /// </summary>
    public static void WriteLarge(
        string path, int servers, int groups, int foreignDomains, int documentsOfDomain = 10, int seed = 1)
    {
        var random = new Random(seed);
        using StreamWriter writer = Start(path, servers);
        WriteGroup(writer, "Servers Only", 4, Enumerable.Range(0, 10).Select(i => $"Group {i}"));
        for (int i = 0; i < groups; i++)
        {
            // Nested groups: each contains some of the groups that follow, and servers that are not coexistence
            // servers.
            IEnumerable<string> nested = Enumerable.Range(1, 3).Select(step => (i * 2) + step + 10)
                .Where(next => next < groups)
                .Select(next => $"Group {next}");
            IEnumerable<string> members = Enumerable.Range(0, 10)
                .Select(_ => ServerName(random.Next(foreignDomains, servers)));
            WriteGroup(writer, $"Group {i}", 4, nested.Concat(members));
        }
        for (int i = 0; i < foreignDomains; i++)
            WriteForeignDomain(writer, i, documentsOfDomain);
        writer.WriteLine("</database>");
    }

    private static string ServerName(int i) => $"CN=Server{i.ToString(CultureInfo.InvariantCulture)}/OU=Srv/O=Acme";

    private static StreamWriter Start(string path, int servers)
    {
        var writer = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 20) { NewLine = "\n" };
        WriteHead(writer);
        for (int i = 0; i < servers; i++)
            WriteServer(writer, i);
        WriteGroup(writer, "LocalDomainServers", 4, Enumerable.Range(0, servers).Select(ServerName));
        return writer;
    }

    private static void WriteHead(StreamWriter writer)
    {
        writer.WriteLine("<?xml version='1.0' encoding='utf-8'?>");
        writer.WriteLine("<!DOCTYPE database SYSTEM 'xmlschemas/domino_12_0_2.dtd'>");
        writer.WriteLine("<database xmlns='http://www.lotus.com/dxl' version='12.0' maintenanceversion='2.0'");
        writer.WriteLine(" replicaid='852564AC004EBCCF' path='Hub01/Acme!!names.nsf' title='Acme Directory'>");
        writer.WriteLine(
            "<acl><role>[NetModifier]</role>\n<aclentry name='-Default-' default='true' level='author'></aclentry>");
        writer.WriteLine(
            "<aclentry name='LocalDomainServers' level='manager'><role>[NetModifier]</role></aclentry></acl>");
    }

    private static void WriteStart(StreamWriter writer, string form, int number, string time = Time)
    {
        writer.WriteLine($"<document form='{form}'>");
        writer
            .WriteLine($"<noteinfo noteid='{(number * 4) + 2300:x}' "
                + $"unid='0000000000000000{form.Length:X4}{number:X12}' sequence='3'>");
        writer.WriteLine($"<created>{Time}</created>\n<modified>{time}</modified>\n<revised>{time}</revised>");
        writer.WriteLine($"<lastaccessed>{Time}</lastaccessed>\n<addedtofile>{Time}</addedtofile></noteinfo>");
        writer.WriteLine("<updatedby><name>CN=Admin/O=Acme</name></updatedby>");
    }

    private static void WriteItem(StreamWriter writer, string name, string value, string flags = "") =>
        writer.WriteLine($"<item name='{name}'{flags}><text>{value}</text></item>");

    private static void WriteServer(StreamWriter writer, int i)
    {
        WriteStart(writer, "Server", i);
        WriteItem(writer, "Type", "Server");
        WriteItem(writer, "ServerName", ServerName(i), " names='true'");
        WriteItem(writer, "Domain", "Acme");
        WriteItem(writer, "SMTPFullHostDomain", $"server{i}.acme.example");
        writer.WriteLine("</document>");
    }

    private static void WriteGroup(StreamWriter writer, string name, int type, IEnumerable<string> members)
    {
        WriteStart(writer, "Group", name.Length);
        WriteItem(writer, "ListName", name);
        WriteItem(writer, "GroupType", type.ToString(CultureInfo.InvariantCulture));
        string values = string.Concat(members.Select(member => $"<text>{member}</text>"));
        writer.WriteLine($"<item name='Members' names='true'><textlist>{values}</textlist></item>");
        writer.WriteLine("</document>");
    }

    private static void WriteForeignDomain(StreamWriter writer, int i, int documentsOfDomain = 2)
    {
        WriteStart(
            writer, "Domain", i, $"<datetime>2025{(i % 12) + 1:00}{(i % 28) + 1:00}T093015,{i % 100:00}+00</datetime>");
        WriteItem(writer, "Type", "Domain");
        WriteItem(writer, "DomainType", "ForeignDomain");
        WriteItem(writer, "DomainName", $"BTEx{i / documentsOfDomain}");
        WriteItem(writer, "GatewayServer", ServerName(i), " names='true'");
        WriteItem(writer, "GatewayMailFile", "mail.box");
        WriteItem(writer, "CalendarServer", ServerName(i), " names='true'");
        WriteItem(writer, "CalendarSystem", "mail.box");
        writer.WriteLine(
            "<item name='$Readers' names='true' readers='true'><textlist><text>Servers "
                + "Only</text><text>LocalDomainAdmins</text><text");
        writer.WriteLine($">{ServerName(i)}</text></textlist></item>");
        WriteItem(writer, "DocumentAccess", "[NetModifier]", " authors='true' names='true' protected='true'");
        writer.WriteLine("</document>");
    }

    private static void WritePerson(StreamWriter writer, int i, byte[]? certificate, int smallItems)
    {
        WriteStart(writer, "Person", i);
        WriteItem(writer, "Type", "Person");
        WriteItem(writer, "FullName", $"CN=Person {i}/OU=Sales/O=Acme", " names='true'");
        WriteItem(writer, "LastName", $"Person {i}");
        WriteItem(writer, "FirstName", "P.");
        WriteItem(writer, "MailServer", ServerName(i % 50), " names='true'");
        WriteItem(writer, "MailFile", $"mail/person{i}.nsf");
        WriteItem(writer, "MailDomain", "Acme");
        WriteItem(writer, "InternetAddress", $"person.{i}@acme.example");
        WriteItem(writer, "Department", "Sales &amp; Marketing");
        WriteItem(writer, "OfficePhoneNumber", "+41 44 000 00 00");
        WriteItem(writer, "DocumentAccess", "[UserModifier]", " authors='true' names='true' protected='true'");
        for (int item = 0; certificate is null && item < smallItems; item++)
            WriteItem(
                writer, $"Field{item}",
                $"Value {(i + item) % 1000} of field {item} in the document of person {i}, as it is exported");
        foreach (string name in certificate is null ? [] : new[] { "Certificate", "$UserCertificate" })
        {
            writer.WriteLine($"<item name='{name}' sign='true'>\n<rawitemdata type='e'>");
            string encoded = Convert.ToBase64String(certificate!, Base64FormattingOptions.InsertLineBreaks);
            writer.WriteLine(encoded.Replace("\r\n", "\n", StringComparison.Ordinal));
            writer.WriteLine("</rawitemdata></item>");
        }
        writer.WriteLine("</document>");
    }
}
