using CoexTools.Model;

namespace CoexTools.Changes;

/// <summary>A domain whose order of priority a plan changes (ED4).</summary>
/// <param name="Domain">The domain.</param>
/// <param name="OldPrimary">The primary document before the change.</param>
/// <param name="NewPrimary">The primary document after the change.</param>
internal sealed record PriorityChange(
    string Domain, ForeignDomainDocument OldPrimary, ForeignDomainDocument NewPrimary)
{
    /// <summary>Returns the name of one of the documents. If both have the same name, it includes the UNID.</summary>
    public string NameOf(ForeignDomainDocument document) =>
        OldPrimary.IsSameNote(NewPrimary) || OldPrimary.ToString() != NewPrimary.ToString()
            ? document.ToString() : $"{document}, UNID {document.UniversalId}";
}
