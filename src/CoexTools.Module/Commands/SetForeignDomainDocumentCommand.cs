using CoexTools.Changes;
using CoexTools.Completion;
using CoexTools.Model;

namespace CoexTools.Commands;

/// <summary>Edits Foreign Domain documents as the form does: DocumentAccess is restored (ED2), and the document becomes the newest (ED1).</summary>
[Cmdlet(VerbsCommon.Set, "ForeignDomainDocument", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(ForeignDomainDocument))]
public sealed class SetForeignDomainDocumentCommand : DocumentChangeCommand
{
    /// <summary>The gateway server, which takes the mail. An empty text blanks it.</summary>
    [Parameter]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public string? MailServer { get; set; }

    /// <summary>The gateway's mail file. An empty text blanks it.</summary>
    [Parameter]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(MailFileCompleter))]
    public string? MailFile { get; set; }

    /// <summary>The calendar server. An empty text blanks it.</summary>
    [Parameter]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public string? CalendarServer { get; set; }

    /// <summary>The calendar system. An empty text blanks it.</summary>
    [Parameter]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(CalendarSystemCompleter))]
    public string? CalendarSystem { get; set; }

    private FormFields Fields => new(
        Given(nameof(MailServer), MailServer), Given(nameof(MailFile), MailFile), Given(nameof(CalendarServer), CalendarServer),
        Given(nameof(CalendarSystem), CalendarSystem));

    /// <inheritdoc/>
    private protected override PlannedEdit? EditOf(ForeignDomainDocument document) => ForeignDomainEdits.EditForm(document, Fields);

    /// <inheritdoc/>
    private protected override string Describe(PlannedSave save, AccessChange access)
    {
        string[] fields = [nameof(MailServer), nameof(MailFile), nameof(CalendarServer), nameof(CalendarSystem)];
        Dictionary<string, object> bound = MyInvocation.BoundParameters;
        string[] set = [.. fields.Where(bound.ContainsKey).Select(field => $"{field} = '{bound[field]}'")];
        string back = save.Before.HasDocumentAccess ? "" : $", and bring {ForeignDomainDocument.DocumentAccessName} back";
        return $"Edit {Named(save.Before)}{(set.Length > 0 ? $" ({string.Join(", ", set)})" : "")}{back}: {access}";
    }

    /// <inheritdoc/>
    private protected override void Announce(ChangePlan plan)
    {
        foreach (string warning in UnknownNames.OfServers(plan.Before, Fields.Servers))
            WarnOnce(warning);
        foreach (PlannedSave save in plan.Saves.Where(save => !save.Before.HasDocumentAccess && !save.IsSavedAgain))
        {
            WriteWarning($"The edit brings {ForeignDomainDocument.DocumentAccessName} back in {Named(save.Before)}, "
                + "as every edit through the form does. Remove-DocumentAccessField removes it again.");
        }
    }

    // Null is what a parameter that was not given has, and also what $null binds as to a text: an empty one.
    private string? Given(string parameter, string? value) => MyInvocation.BoundParameters.ContainsKey(parameter) ? value ?? "" : null;
}
