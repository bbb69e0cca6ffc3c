using CoexTools.Changes;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Sources.Dxl.Editing;

namespace CoexTools.Audit.Repair;

/// <summary>Carries out a step of a remedy in the model. <see cref="RemedyModel"/> carries out the repair.</summary>
/// <param name="step">The step.</param>
internal sealed class StepEffect(RemedyStep step)
{
    /// <summary>Returns the audit of the directory after the step.</summary>
    /// <exception cref="CoexException">The step cannot be carried out.</exception>
    public DirectoryAudit On(DirectoryAudit audit)
    {
        DirectorySnapshot directory = audit.Directory;
        DirectoryContent content = directory.Content;
        switch (step.Kind)
        {
            case RemedyKind.Delete:
                return audit.Of(new DirectorySnapshot(
                    DirectoryEdits.RemoveDocuments(content, step.Documents), directory));
            case RemedyKind.SaveAgain:
                return audit.Of(SavedAgain(directory, DirectoryAudit.ModelStart));
            case RemedyKind.CorrectClock:
                return audit.Of(
                    SavedAgain(directory, audit.Now ?? DirectoryAudit.ModelStart, ignoresTimes: true));
            case RemedyKind.AddMember:
                return OfGroup(group =>
                    new DominoGroup(group.Name, group.Type,
                        [.. group.Member, .. step.Values.Select(value => new NotesName(value))]));
            case RemedyKind.RemoveMember:
                HashSet<NotesName> removed = [.. step.Values.Select(value => new NotesName(value))];
                return OfGroup(group =>
                    new DominoGroup(group.Name, group.Type,
                        [.. group.Member.Where(member => !removed.Contains(member))]));
            case RemedyKind.DivideMember:
                var divided = new NotesName(step.Values[0]);
                return OfGroup(group =>
                    new DominoGroup(group.Name, group.Type,
                        [.. group.Member.SelectMany(member => member == divided ? RemedyStep.Parts(member.Text)
                            .Select(part => new NotesName(part)) : [member])]));
            case RemedyKind.MergeGroups:
                return audit.Of(new DirectorySnapshot(content with { Groups = Merged(content.Groups) }, directory));
            case RemedyKind.SetGroupType:
                return OfGroup(group => new DominoGroup(group.Name, GroupType.MultiPurpose, group.Member));
            case RemedyKind.GrantAccess:
                return audit.Of(new DirectorySnapshot(
                    DirectoryEdits.SetAccessControlEntry(content, step.Name, AccessLevel.Reader, roles: null),
                    directory));
            case RemedyKind.UseFieldMap:
                return audit.Of(new DirectorySnapshot(content with { FieldMap = step.FieldMap!.Map }));
            case RemedyKind.SetNotesIni:
            case RemedyKind.EndLastLine:
                return audit.With([.. audit.NotesIni.Select(
                    ini => ini.Path == step.File!.Path && ini.Server == step.File.Server ? Changed(ini) : ini)]);
            default:
                return audit.Of(ChangePlan.Make(
                    directory, step.Documents.Select(document => Edit(directory, document)), preserveOrder: true,
                        DirectoryAudit.ModelStart).After);
        }

        DirectoryAudit OfGroup(Func<DominoGroup, DominoGroup> change) => audit.Of(new DirectorySnapshot(content with
        {
            Groups = [.. content.Groups
                .Select(group => group.NotesName == new NotesName(step.Name) ? change(group) : group)],
        }, directory));
    }

    private NotesIni Changed(NotesIni ini)
    {
        if (step.Kind == RemedyKind.EndLastLine)
            return ini with { EndsWithLineBreak = true };
        Dictionary<string, string> settings =
            ini.Settings.ToDictionary(
                setting => setting.Key, setting => setting.Value, StringComparer.OrdinalIgnoreCase);
        if (step.Values.Length == 0)
            settings.Remove(step.Name);
        else
            settings[step.Name] = string.Join(",", step.Values);
        return ini with { Settings = settings };
    }

    // The first group that counts for access stays. All members of the others are its members too (GR1).
    private List<DominoGroup> Merged(IReadOnlyList<DominoGroup> groups)
    {
        List<DominoGroup> same = [.. groups.Where(group => group.NotesName == new NotesName(step.Name))];
        DominoGroup kept = same.FirstOrDefault(group => group.CountsForAccess) ?? same[0];
        var merged = new DominoGroup(
            kept.Name, kept.Type, [.. same.SelectMany(group => group.Member).Distinct()], kept.Modified);
        return [.. groups.Where(group => group == kept || !same.Contains(group))
            .Select(group => group == kept ? merged : group)];
    }

    // ED4: in their order, the oldest first.
    private DirectorySnapshot SavedAgain(DirectorySnapshot directory, DateTimeOffset time, bool ignoresTimes = false)
    {
        var order = new SaveOrder([.. step.Documents.Select(document => document.Key)], [])
        {
            IgnoresTimes = ignoresTimes,
        };
        return ChangePlan.Make(directory, [], preserveOrder: true, time, order).After;
    }

    private PlannedEdit Edit(DirectorySnapshot directory, ForeignDomainDocument document) => step.Kind switch
    {
        RemedyKind.RemoveField => ForeignDomainEdits.RemoveField(document, step.Name),
        RemedyKind.ResolveConflict => new PlannedEdit(document, ConflictEditor.Resolve),
        RemedyKind.AddReaders =>
            ForeignDomainEdits.SetReaders(document, step.Values, append: true, removeDocumentAccess: false),
        RemedyKind.SetProperty => ForeignDomainEdits.EditForm(document, new FormFields(
            ValueOf("MailServer"), ValueOf("MailFile"), ValueOf("CalendarServer"), ValueOf("CalendarSystem"))),
        RemedyKind.SetItem =>
            new PlannedEdit(document, current => ItemEditor.Set(current, step.Name, ItemFlags.None, step.Values)),
        _ => new PlannedEdit(document, current =>
        {
            List<string> before = [.. current.ItemsNamed(step.Name).SelectMany(item => item.Value)];
            List<string> after = [.. before.SelectMany(value => Replaced(directory, value))];
            return before.SequenceEqual(after, StringComparer.Ordinal) ? []
                : ItemEditor.Set(current, step.Name, ItemFlags.None, after);
        }),
    };

    private string? ValueOf(string property) => step.Name == property ? step.Values[0] : null;

    private IEnumerable<string> Replaced(DirectorySnapshot directory, string value)
    {
        if (NotesName.FromText(value) is not { } name
            || (step.Kind != RemedyKind.WriteCanonical && new NotesName(step.Values[0]) != name))
            return [value];
        return step.Kind switch
        {
            RemedyKind.RemoveEntry => [],
            RemedyKind.DivideEntry => RemedyStep.Parts(value),
            _ => [ForeignDomainEdits.StoredReader(directory, value)],
        };
    }
}
