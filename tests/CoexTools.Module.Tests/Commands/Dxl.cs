namespace CoexTools.Module.Tests.Commands;

/// <summary>Writes DXL for tests that need another directory than the scenarios.</summary>
internal static class Dxl
{
    public static string Database(params string[] documents) => $"""
        <?xml version='1.0' encoding='utf-8'?>
        <database xmlns='http://www.lotus.com/dxl' version='12.0' title='Test directory' replicaid='852564AC004EBCCF'>
        {string.Join("\n", documents)}
        </database>

        """;

    /// <summary>A Foreign Domain document that everybody may read.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="server">The server for mail and calendar, canonical; null for none.</param>
    /// <param name="number">Makes the UNID.</param>
    /// <param name="modified">When the document was modified.</param>
    /// <param name="revised">When the document was revised, where that is another time.</param>
    /// <param name="items">Further items.</param>
    public static string ForeignDomain(
        string domain, string? server, int number, string modified = "20250310T093015,12+00", string? revised = null,
        string items = "") => $"""
        <document form='Domain'>
        <noteinfo noteid='{number:x}' unid='{number:X32}' sequence='1'>
        <created><datetime>20190310T093015,12+00</datetime></created>
        <modified><datetime>{modified}</datetime></modified>
        <revised><datetime>{revised ?? modified}</datetime></revised></noteinfo>
        <item name='Type'><text>Domain</text></item>
        <item name='DomainType'><text>ForeignDomain</text></item>
        <item name='DomainName'><text>{domain}</text></item>
        {(server is null ? "" : $"<item name='GatewayServer' names='true'><text>{server}</text></item>")}
        {(server is null ? "" : $"<item name='CalendarServer' names='true'><text>{server}</text></item>")}
        {items}
        </document>
        """;

    public static string Server(string name, int number) => $"""
        <document form='Server'>
        <noteinfo noteid='{number:x}' unid='{number:X32}' sequence='1'></noteinfo>
        <item name='Type'><text>Server</text></item>
        <item name='ServerName' names='true'><text>{name}</text></item>
        </document>
        """;

    public static string Group(string name, int number, params string[] members) => $"""
        <document form='Group'>
        <noteinfo noteid='{number:x}' unid='{number:X32}' sequence='1'></noteinfo>
        <item name='Type'><text>Group</text></item>
        <item name='GroupType'><text>0</text></item>
        <item name='ListName'><text>{name}</text></item>
        <item name='Members' names='true'><textlist>{string.Concat(members.Select(member => $"<text>{member}</text>"))}</textlist></item>
        </document>
        """;
}
