using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Audit.Rules;

/// <summary>Finds items that contain server names although the field map does not include them.</summary>
internal static class FieldMapGuess
{
    /// <summary>
    /// Returns the items with which documents that do not specify a server specify one; null if no item looks like it.
    /// </summary>
    public static FieldMapItems? Of(DirectoryAudit audit, IReadOnlyList<ForeignDomainDocument> documents)
    {
        DirectorySnapshot directory = audit.Directory;
        List<string> items =
        [
            .. documents.Where(document => document.NamedServers.Count == 0)
                .SelectMany(document => document.Item).Where(IsOfServer).Select(item => item.Name)
                    .Distinct(StringComparer.OrdinalIgnoreCase),
        ];
        string? calendar = items.FirstOrDefault(IsOfCalendar);
        string? mail = items.FirstOrDefault(item => !IsOfCalendar(item));
        return mail is null && calendar is null ? null : new FieldMapItems(mail, calendar);

        bool IsOfServer(DominoItem item) =>
            !item.IsReaders && !item.IsAuthors && item.Name[0] != '$' && !item.Name.Contains('\'')
            && !DirectoryNames.AdministratorFields.Contains(item.Name, StringComparer.OrdinalIgnoreCase)
            && item.Value.Count == 1 && NotesName.FromText(item.Value[0]) is { } name
            && (directory.Content.Servers.Count > 0
                ? directory.FindServers(name).Any(directory.HasServerDocument)
                : item.IsNames && name.IsHierarchical);

        static bool IsOfCalendar(string item) => item.IndexOf("cal", StringComparison.OrdinalIgnoreCase) >= 0;
    }

    /// <summary>Returns a sentence about the items; empty if there are none.</summary>
    public static string Describe(FieldMapItems? items) => items is null
        ? ""
        : " Other items contain server names. If they are the items of the mail and calendar tabs, specify "
            + $"{items.Parameter}.";

    /// <summary>Returns the remedy that uses the items.</summary>
    public static Remedy RemedyOf(FieldMapItems items) =>
        new([new RemedyStep(RemedyKind.UseFieldMap, "") { FieldMap = items }]);
}
