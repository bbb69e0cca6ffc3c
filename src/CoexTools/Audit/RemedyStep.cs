using CoexTools.Model;
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

    /// <summary>Gets the items that the step adds to the field map; null for any other step.</summary>
    public FieldMapItems? FieldMap { get; init; }

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
                RemedyKind.UseFieldMap => $"Specify the items with {FieldMap!.Parameter}.",
                _ => "Run Repair-CoexistenceConfiguration.",
            };
        }
    }

    private string FieldParameter =>
        string.Equals(Name, ForeignDomainDocument.DocumentAccessName, StringComparison.OrdinalIgnoreCase) ? ""
            : $" -FieldName {Name}";

    /// <summary>Returns the names that a value contains, separated by commas.</summary>
    public static IEnumerable<string> Parts(string value) =>
        value.Split(',').Select(part => part.Trim()).Where(part => part.Length > 0);

    private static string Identified(ForeignDomainDocument document) =>
        DomainName.IsBlank(document.Domain)
            ? $"the document {document.UniversalId}"
            : $"{document} {document.UniversalId}";
}
