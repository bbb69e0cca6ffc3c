using System.Collections;
using CoexTools.Names;

namespace CoexTools.Model;

/// <summary>
/// Which items hold the properties of a Foreign Domain document. The item names of the form's mail and calendar tabs
/// are not documented: for each property the map has candidates, of which the first with a value counts. Users can
/// replace any of them.
/// </summary>
public sealed class FieldMap
{
    private static readonly Dictionary<string, string[]> DefaultCandidates = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(DomainName)] = ["DomainName", "Domain", "ForeignDomain", "ForeignDomainName"],
        [nameof(MailServer)] = ["MailServer", "GatewayServer", "GatewayServerName", "MailServerName"],
        [nameof(MailFile)] = ["MailFile", "GatewayMailFile", "GatewayMailFileName", "MailFileName"],
        [nameof(CalendarServer)] = ["CalendarServer", "CalendarServerName", "CalServer"],
        [nameof(CalendarSystem)] = ["CalendarSystem", "CalendarSystemName", "CalSystem"],
        [nameof(DomainType)] = ["ForeignDomain", "Foreign Domain", "Foreign"],
        [nameof(DocumentAccess)] = ["authors", "names", "protected"],
    };

    // A non-adjacent Domain document has a value in the first of them, an adjacent one in the second.
    private static readonly string[] OtherDomainNames = ["NextDomain", "AdjacentDomainName"];

    // Domain documents that are surely of another kind, whatever items they have.
    private static readonly string[] OtherKeywordStarts = ["Global", "Adjacent", "NonAdjacent", "Non-adjacent", "SMTP"];

    private readonly Dictionary<string, string[]> _candidates;

    private FieldMap(Dictionary<string, string[]> candidates) => _candidates = candidates;

    /// <summary>Returns the map with the defaults alone.</summary>
    public static FieldMap Default { get; } = new(DefaultCandidates);

    /// <summary>Gets the items that may hold the domain's name.</summary>
    public IReadOnlyList<string> DomainName => _candidates[nameof(DomainName)];

    /// <summary>Gets the items that may hold the gateway server, which takes the mail.</summary>
    public IReadOnlyList<string> MailServer => _candidates[nameof(MailServer)];

    /// <summary>Gets the items that may hold the gateway's mail file.</summary>
    public IReadOnlyList<string> MailFile => _candidates[nameof(MailFile)];

    /// <summary>Gets the items that may hold the calendar server.</summary>
    public IReadOnlyList<string> CalendarServer => _candidates[nameof(CalendarServer)];

    /// <summary>Gets the items that may hold the calendar system.</summary>
    public IReadOnlyList<string> CalendarSystem => _candidates[nameof(CalendarSystem)];

    /// <summary>Gets the keywords of the item <c>DomainType</c> that mean a foreign domain.</summary>
    public IReadOnlyList<string> DomainType => _candidates[nameof(DomainType)];

    /// <summary>
    /// Gets the flags that the form sets on the field <c>DocumentAccess</c> (ED2), by the names of their DXL
    /// attributes.
    /// </summary>
    public IReadOnlyList<string> DocumentAccess => _candidates[nameof(DocumentAccess)];

    /// <summary>The name of <see cref="ItemFlags.Sealed"/> in version 0.2.0 and earlier.</summary>
    internal const string FormerSealedFlag = "Checksum";

    /// <summary>Gets the properties that a map has.</summary>
    public static IReadOnlyCollection<string> PropertyNames => DefaultCandidates.Keys;

    /// <summary>Returns the candidates that a property has by default.</summary>
    internal static IReadOnlyList<string> DefaultOf(string property) => DefaultCandidates[property];

    /// <summary>Returns the default map with some of its properties replaced.</summary>
    /// <param name="replacement">For each property its candidates: one text or a list of them.</param>
    /// <exception cref="ArgumentException">A key is not a property of the map, or a property has no
    /// candidate.</exception>
    public static FieldMap FromDictionary(IDictionary replacement)
    {
        if (replacement is null)
            throw new ArgumentNullException(nameof(replacement));
        var candidates = new Dictionary<string, string[]>(DefaultCandidates, StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in replacement)
        {
            string property = entry.Key.ToString() ?? "";
            if (!candidates.ContainsKey(property))
                throw new ArgumentException(
                    $"The field map has no property '{property}'. Its properties "
                        + $"are {string.Join(", ", PropertyNames)}.", nameof(replacement));
            IEnumerable values = entry.Value is IEnumerable list and not string ? list : new[] { entry.Value };
            string[] names =
                [.. values.Cast<object?>().Select(value => value?.ToString()?.Trim() ?? "")
                    .Where(name => name.Length > 0)];
            if (names.Length == 0)
                throw new ArgumentException($"The field map does not specify an item for '{property}'.", nameof(
                    replacement));
            if (property.Equals(nameof(DocumentAccess), StringComparison.OrdinalIgnoreCase)
                && names.FirstOrDefault(name => FlagNamed(name) is null) is { } unknown)
                throw new ArgumentException($"'{unknown}' is not a flag of an item.", nameof(replacement));
            candidates[property] = names;
        }
        return new FieldMap(candidates);
    }

    /// <summary>Returns the candidates of a property.</summary>
    internal IReadOnlyList<string> CandidatesOf(string property) => _candidates[property];

    /// <summary>Gets the flags of <see cref="DocumentAccess"/>.</summary>
    internal ItemFlags DocumentAccessFlags =>
        DocumentAccess.Aggregate(ItemFlags.None, (flags, name) => flags | FlagNamed(name)!.Value);

    /// <summary>Returns what the map finds on a document; null where it is no Foreign Domain document.</summary>
    internal ForeignDomainFields? Read(DominoDocument document)
    {
        (string? domain, string? domainItem) = Find(document, DomainName);
        (string? mailServer, string? mailServerItem) = Find(document, MailServer);
        (string? mailFile, string? mailFileItem) = Find(document, MailFile);
        (string? calendarServer, string? calendarServerItem) = Find(document, CalendarServer);
        (string? calendarSystem, string? calendarSystemItem) = Find(document, CalendarSystem);
        string? keyword = document.FirstValue("DomainType");

        string decision;
        if (OtherDomainNames.Any(name => document.FirstValue(name) is not null))
            return null;
        if (DirectoryForms.IsForeign(document.Form))
            decision = $"the form '{document.Form}' identifies a foreign domain";
        else if (keyword is not null && DomainType.Contains(keyword, StringComparer.OrdinalIgnoreCase))
            decision = $"the keyword '{keyword}' identifies a foreign domain";
        else if (keyword is not null
            && OtherKeywordStarts.Any(start => keyword.StartsWith(start, StringComparison.OrdinalIgnoreCase)))
            return null;
        else if ((mailServerItem ?? calendarServerItem) is { } found)
            decision = $"{(keyword is null ? "there is no keyword" : $"the keyword '{keyword}' is not known")}, but "
                + $"'{found}' names a server";
        else
            return null;

        return new ForeignDomainFields(
            domain ?? "", NotesName.FromText(mailServer), mailFile, NotesName.FromText(calendarServer), calendarSystem,
            new FieldSource(
                domainItem, mailServerItem, mailFileItem, calendarServerItem, calendarSystemItem, keyword, decision));
    }

    private static ItemFlags? FlagNamed(string name)
    {
        if (name.Equals(FormerSealedFlag, StringComparison.OrdinalIgnoreCase))
            return ItemFlags.Sealed;
        return Enum.GetNames(typeof(ItemFlags)).Contains(name, StringComparer.OrdinalIgnoreCase)
            ? (ItemFlags)Enum.Parse(typeof(ItemFlags), name, ignoreCase: true)
            : null;
    }

    private static (string? Value, string? Item) Find(DominoDocument document, IEnumerable<string> candidates)
    {
        foreach (string candidate in candidates)
        {
            if (document.FirstValue(candidate) is { } value)
                return (value, candidate);
        }
        return (null, null);
    }
}
