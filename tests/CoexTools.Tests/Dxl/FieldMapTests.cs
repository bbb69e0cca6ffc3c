using CoexTools.Model;
using CoexTools.Sources.Dxl.Reading;

namespace CoexTools.Tests.Dxl;

public class FieldMapTests
{
    [Theory]
    [InlineData("DomainName", "DomainName Domain ForeignDomain ForeignDomainName")]
    [InlineData("MailServer", "MailServer GatewayServer GatewayServerName MailServerName")]
    [InlineData("MailFile", "MailFile GatewayMailFile GatewayMailFileName MailFileName")]
    [InlineData("CalendarServer", "CalendarServer CalendarServerName CalServer")]
    [InlineData("CalendarSystem", "CalendarSystem CalendarSystemName CalSystem")]
    public void The_candidates_are_asked_in_their_order(string property, string candidates)
    {
        string[] items = candidates.Split(' ');
        for (int first = 0; first < items.Length; first++)
        {
            // Those before are there, but blank; those behind have another value, and come first in the document.
            ForeignDomainDocument document = Read(
                Item("DomainType", "Foreign"),
                string.Concat(items.Skip(first + 1).Reverse().Select(item => Item(item, "Wrong/Wrong"))),
                string.Concat(items.Take(first).Select(item => Item(item, "  "))),
                Item(items[first].ToUpperInvariant(), " CN=Right/O=Acme "))!;
            object? value = typeof(ForeignDomainDocument).GetProperty(
                property == "DomainName" ? "Domain" : property)!.GetValue(document);
            Assert.Equal(property is "MailServer" or "CalendarServer" ? "Right/Acme" : "CN=Right/O=Acme", value);
            Assert.Equal(items[first], typeof(FieldSource).GetProperty(property)!.GetValue(document.FieldSource));
        }
    }

    [Fact]
    public void What_is_not_there_is_null()
    {
        ForeignDomainDocument document = Read(Item("DomainType", "Foreign"))!;
        Assert.Equal("", document.Domain);
        Assert.Null(document.MailServer);
        Assert.Null(document.MailFile);
        Assert.Null(document.CalendarServer);
        Assert.Null(document.CalendarSystem);
        FieldSource source = document.FieldSource;
        Assert.Equal(
            [null, null, null, null, null],
            new[] { source.DomainName, source.MailServer, source.MailFile, source.CalendarServer,
                source.CalendarSystem });
        Assert.Equal("Foreign", source.DomainType);
        Assert.Equal("", source.ToString());
    }

    [Theory]
    [InlineData("ForeignDomain", false, true)]
    [InlineData("Foreign Domain", false, true)]
    [InlineData("Foreign", false, true)]
    [InlineData(" foreign domain ", false, true)]
    [InlineData("FOREIGN", false, true)]
    [InlineData("GlobalDomain", true, false)]
    [InlineData("Global", true, false)]
    [InlineData("global domain", true, false)]
    [InlineData("Adjacent", true, false)]
    [InlineData("AdjacentDomain", true, false)]
    [InlineData("NonAdjacent", true, false)]
    [InlineData("Non-adjacent Domain", true, false)]
    [InlineData("NON-ADJACENT", true, false)]
    [InlineData("SMTP", true, false)]
    [InlineData("SMTPDomain", true, false)]
    [InlineData("ForeignSMTP", true, true)] // No keyword that is known, but a server is named.
    [InlineData("1", true, true)]
    [InlineData("1", false, false)]
    [InlineData(null, true, true)]
    [InlineData(null, false, false)]
    [InlineData(" ", true, true)]
    [InlineData(" ", false, false)]
    public void The_keyword_decides_and_else_the_servers(string? keyword, bool hasServer, bool isForeign)
    {
        foreach (string server in new[] { "GatewayServer", "CalendarServer" })
        {
            ForeignDomainDocument? document = Read(
                keyword is null ? "" : Item("DomainType", keyword), Item("DomainName", "BTEx"), hasServer
                    ? Item(server, "CN=DominoA/O=Acme") : "");
            Assert.Equal(isForeign, document is not null);
            if (document is null)
                continue;
            Assert.Equal(string.IsNullOrWhiteSpace(keyword) ? null : keyword.Trim(), document.FieldSource.DomainType);
            Assert.Contains(hasServer ? $"'{server}'" : $"'{keyword!.Trim()}'", document.FieldSource.Decision);
        }
    }

