using CoexTools.Model;

namespace CoexTools.Audit;

/// <summary>Items that contain server names although the field map does not include them.</summary>
/// <param name="MailServer">The item that seems to contain the mail server; null for none.</param>
/// <param name="CalendarServer">The item that seems to contain the calendar server; null for none.</param>
internal sealed record FieldMapItems(string? MailServer, string? CalendarServer)
{
    /// <summary>Gets the parameter with which commands use the items.</summary>
    public string Parameter =>
        $"-FieldMap @{{ {string.Join("; ", Entries.Select(one => $"{one[0]} = '{one[1]}'"))} }}";

    /// <summary>Gets the field map with the items.</summary>
    public FieldMap Map => FieldMap.FromDictionary(Entries.ToDictionary(one => one[0], one => one[1]));

    // Each is a property of the field map and its item.
    private IEnumerable<string[]> Entries
    {
        get
        {
            if (MailServer is not null)
                yield return [nameof(MailServer), MailServer];
            if (CalendarServer is not null)
                yield return [nameof(CalendarServer), CalendarServer];
        }
    }
}
