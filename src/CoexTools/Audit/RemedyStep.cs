using CoexTools.Changes;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Sources.Dxl.Editing;
using CoexTools.Text;
using CoexTools.Values;

namespace CoexTools.Audit;

/// <summary>
/// A step of a recommendation as data: what it does, to which target. The sentence for people is made from it (VD4).
/// </summary>
/// <param name="Action">Specifies what it does.</param>
/// <param name="Name">The field, item, property, group, server, or setting.</param>
/// <param name="Values">The entries, members, or values.</param>
internal sealed record RemedyStep(RemedyAction Action, string Name, params string[] Values)
{
    /// <summary>
    /// The earliest time of a save in the model. Documents are saved after the newest time of their domain (ED1).
    /// </summary>
    public static readonly DateTimeOffset Start = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const int MostDocuments = 4;

    /// <summary>Gets the documents that the step changes.</summary>
    public IReadOnlyList<ForeignDomainDocument> Documents { get; init; } = [];

    /// <summary>Gets the notes.ini that the step changes; null for a change of the directory.</summary>
    public NotesIni? File { get; init; }

    /// <summary>
    /// Specifies whether the step changes nothing but documents, and no server that they name. The other domains are
    /// then not affected.
    /// </summary>
    public bool IsOfDomain => Action is RemedyAction.RemoveField or RemedyAction.AddReaders or RemedyAction.RemoveEntry
        or RemedyAction.DivideEntry or RemedyAction.WriteCanonical or RemedyAction.SaveAgain
        or RemedyAction.CorrectClock or RemedyAction.ResolveConflict;

