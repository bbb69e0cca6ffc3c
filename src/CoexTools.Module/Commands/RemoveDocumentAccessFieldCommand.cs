using CoexTools.Changes;
using CoexTools.Completion;
using CoexTools.Input;
using CoexTools.Model;
using CoexTools.Work;

namespace CoexTools.Commands;

/// <summary>
/// Removes the field DocumentAccess from Foreign Domain documents by program, which does not bring it back (ED3), and
/// keeps their order (ED4).
/// </summary>
[Cmdlet(VerbsCommon.Remove, "DocumentAccessField", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(ForeignDomainDocument))]
public sealed class RemoveDocumentAccessFieldCommand : SourceCommand
{
    /// <summary>Specifies the field to remove.</summary>
    [Parameter, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(FieldNameCompleter))]
    public string FieldName { get; set; } = ForeignDomainDocument.DocumentAccessName;

    /// <inheritdoc cref="ChangeOptions.PreserveOrder"/>
    [Parameter]
    public SwitchParameter PreserveOrder { get; set; }

    /// <inheritdoc cref="ChangeOptions.PassThru"/>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc cref="ChangeOptions.Force"/>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc cref="ChangeOptions.NoJournal"/>
    [Parameter]
    public SwitchParameter NoJournal { get; set; }

    private protected override void Finish()
    {
        foreach ((DirectorySnapshot directory, _) in Given.ByDirectory())
        {
            if (UnknownNames.OfField(directory, FieldName) is { } warning)
                WarnOnce(warning);
        }
        var options = new ChangeOptions(PreserveOrder, PassThru, Force, NoJournal);
        new DocumentEditing(this, options, EditOf, Describe) { IsForServers = true }.Run(Given);
    }

    private PlannedEdit? EditOf(ForeignDomainDocument document)
    {
        if (document.Document.ItemsNamed(FieldName).Any())
            return ForeignDomainEdits.RemoveField(document, FieldName);
        WriteVerbose($"{document} does not contain the field {FieldName}, and is not changed.");
        return null;
    }

    private string Describe(PlannedSave save, AccessChange access) =>
        $"Remove {FieldName} from {save.Before}: {access}";
}
