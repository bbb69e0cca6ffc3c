using CoexTools.Changes;
using CoexTools.Completion;
using CoexTools.Model;

namespace CoexTools.Commands;

/// <summary>
/// Removes the field DocumentAccess from Foreign Domain documents by program, which does not bring it back (ED3), and keeps their order (ED4).
/// </summary>
[Cmdlet(VerbsCommon.Remove, "DocumentAccessField", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(ForeignDomainDocument))]
public sealed class RemoveDocumentAccessFieldCommand : DocumentChangeCommand
{
    /// <summary>The field to remove.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FieldNameCompleter))]
    public string FieldName { get; set; } = ForeignDomainDocument.DocumentAccessName;

    /// <inheritdoc/>
    private protected override PlannedEdit? EditOf(ForeignDomainDocument document)
    {
        if (document.Document.ItemsNamed(FieldName).Any())
            return ForeignDomainEdits.RemoveField(document, FieldName);
        WriteVerbose($"{document} has no field {FieldName}, and is left as it is.");
        return null;
    }

    /// <inheritdoc/>
    private protected override string Describe(PlannedSave save, AccessChange access) => $"Remove {FieldName} from {Named(save.Before)}: {access}";
}
