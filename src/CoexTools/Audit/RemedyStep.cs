using CoexTools.Changes;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Sources.Dxl.Editing;
using CoexTools.Text;

namespace CoexTools.Audit;

/// <summary>
/// A step of a recommendation as data: what it does, to which target. The sentence for people is made from it (VD4).
/// </summary>
/// <param name="Kind">Specifies what it does.</param>
/// <param name="Name">The field, item, property, group, server, or setting.</param>
/// <param name="Values">The entries, members, or values.</param>
internal sealed record RemedyStep(RemedyKind Kind, string Name, params string[] Values)
{
    private const int MostDocuments = 4;

    /// <summary>Gets the documents that the step changes.</summary>
    public IReadOnlyList<ForeignDomainDocument> Documents { get; init; } = [];

    /// <summary>Gets the notes.ini that the step changes; null for a change of the directory.</summary>
    public NotesIni? File { get; init; }

    /// <summary>
    /// Specifies whether the step changes nothing but documents, and no server that they name. The other domains are
    /// then not affected.
    /// </summary>
    public bool IsOfDomain => Kind is RemedyKind.RemoveField or RemedyKind.AddReaders or RemedyKind.RemoveEntry
        or RemedyKind.DivideEntry or RemedyKind.WriteCanonical or RemedyKind.SaveAgain
        or RemedyKind.CorrectClock or RemedyKind.ResolveConflict;

    /// <summary>Gets the step as a sentence.</summary>
    public string Sentence
    {
        get
        {
            string list = string.Join(", ", Values);
            string documents = NameList.Of([.. Documents.Select(document => document.ToString())], MostDocuments);
            return Kind switch
            {
                RemedyKind.RemoveField =>
                    $"Remove {Name} from {documents} with Remove-DocumentAccessField{FieldParameter} -PreserveOrder. "
                        + "Repeat this after every edit.",
                RemedyKind.AddReaders => $"Add {list} to the readers of {documents}.",
                RemedyKind.RemoveEntry => $"Remove {list} from {Name} of {documents}.",
                RemedyKind.DivideEntry =>
                    $"Divide the value of {Name} of {documents} at its commas into separate values.",
                RemedyKind.WriteCanonical => $"Write the names in {Name} of {documents} in canonical form: {list}.",
                RemedyKind.SetProperty =>
                    $"Run Set-ForeignDomainDocument -{Name} '{list}' -PreserveOrder for {documents}.",
                RemedyKind.SetItem =>
                    $"Use an agent to set the item {Name} of {documents} to "
                        + (Values.Length > 1 ? $"the values {list}" : $"'{list}'")
                        + ", and preserve the order of the documents.",
                RemedyKind.Delete => $"Delete {string.Join(", ", Documents.Select(Identified))} in Domino.",
                RemedyKind.ResolveConflict =>
                    $"Use an agent to remove the items {ForeignDomainDocument.ConflictName} and "
                        + $"{ConflictEditor.ReferenceName} from "
                        + $"{documents}, so that it is no longer a conflict.",
                RemedyKind.SaveAgain => $"Save the documents for '{Name}' again, the primary document last.",
                RemedyKind.CorrectClock =>
                    $"Correct the clock of the server that saved {documents}. Then save the documents for '{Name}' "
                        + "again, the primary document last.",
                RemedyKind.AddMember => $"Add {list} to the group {Name}.",
                RemedyKind.RemoveMember => $"Remove {list} from the group {Name}.",
                RemedyKind.DivideMember => $"In the group {Name}, replace the member '{list}' with separate members: "
                    + $"{string.Join(", ", Parts(list))}.",
                RemedyKind.MergeGroups =>
                    $"Merge the groups named {Name} into one that has the members of all of them.",
                RemedyKind.SetGroupType => $"Change the type of the group {Name} to Multi-purpose.",
                RemedyKind.GrantAccess => $"Give {Name} at least Reader access in the ACL.",
                RemedyKind.SetNotesIni => $"Set {Name}={list} in {File!.Description}.",
                RemedyKind.EndLastLine => $"Add a line break at the end of {File!.Description}.",
                RemedyKind.UseFieldMap => $"Specify the items with -FieldMap @{{ {string.Join("; ", Values)} }}.",
                _ => "Run Repair-CoexistenceConfiguration.",
            };
        }
    }

    private string FieldParameter =>
        string.Equals(Name, ForeignDomainDocument.DocumentAccessName, StringComparison.OrdinalIgnoreCase) ? ""
            : $" -FieldName {Name}";