    [Theory]
    [InlineData("Domain", "", false)]
    [InlineData("Gateway Domain", "", true)]
    [InlineData("gateway domain", "<item name='DomainType'><text>GlobalDomain</text></item>", true)]
    [InlineData("Foreign Domain", "<item name='DomainType'><text>SMTP</text></item>", true)]
    [InlineData("Domain", "<item name='MailServer'><text>A/Acme</text></item>", true)]
    [InlineData("Custom", "<item name='MailServer'><text>A/Acme</text></item>", true)]
    [InlineData(
        "Domain", "<item name='MailServer'><text>A/Acme</text></item><item name='NextDomain'><text> </text></item>",
        true)]
    [InlineData(
        "Domain", "<item name='MailServer'><text>A/Acme</text></item><item name='NextDomain'><text>Next</text></item>",
        false)]
    [InlineData(
        "Domain", "<item name='DomainType'><text>Foreign</text></item><item name='NextDomain'><text>Next</text></item>",
        false)]
    [InlineData("Gateway Domain", "<item name='NextDomain'><text>Next</text></item>", false)]
    public void The_form_and_the_next_domain_decide(string form, string items, bool isForeign)
    {
        DominoDocument document =
            DocumentParser
                .Parse($"<document form='{form}'>{items}</document>", new Dictionary<string, string>(), key: 0);
        ForeignDomainFields? fields = FieldMap.Default.Read(document);
        Assert.Equal(isForeign, fields is not null);
        if (form.EndsWith("omain", StringComparison.Ordinal) && form.Length > 6 && isForeign)
            Assert.Contains($"'{form}'", fields!.Source.Decision);
    }

    [Fact]
    public void A_property_of_the_map_can_be_replaced_and_the_others_stay()
    {
        FieldMap map = FieldMap.FromDictionary(
            new System.Collections.Hashtable
            {
                ["mailserver"] = "Relay",
                ["CalendarSystem"] = new object[] { "First", " Second " },
                ["DomainType"] = "7",
            });
        Assert.Equal(["Relay"], map.MailServer);
        Assert.Equal(["First", "Second"], map.CalendarSystem);
        Assert.Equal(["7"], map.DomainType);
        Assert.Equal(FieldMap.Default.DomainName, map.DomainName);
        Assert.Equal(FieldMap.Default.MailFile, map.MailFile);
        Assert.Equal(FieldMap.Default.CalendarServer, map.CalendarServer);
        Assert
            .Equal(["MailServer", "GatewayServer", "GatewayServerName", "MailServerName"], FieldMap.Default.MailServer);

        ForeignDomainDocument document = Read(
            map, Item("DomainType", "7"), Item("Relay", "R/Acme"), Item("GatewayServer", "no"), Item(
                "Second", "mail.box"))!;
        Assert.Equal("R/Acme", document.MailServer);
        Assert.Equal("mail.box", document.CalendarSystem);
        Assert.Equal("Relay, Second", document.FieldSource.ToString());
        Assert.Null(Read(map, Item("DomainType", "Foreign")));
    }

    [Fact]
    public void Every_property_can_be_replaced()
    {
        foreach (string property in new[] { "CalendarServer", "CalendarSystem", "DomainName", "DomainType", "MailFile",
            "MailServer" })
        {
            Assert.Contains(property, FieldMap.PropertyNames);
            var map = FieldMap.FromDictionary(new Dictionary<string, string[]> { [property] = ["X"] });
            Assert.Equal(["X"], (IReadOnlyList<string>)typeof(FieldMap).GetProperty(property)!.GetValue(map)!);
        }
    }

    [Fact]
    public void A_map_of_mistakes_is_refused()
    {
        Assert.Contains(
            "'Mail'",
            Assert.Throws<ArgumentException>(() => FieldMap.FromDictionary(
                new Dictionary<string, string> { ["Mail"] = "X" })).Message);
        Assert.Contains(
            "'MailFile'",
            Assert.Throws<ArgumentException>(() => FieldMap.FromDictionary(
                new Dictionary<string, string> { ["MailFile"] = " " })).Message);
        Assert.Throws<ArgumentException>(() => FieldMap.FromDictionary(
            new Dictionary<string, object?> { ["MailFile"] = null }));
        Assert.Throws<ArgumentException>(() => FieldMap.FromDictionary(
            new Dictionary<string, object> { ["MailFile"] = Array.Empty<string>() }));
        Assert.Throws<ArgumentNullException>(() => FieldMap.FromDictionary(null!));
    }

    private static string Item(string name, string value) => $"<item name='{name}'><text>{value}</text></item>";

    private static ForeignDomainDocument? Read(params string[] items) => Read(FieldMap.Default, items);

    private static ForeignDomainDocument? Read(FieldMap map, params string[] items)
    {
        DominoDocument document = DocumentParser.Parse(
            $"<document form='Domain'>{string.Concat(items)}</document>", new Dictionary<string, string>(), key: 0);
        return new DirectorySnapshot(
            new DirectoryContent { Documents = [document], FieldMap = map }).Unordered.SingleOrDefault();
    }
}