    /// <summary>Gets the step as a sentence.</summary>
    public string Sentence
    {
        get
        {
            string list = string.Join(", ", Values);
            string documents = NameList.Of([.. Documents.Select(document => document.ToString())], MostDocuments);
            return Action switch
            {
                RemedyAction.RemoveField =>
                    $"Remove {Name} from {documents} with Remove-DocumentAccessField{FieldParameter} -PreserveOrder. "
                        + "Repeat this after every edit.",
                RemedyAction.AddReaders => $"Add {list} to the readers of {documents}.",
                RemedyAction.RemoveEntry => $"Remove {list} from {Name} of {documents}.",
                RemedyAction.DivideEntry =>
                    $"Divide the value of {Name} of {documents} at its commas into separate values.",
                RemedyAction.WriteCanonical => $"Write the names in {Name} of {documents} in canonical form: {list}.",
                RemedyAction.SetProperty =>
                    $"Run Set-ForeignDomainDocument -{Name} '{list}' -PreserveOrder for {documents}.",
                RemedyAction.SetItem =>
                    $"Use an agent to set the item {Name} of {documents} to "
                        + (Values.Length > 1 ? $"the values {list}" : $"'{list}'")
                        + ", and preserve the order of the documents.",
                RemedyAction.Delete => $"Delete {string.Join(", ", Documents.Select(Identified))} in Domino.",
                RemedyAction.ResolveConflict =>
                    $"Use an agent to remove the items {ForeignDomainDocument.ConflictName} and "
                        + $"{ConflictEditor.ReferenceName} from "
                        + $"{documents}, so that it is no longer a conflict.",
                RemedyAction.SaveAgain => $"Save the documents for '{Name}' again, the primary document last.",
                RemedyAction.CorrectClock =>
                    $"Correct the clock of the server that saved {documents}. Then save the documents for '{Name}' "
                        + "again, the primary document last.",
                RemedyAction.AddMember => $"Add {list} to the group {Name}.",
                RemedyAction.RemoveMember => $"Remove {list} from the group {Name}.",
                RemedyAction.DivideMember => $"In the group {Name}, replace the member '{list}' with separate members: "
                    + $"{string.Join(", ", Parts(list))}.",
                RemedyAction.MergeGroups =>
                    $"Merge the groups named {Name} into one that has the members of all of them.",
                RemedyAction.SetGroupType => $"Change the type of the group {Name} to Multi-purpose.",
                RemedyAction.GrantAccess => $"Give {Name} at least Reader access in the ACL.",
                RemedyAction.SetNotesIni => $"Set {Name}={list} in {File!.Description}.",
                RemedyAction.EndLastLine => $"Add a line break at the end of {File!.Description}.",
                RemedyAction.UseFieldMap => $"Specify the items with -FieldMap @{{ {string.Join("; ", Values)} }}.",
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
        switch (Action)
        {
            case RemedyAction.Delete:
                return audit.Of(new DirectorySnapshot(DirectoryEdits.RemoveDocuments(content, Documents)));
            case RemedyAction.SaveAgain:
                var again = new SaveOrder([.. Documents.Select(document => document.Document.Key)], []);
                return audit.Of(ChangePlan.Make(directory, [], preserveOrder: true, Start, again).After);
            case RemedyAction.CorrectClock:
                return audit.Of(SavedAt(directory, audit.Now ?? Start));
            case RemedyAction.AddMember:
                return OfGroup(group =>
                    new DominoGroup(group.Name, group.Type,
                        [.. group.Member, .. Values.Select(value => new NotesName(value))]));
            case RemedyAction.RemoveMember:
                HashSet<NotesName> removed = [.. Values.Select(value => new NotesName(value))];
                return OfGroup(group =>
                    new DominoGroup(group.Name, group.Type,
                        [.. group.Member.Where(member => !removed.Contains(member))]));
            case RemedyAction.DivideMember:
                var divided = new NotesName(Values[0]);
                return OfGroup(group =>
                    new DominoGroup(group.Name, group.Type,
                        [.. group.Member.SelectMany(member => member == divided ? Parts(member.Text)
                            .Select(part => new NotesName(part)) : [member])]));
            case RemedyAction.MergeGroups:
                return audit.Of(new DirectorySnapshot(content with { Groups = Merged(content.Groups) }));
            case RemedyAction.SetGroupType:
                return OfGroup(group => new DominoGroup(group.Name, GroupType.MultiPurpose, group.Member));
            case RemedyAction.GrantAccess:
                return audit.Of(new DirectorySnapshot(
                    DirectoryEdits.SetAccessControlEntry(content, Name, AccessLevel.Reader, roles: null)));
            case RemedyAction.UseFieldMap:
                var map = new System.Collections.Hashtable();
                foreach (string value in Values)
                    map[value.Substring(0, value.IndexOf(' '))] = value.Substring(value.IndexOf('\'')).Trim('\'');
                return audit.Of(new DirectorySnapshot(content with { FieldMap = FieldMap.FromDictionary(map) }));
            case RemedyAction.SetNotesIni:
            case RemedyAction.EndLastLine:
                return audit.With([.. audit.NotesIni
                    .Select(ini => ini.Path == File!.Path && ini.Server == File.Server ? Changed(ini) : ini)]);
            case RemedyAction.Repair:
                return audit.Of(RepairPlan.Make(directory, new RepairOptions { Now = Start }, cancel).Change.After);
            default:
                return audit.Of(ChangePlan.Make(
                    directory, Documents.Select(document => Edit(directory, document)), preserveOrder: true,
                        Start).After);
        }

        DirectoryAudit OfGroup(Func<DominoGroup, DominoGroup> change) => audit.Of(new DirectorySnapshot(content with
        {
            Groups = [.. content.Groups
                .Select(group => new NotesName(group.Name) == new NotesName(Name) ? change(group) : group)],
        }));
    }

    private NotesIni Changed(NotesIni ini)
    {
        if (Action == RemedyAction.EndLastLine)
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
        List<DominoGroup> same = [.. groups.Where(group => new NotesName(group.Name) == new NotesName(Name))];
        DominoGroup kept = same.FirstOrDefault(group => group.CountsForAccess) ?? same[0];
        var merged = new DominoGroup(
            kept.Name, kept.Type, [.. same.SelectMany(group => group.Member).Distinct()], kept.Modified);
        return [.. groups.Where(group => group == kept || !same.Contains(group))
            .Select(group => group == kept ? merged : group)];
    }

    private DirectorySnapshot SavedAt(DirectorySnapshot directory, DateTimeOffset time)
    {
        var saved = new Dictionary<int, DominoDocument>();
        foreach (ForeignDomainDocument document in Documents.Reverse()) // ED4: oldest first
        {
            saved.Add(document.Document.Key,
                DxlTextEditor.Apply(document.Document, DxlTextEditor.Save(document.Document, time)));
            time += DxlTime.Resolution; // ED1
        }
        return new DirectorySnapshot(directory.Content with
        {
            Documents = [.. directory.Content.Documents.Select(document =>
                saved.TryGetValue(document.Key, out DominoDocument? other) ? other : document)],
        });
    }

    private PlannedEdit Edit(DirectorySnapshot directory, ForeignDomainDocument document) => Action switch
    {
        RemedyAction.RemoveField => ForeignDomainEdits.RemoveField(document, Name),
        RemedyAction.ResolveConflict => new PlannedEdit(document, ConflictEditor.Resolve),
        RemedyAction.AddReaders =>
            ForeignDomainEdits.SetReaders(document, Values, append: true, removeDocumentAccess: false),
        RemedyAction.SetProperty => ForeignDomainEdits.EditForm(document, new FormFields(
            ValueOf("MailServer"), ValueOf("MailFile"), ValueOf("CalendarServer"), ValueOf("CalendarSystem"))),
        RemedyAction.SetItem =>
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
            || (Action != RemedyAction.WriteCanonical && new NotesName(Values[0]) != name))
            return [value];
        return Action switch
        {
            RemedyAction.RemoveEntry => [],
            RemedyAction.DivideEntry => Parts(value),
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
