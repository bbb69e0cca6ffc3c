using System.Collections;
using System.ComponentModel;
using CoexTools.Analysis;
using CoexTools.Serialization;
using CoexTools.Simulation;

namespace CoexTools.Views;

/// <summary>
/// The texts in the lists of <c>CoexTools.Format.ps1xml</c>: all values of a property, each on a line that is wrapped
/// at blanks. PowerShell displays only the first values, and breaks words. Each method is a hidden property of all
/// output objects.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ViewLists
{
    // The longest label in a list, and the colon.
    private const int LabelWidth = 21;
    private const int AvailabilityLabelWidth = 27;

    /// <summary>Returns the property <c>Action</c>.</summary>
    public static string ListAction(PSObject instance) => Text(instance, "Action");

    /// <summary>Returns the property <c>After</c>.</summary>
    public static string ListAfter(PSObject instance) => Text(instance, "After");

    /// <summary>Returns the property <c>Assumption</c>.</summary>
    public static string ListAssumption(PSObject instance) => Text(instance, "Assumption");

    /// <summary>Returns the property <c>Authors</c>.</summary>
    public static string ListAuthors(PSObject instance) => Text(instance, "Authors");

    /// <summary>Returns the property <c>Before</c>.</summary>
    public static string ListBefore(PSObject instance) => Text(instance, "Before");

    /// <summary>Returns the property <c>Changed</c>.</summary>
    public static string ListChanged(PSObject instance) => Text(instance, "Changed");

    /// <summary>Returns the property <c>Component</c>.</summary>
    public static string ListComponent(PSObject instance) => Text(instance, "Component");

    /// <summary>Returns the property <c>ConsoleLog</c>.</summary>
    public static string ListConsoleLog(PSObject instance) => Text(instance, "ConsoleLog");

    /// <summary>Returns the property <c>ConsoleMessage</c>.</summary>
    public static string ListConsoleMessage(PSObject instance) => Text(instance, "ConsoleMessage");

    /// <summary>Returns the property <c>CutSet</c>.</summary>
    public static string ListCutSet(PSObject instance) => Text(instance, "CutSet");

    /// <summary>Returns the property <c>Decision</c>.</summary>
    public static string ListDecision(PSObject instance) => Text(instance, "Decision");

    /// <summary>Returns the property <c>Description</c>.</summary>
    public static string ListDescription(PSObject instance) => Text(instance, "Description");

    /// <summary>Returns the property <c>Document</c>.</summary>
    public static string ListDocument(PSObject instance) => Text(instance, "Document");

    /// <summary>Returns the property <c>DocumentAccess</c>.</summary>
    public static string ListDocumentAccess(PSObject instance) => Text(instance, "DocumentAccess");

    /// <summary>Returns the property <c>DocumentName</c>.</summary>
    public static string ListDocumentName(PSObject instance) => Text(instance, "DocumentName");

    /// <summary>Returns the property <c>Editor</c>.</summary>
    public static string ListEditor(PSObject instance) => Text(instance, "Editor");

    /// <summary>Returns the property <c>Entry</c>.</summary>
    public static string ListEntry(PSObject instance) => Text(instance, "Entry");

    /// <summary>Returns the property <c>Evidence</c>.</summary>
    public static string ListEvidence(PSObject instance) => Text(instance, "Evidence");

    /// <summary>Returns the property <c>Failure</c>.</summary>
    public static string ListFailure(PSObject instance) => Text(instance, "Failure");

    /// <summary>Returns the property <c>Finding</c>.</summary>
    public static string ListFinding(PSObject instance) => Text(instance, "Finding");

    /// <summary>Returns the property <c>FindingBefore</c>.</summary>
    public static string ListFindingBefore(PSObject instance) => Text(instance, "FindingBefore");

    /// <summary>Returns the property <c>ForeignDomain</c>.</summary>
    public static string ListForeignDomain(PSObject instance) => Text(instance, "ForeignDomain");

    /// <summary>Returns the property <c>Group</c>.</summary>
    public static string ListGroup(PSObject instance) => Text(instance, "Group");

    /// <summary>Returns the property <c>Hop</c>.</summary>
    public static string ListHop(PSObject instance) => Text(instance, "Hop");

    /// <summary>Returns the property <c>Item</c>.</summary>
    public static string ListItem(PSObject instance) => Text(instance, "Item");

    /// <summary>Returns the property <c>LastSave</c>.</summary>
    public static string ListLastSave(PSObject instance) => Text(instance, "LastSave");

    /// <summary>Returns the property <c>Lost</c>.</summary>
    public static string ListLost(PSObject instance) => Text(instance, "Lost");

    /// <summary>Returns the property <c>Member</c>.</summary>
    public static string ListMember(PSObject instance) => Text(instance, "Member");

    /// <summary>Returns the property <c>Message</c>.</summary>
    public static string ListMessage(PSObject instance) => Text(instance, "Message");

    /// <summary>Returns the property <c>NextStep</c>.</summary>
    public static string ListNextStep(PSObject instance) => Text(instance, "NextStep");

    /// <summary>Returns the property <c>NotImported</c>.</summary>
    public static string ListNotImported(PSObject instance) => Text(instance, "NotImported");

    /// <summary>Returns the origins that share a result; empty for a result of one origin.</summary>
    public static string ListOrigin(PSObject instance) =>
        ShownObject.Of(instance).BaseObject is PathResult { OriginCount: > 1 } path
        ? CellText.Wrap(string.Join(", ", path.Origin), Math.Max(20, ViewWidth.Current - LabelWidth)) : "";

    /// <summary>Returns the property <c>Path</c>.</summary>
    public static string ListPath(PSObject instance) => Text(instance, "Path");

    /// <summary>Returns what a schedule repairs.</summary>
    public static string ListSource(PSObject instance) => Text(instance, "Source");

    /// <summary>Returns the property <c>Readers</c>.</summary>
    public static string ListReaders(PSObject instance) => Text(instance, "Readers");

    /// <summary>Returns the property <c>ReadersBefore</c>.</summary>
    public static string ListReadersBefore(PSObject instance) => Text(instance, "ReadersBefore");

    /// <summary>Returns the property <c>Reason</c>.</summary>
    public static string ListReason(PSObject instance) => Text(instance, "Reason");

    /// <summary>Returns the property <c>Recommendation</c>.</summary>
    public static string ListRecommendation(PSObject instance) => Text(instance, "Recommendation");

    /// <summary>Returns the property <c>Remark</c>.</summary>
    public static string ListRemark(PSObject instance) => Text(instance, "Remark");

    /// <summary>Returns the property <c>Revision</c>.</summary>
    public static string ListRevision(PSObject instance) => Text(instance, "Revision");

    /// <summary>Returns the property <c>Role</c>.</summary>
    public static string ListRole(PSObject instance) => Text(instance, "Role");

    /// <summary>Returns the property <c>Route</c>.</summary>
    public static string ListRoute(PSObject instance) => Text(instance, "Route");

    /// <summary>Returns the property <c>Server</c>.</summary>
    public static string ListServer(PSObject instance) => Text(instance, "Server");

    /// <summary>Returns the property <c>SinglePointOfFailure</c>.</summary>
    public static string ListSinglePointOfFailure(PSObject instance) => Text(instance, "SinglePointOfFailure");

    /// <summary>Returns the property <c>UpdatedBy</c>.</summary>
    public static string ListUpdatedBy(PSObject instance) => Text(instance, "UpdatedBy");

    /// <summary>Returns the property <c>Value</c>.</summary>
    public static string ListValue(PSObject instance) => Text(instance, "Value");

    /// <summary>Returns the property <c>Via</c>.</summary>
    public static string ListVia(PSObject instance) => Text(instance, "Via");

    private static string Text(PSObject instance, string property)
    {
        PSObject shown = ShownObject.Of(instance);
        int label = shown.BaseObject is CoexistenceAvailability ? AvailabilityLabelWidth : LabelWidth;
        int width = Math.Max(20, ViewWidth.Current - label);
        return Rehydrator.Unwrap(shown.Properties[property]?.Value) switch
        {
            null => "",
            string text => CellText.Wrap(text, width),
            IEnumerable list => string.Join("\n", list.Cast<object?>().Select(
                value => CellText.Wrap(TextOf(value), width, 2))),
            var value => CellText.Wrap(TextOf(value), width),
        };
    }

    // The result of a request is its path.
    private static string TextOf(object? value) => Rehydrator.Unwrap(value) switch
    {
        PathResult path => path.Route,
        var other => other?.ToString() ?? "",
    };
}
