using CoexTools.Changes;
using CoexTools.Completion;
using CoexTools.Input;
using CoexTools.Model;
using CoexTools.Text;
using CoexTools.Work;

namespace CoexTools.Commands;

/// <summary>
/// Edits Foreign Domain documents as the form does: DocumentAccess is restored (ED2), and the document becomes the
/// newest (ED1).
/// </summary>
[Cmdlet(VerbsCommon.Set, "ForeignDomainDocument", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(ForeignDomainDocument))]
public sealed class SetForeignDomainDocumentCommand : SourceCommand
{
    private const int MostDomains = 5;

    /// <summary>Specifies the gateway server, which takes the mail. An empty text blanks it.</summary>
    [Parameter, AllowEmptyString, ArgumentCompleter(typeof(ServerCompleter))]
    public string? MailServer { get; set; }

    /// <summary>Specifies the gateway's mail file. An empty text blanks it.</summary>
    [Parameter, AllowEmptyString, ArgumentCompleter(typeof(MailFileCompleter))]
    public string? MailFile { get; set; }

    /// <summary>Specifies the calendar server. An empty text blanks it.</summary>
    [Parameter, AllowEmptyString, ArgumentCompleter(typeof(ServerCompleter))]
    public string? CalendarServer { get; set; }

    /// <summary>Specifies the calendar system. An empty text blanks it.</summary>
    [Parameter, AllowEmptyString, ArgumentCompleter(typeof(CalendarSystemCompleter))]
    public string? CalendarSystem { get; set; }

    private FormFields Fields => new(
        Bound(nameof(MailServer), MailServer), Bound(nameof(MailFile), MailFile), Bound(
            nameof(CalendarServer), CalendarServer),
        Bound(nameof(CalendarSystem), CalendarSystem));

    /// <inheritdoc cref="ChangeOptions.PreserveOrder"/>
    [Parameter]
    public SwitchParameter PreserveOrder { get; set; }

    /// <inheritdoc cref="ChangeOptions.PassThru"/>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>
    /// Changes documents of several domains without a question, and documents even if requests fail afterwards that
    /// succeed today, with a warning for each. Changes a read-only file too.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc cref="ChangeOptions.NoJournal"/>
    [Parameter]
    public SwitchParameter NoJournal { get; set; }

    private protected override void Finish()
    {
        bool mayChange = false;
        Attempt(() => mayChange = MayChangeAllDomains());
        if (!mayChange)
            return;
        var options = new ChangeOptions(PreserveOrder, PassThru, Force, NoJournal);
        new DocumentEditing(this, options, EditOf, Describe) { WarnAbout = WarnAbout }.Run(Given);
    }

    // VD7: a path without a domain easily means more documents than the user has in mind. -Confirm asks for each
    // document.
    private bool MayChangeAllDomains()
    {
        List<string> domains =
            [.. Given.Documents.Select(document => document.Domain).Distinct(DomainName.Comparer)]; // NM4
        bool isChosen = Force || Domain is not null || ParameterSetName == DocumentSet || domains.Count < 2;
        return isChosen || IsSwitchedOn("WhatIf") || IsSwitchedOn("Confirm") || MayContinue(
            $"The command changes {Plural.Of(Given.Documents.Count(), "document")} of "
                + $"{domains.Count} domains: {NameList.Within(domains, MostDomains)}. Do you want to continue?",
            () => CoexException.SeveralDomains(domains));
    }

    private bool IsSwitchedOn(string name) => MyInvocation.BoundParameters.TryGetValue(name, out object? value)
        ? LanguagePrimitives.IsTrue(value)
        : name == "WhatIf" && LanguagePrimitives.IsTrue(SessionState.PSVariable.GetValue("WhatIfPreference"));

    private PlannedEdit? EditOf(ForeignDomainDocument document) => ForeignDomainEdits.EditForm(document, Fields);

    private string Describe(PlannedSave save, AccessChange access)
    {
        string[] fields = [nameof(MailServer), nameof(MailFile), nameof(CalendarServer), nameof(CalendarSystem)];
        Dictionary<string, object> bound = MyInvocation.BoundParameters;
        string[] set = [.. fields.Where(bound.ContainsKey).Select(field => $"{field} = '{bound[field]}'")];
        string back = save.Before.HasDocumentAccess
            ? "" : $", and bring {ForeignDomainDocument.DocumentAccessName} back";
        return $"Edit {save.Before}{(set.Length > 0 ? $" ({string.Join(", ", set)})" : "")}"
            + $"{back}: {access}";
    }

    private void WarnAbout(ChangePlan plan)
    {
        foreach (string warning in UnknownNames.OfServers(plan.Before, Fields.Servers))
            WarnOnce(warning);
        foreach (PlannedSave save in plan.Saves.Where(save => !save.Before.HasDocumentAccess && !save.IsSavedAgain))
        {
            WriteWarning($"The edit restores {ForeignDomainDocument.DocumentAccessName} "
                + $"in {save.Before}, "
                + "as every edit through the form does. To remove the field again, use Remove-DocumentAccessField.");
        }
    }

    // Null is what a parameter that was not given has, and also what $null binds as to a text: an empty one.
    private string? Bound(string parameter, string? value) =>
        MyInvocation.BoundParameters.ContainsKey(parameter) ? value ?? "" : null;
}
