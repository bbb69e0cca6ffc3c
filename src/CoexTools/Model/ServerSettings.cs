namespace CoexTools.Model;

/// <summary>
/// Represents the items of a Server document that two coexistence servers should have in common: the SMTP listener, the
/// ports and the time zone. The rest of the document, which may be large, is not kept.
/// </summary>
/// <remarks>
/// <c>SMTPListenerEnabled</c>, <c>SMTPFullHostDomain</c> and <c>Ports</c> are in the header stdnames.h of the Notes C
/// API; <c>Port_0</c>, <c>Enabled_0</c>, <c>NetAddr_0</c> and so on are known from practice. The names of the items for
/// the time zone are not documented for this form: every item whose name ends in <c>TimeZone</c> or <c>DST</c> is taken
/// for one.
/// </remarks>
internal sealed class ServerSettings
{
    public const string SmtpListener = "SMTPListenerEnabled";
    public const string HostName = "SMTPFullHostDomain";
    public const string Ports = "Ports";
    public const string PortPrefix = "Port_";
    public const string EnabledPrefix = "Enabled_";
    public const string AddressPrefix = "NetAddr_";

    private readonly Dictionary<string, IReadOnlyList<string>> _values = new(StringComparer.OrdinalIgnoreCase);

    private ServerSettings()
    {
    }

    /// <summary>Gets the settings of a server without a Server document.</summary>
    public static ServerSettings None { get; } = new();

    /// <summary>Gets all settings, by item.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Values => _values;

    /// <summary>Gets the names of the items for the time zone.</summary>
    public IEnumerable<string> TimeZoneItems => _values.Keys.Where(IsTimeZone);

    /// <summary>Creates settings from values that were read before.</summary>
    public static ServerSettings Of(IEnumerable<(string Item, IReadOnlyList<string> Values)> values)
    {
        var settings = new ServerSettings();
        foreach ((string item, IReadOnlyList<string> value) in values)
            settings._values[item] = value;
        return settings;
    }

    /// <summary>Reads a Server document.</summary>
    public static ServerSettings Of(DominoDocument document) => Of(
        from name in document.Items.Select(item => item.Name).Distinct(StringComparer.OrdinalIgnoreCase)
        where IsWanted(name)
        select (name, (IReadOnlyList<string>)[.. document.Values(name)]));

    /// <summary>
    /// Gets the values of an item, without blank ones; null where the document does not have the item.
    /// </summary>
    public IReadOnlyList<string>? this[string item] =>
        _values.TryGetValue(item, out IReadOnlyList<string>? values) ? values : null;

    /// <summary>
    /// Returns the ports by name: whether each is enabled, and whether it has a network address. Empty where the
    /// document lists none.
    /// </summary>
    public IReadOnlyList<ServerPort> ListPorts()
    {
        List<ServerPort> ports =
        [
            .. from item in _values
               where item.Key.StartsWith(PortPrefix, StringComparison.OrdinalIgnoreCase) && item.Value.Count > 0
               let number = item.Key.Substring(PortPrefix.Length)
               orderby number.Length, number
               select new ServerPort(
                   item.Value[0], IsOn(this[EnabledPrefix + number]), this[AddressPrefix + number] is { Count: > 0 }),
        ];
        return ports.Count > 0
            ? ports : [.. (this[Ports] ?? []).Select(port => new ServerPort(port, IsEnabled: true, HasAddress: null))];
    }

    private static bool IsOn(IReadOnlyList<string>? values) =>
        values is { Count: > 0 }
            && (values[0] == "1" || values[0].StartsWith("Enabled", StringComparison.OrdinalIgnoreCase));

    private static bool IsTimeZone(string name) =>
        name.EndsWith("TimeZone", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith("DST", StringComparison.OrdinalIgnoreCase);

    private static bool IsWanted(string name) =>
        IsTimeZone(name)
        || new[] { SmtpListener, HostName, Ports }.Contains(name, StringComparer.OrdinalIgnoreCase)
        || new[] { PortPrefix, EnabledPrefix, AddressPrefix }.Any(
            prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