    /// <summary>Carries out the step in the model.</summary>
    /// <exception cref="CoexException">The step cannot be carried out.</exception>
    public DirectoryAudit CarryOut(DirectoryAudit audit, CancellationToken cancel)
    {
        DirectorySnapshot directory = audit.Directory;
        DirectoryContent content = directory.Content;
        switch (Kind)
        {
            case RemedyKind.Delete:
                return audit.Of(new DirectorySnapshot(DirectoryEdits.RemoveDocuments(content, Documents)));
            case RemedyKind.SaveAgain:
                return audit.Of(SavedAgain(directory, DirectoryAudit.ModelStart));
            case RemedyKind.CorrectClock:
                return audit.Of(
                    SavedAgain(directory, audit.Now ?? DirectoryAudit.ModelStart, ignoresTimes: true));
            case RemedyKind.AddMember:
                return OfGroup(group =>
                    new DominoGroup(group.Name, group.Type,
                        [.. group.Member, .. Values.Select(value => new NotesName(value))]));
            case RemedyKind.RemoveMember:
                HashSet<NotesName> removed = [.. Values.Select(value => new NotesName(value))];
                return OfGroup(group =>
                    new DominoGroup(group.Name, group.Type,
                        [.. group.Member.Where(member => !removed.Contains(member))]));
            case RemedyKind.DivideMember:
                var divided = new NotesName(Values[0]);
                return OfGroup(group =>
                    new DominoGroup(group.Name, group.Type,
                        [.. group.Member.SelectMany(member => member == divided ? Parts(member.Text)
                            .Select(part => new NotesName(part)) : [member])]));
            case RemedyKind.MergeGroups:
                return audit.Of(new DirectorySnapshot(content with { Groups = Merged(content.Groups) }));
            case RemedyKind.SetGroupType:
                return OfGroup(group => new DominoGroup(group.Name, GroupType.MultiPurpose, group.Member));
            case RemedyKind.GrantAccess:
                return audit.Of(new DirectorySnapshot(
                    DirectoryEdits.SetAccessControlEntry(content, Name, AccessLevel.Reader, roles: null)));
            case RemedyKind.UseFieldMap:
                var map = new System.Collections.Hashtable();
                foreach (string value in Values)
                    map[value.Substring(0, value.IndexOf(' '))] = value.Substring(value.IndexOf('\'')).Trim('\'');
                return audit.Of(new DirectorySnapshot(content with { FieldMap = FieldMap.FromDictionary(map) }));
            case RemedyKind.SetNotesIni:
            case RemedyKind.EndLastLine:
                return audit.With([.. audit.NotesIni
                    .Select(ini => ini.Path == File!.Path && ini.Server == File.Server ? Changed(ini) : ini)]);
            case RemedyKind.Repair:
                return audit.Of(audit.RepairInModel(cancel).Change.After);
            default:
                return audit.Of(ChangePlan.Make(
                    directory, Documents.Select(document => Edit(directory, document)), preserveOrder: true,
                        DirectoryAudit.ModelStart).After);
        }

        DirectoryAudit OfGroup(Func<DominoGroup, DominoGroup> change) => audit.Of(new DirectorySnapshot(content with
        {
            Groups = [.. content.Groups
                .Select(group => group.NotesName == new NotesName(Name) ? change(group) : group)],
        }));
    }

    private NotesIni Changed(NotesIni ini)
    {
        if (Kind == RemedyKind.EndLastLine)
            return ini with { EndsWithLineBreak = true };
        Dictionary<string, string> settings =
            ini.Settings.ToDictionary(
                setting => setting.Key, setting => setting.Value, StringComparer.OrdinalIgnoreCase);
        if (Values.Length == 0)
            settings.Remove(Name);
        else
            settings[Name] = string.Join(",", Values);
        return ini with { Settings = settings };
    }

    // The first group that counts for access stays. All members of the others are its members too (GR1).
    private List<DominoGroup> Merged(IReadOnlyList<DominoGroup> groups)
    {
        List<DominoGroup> same = [.. groups.Where(group => group.NotesName == new NotesName(Name))];
        DominoGroup kept = same.FirstOrDefault(group => group.CountsForAccess) ?? same[0];
        var merged = new DominoGroup(
            kept.Name, kept.Type, [.. same.SelectMany(group => group.Member).Distinct()], kept.Modified);
        return [.. groups.Where(group => group == kept || !same.Contains(group))
            .Select(group => group == kept ? merged : group)];
    }

    // ED4: in their order, the oldest first.
    private DirectorySnapshot SavedAgain(DirectorySnapshot directory, DateTimeOffset time, bool ignoresTimes = false)
    {
        var order = new SaveOrder([.. Documents.Select(document => document.Key)], []) { IgnoresTimes = ignoresTimes };
        return ChangePlan.Make(directory, [], preserveOrder: true, time, order).After;
    }

    private PlannedEdit Edit(DirectorySnapshot directory, ForeignDomainDocument document) => Kind switch
    {
        RemedyKind.RemoveField => ForeignDomainEdits.RemoveField(document, Name),
        RemedyKind.ResolveConflict => new PlannedEdit(document, ConflictEditor.Resolve),
        RemedyKind.AddReaders =>
            ForeignDomainEdits.SetReaders(document, Values, append: true, removeDocumentAccess: false),
        RemedyKind.SetProperty => ForeignDomainEdits.EditForm(document, new FormFields(
            ValueOf("MailServer"), ValueOf("MailFile"), ValueOf("CalendarServer"), ValueOf("CalendarSystem"))),
        RemedyKind.SetItem =>
            new PlannedEdit(document, current => ItemEditor.Set(current, Name, ItemFlags.None, Values)),
        _ => new PlannedEdit(document, current =>
        {
            List<string> before = [.. current.ItemsNamed(Name).SelectMany(item => item.Value)];
            List<string> after = [.. before.SelectMany(value => Replaced(directory, value))];
            return before.SequenceEqual(after, StringComparer.Ordinal) ? []
                : ItemEditor.Set(current, Name, ItemFlags.None, after);
        }),
    };

    private string? ValueOf(string property) => Name == property ? Values[0] : null;

    private IEnumerable<string> Replaced(DirectorySnapshot directory, string value)
    {
        if (NotesName.FromText(value) is not { } name
            || (Kind != RemedyKind.WriteCanonical && new NotesName(Values[0]) != name))
            return [value];
        return Kind switch
        {
            RemedyKind.RemoveEntry => [],
            RemedyKind.DivideEntry => Parts(value),
            _ => [ForeignDomainEdits.StoredReader(directory, value)],
        };
    }

    private static IEnumerable<string> Parts(string value) =>
        value.Split(',').Select(part => part.Trim()).Where(part => part.Length > 0);

    private static string Identified(ForeignDomainDocument document) =>
        DomainName.IsBlank(document.Domain)
            ? $"the document {document.UniversalId}"
            : $"{document} {document.UniversalId}";
}
