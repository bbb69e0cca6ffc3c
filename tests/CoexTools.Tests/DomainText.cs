namespace CoexTools.Tests;

/// <summary>
/// The text of a Foreign Domain document as an exporter writes it: what a test changes is a property.
/// </summary>
internal sealed record DomainText
{
    public string Unid { get; init; } = "0123456789ABCDEF0123456789ABCDEF";

    public string Domain { get; init; } = "BTEx";

    public string Server { get; init; } = "CN=DominoA/O=Acme";

    public string Sequence { get; init; } = "7";

    public string? Modified { get; init; } = "20250601T101112,34+02";

    public string? Revised { get; init; } = "20250601T044112,34-0330";

    /// <summary>The item <c>DocumentAccess</c>, once for each, from its first to its last character.</summary>
    public string[] Access { get; init; } = [Field];

    public string Prefix { get; init; } = "";

    public string NewLine { get; init; } = "\n";

    public const string Field =
        "<item name='DocumentAccess' authors='true' names='true' protected='true'><text>[NetModifier]</text></item>";

    public override string ToString() => string.Join(
        NewLine,
        $"<document form='Domain'\t>",
        $"<noteinfo noteid='8fe' unid='{Unid}' sequence='{Sequence}'>",
        "<created><datetime dst='false'>20190101T000000,00+00</datetime></created>"
            + (Modified is null ? "" : $"<modified><datetime dst='true'>{Modified}</datetime></modified>")
            + (Revised is null ? "" : $"<revised><datetime\n>{Revised}</datetime></revised>".Replace("\n", NewLine)),
        "<lastaccessed><datetime>20240101T000000,00+00</datetime></lastaccessed></noteinfo>",
        "<updatedby><name>CN=Admin/O=Acme</name></updatedby>",
        "<!-- kept: é€😀 --><?kept too?>",
        "<item name='Type'><text>Domain</text></item>",
        $"<item name='DomainName'><text{NewLine}>{Domain}</text></item>",
        $"<item name='GatewayServer' names='true'><text>{Server}</text></item>",
        Access.ElementAtOrDefault(0) + $"<item name='CalendarServer' names='true'><text>{Server}</text></item>"
            + Access.ElementAtOrDefault(1),
        "<item name='Comment'><text>é€😀 &#233;&amp;<![CDATA[<item name='DocumentAccess'/>]]></text></item>",
        Access.ElementAtOrDefault(2) + "</document >")
        .Replace("<", "<" + Prefix).Replace($"<{Prefix}/", "</" + Prefix).Replace($"<{Prefix}!", "<!")
        .Replace($"<{Prefix}?", "<?")
        .Replace($"<![CDATA[<{Prefix}item", "<![CDATA[<item");

    /// <summary>A whole file around documents.</summary>
    public static string File(params IEnumerable<object> documents) =>
        "<?xml version='1.0' encoding='utf-8'?>\n<!DOCTYPE database SYSTEM 'xmlschemas/domino_12_0_2.dtd'>\n<!-- é "
        + "before -->\n<database xmlns='http://www.lotus.com/dxl' version='12.0' replicaid='852564AC004EBCCF' "
        + "title='Acme'>\n"
        + string.Join("\n<!-- é€😀 between -->\r\n", documents) + "\n</database>\n<!-- behind -->\n";
}
