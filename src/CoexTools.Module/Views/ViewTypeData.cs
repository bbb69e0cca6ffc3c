using System.Collections.ObjectModel;
using System.Management.Automation.Runspaces;
using System.Reflection;
using CoexTools.Access;
using CoexTools.Analysis;
using CoexTools.Audit;
using CoexTools.Changes;
using CoexTools.Model;
using CoexTools.Probing;
using CoexTools.Scheduling;
using CoexTools.Simulation;

namespace CoexTools.Views;

/// <summary>
/// Defines the properties that views display. They are hidden: Select-Object, ConvertTo-Json, and Export-Csv omit them.
/// Also defines which properties are displayed of an object that follows objects of another type, for example in the
/// output of a script: PowerShell then uses neither the table nor the list of the type, and would display all
/// properties.
/// </summary>
internal static class ViewTypeData
{
    /// <summary>The definitions for all output objects, and for those that are not rehydrated.</summary>
    public static IEnumerable<TypeData> All
    {
        get
        {
            TypeData[] all = [new(typeof(CoexObject)), new("Deserialized." + typeof(CoexObject).FullName)];
            foreach (MethodInfo text in Texts(typeof(ViewCells)).Concat(Texts(typeof(ViewLists))))
            {
                foreach (TypeData type in all)
                    type.Members.Add(text.Name, new CodePropertyData(text.Name, text) { IsHidden = true });
            }
            return all.Concat(Displayed);
        }
    }

    // The columns of the table, after what its heading contains.
    private static TypeData[] Displayed =>
    [
        Of(typeof(ForeignDomainDocument), nameof(ForeignDomainDocument.Domain), nameof(ForeignDomainDocument.Priority),
            nameof(ForeignDomainDocument.MailServer), nameof(ForeignDomainDocument.CalendarServer),
            nameof(ForeignDomainDocument.IsRestricted), nameof(ForeignDomainDocument.AccessField),
            nameof(ForeignDomainDocument.ModifiedUtc)),
        Of(typeof(FreeBusyPathResult), nameof(PathResult.Domain), nameof(PathResult.From),
            nameof(FreeBusyPathResult.Status), nameof(PathResult.Route)),
        Of(typeof(MailRouteResult), nameof(PathResult.Domain), nameof(MailRouteResult.Kind), nameof(PathResult.From),
            nameof(FreeBusyPathResult.Status), nameof(PathResult.Route)),
        Of(typeof(DocumentReader), nameof(DocumentReader.DocumentName), nameof(DocumentReader.CanRead),
            nameof(DocumentReader.Server), nameof(DocumentReader.Level), nameof(DocumentReader.Match)),
        Of(typeof(DominoDirectory), nameof(DominoDirectory.Name), nameof(DominoDirectory.ForeignDomain),
            nameof(DominoDirectory.Server), nameof(DominoDirectory.Group), nameof(DominoDirectory.Acl),
            nameof(DominoDirectory.Path)),
        Of(typeof(CoexistenceAvailability), nameof(CoexistenceAvailability.Domain),
            nameof(CoexistenceAvailability.From), nameof(CoexistenceAvailability.Service),
            nameof(CoexistenceAvailability.Availability), nameof(CoexistenceAvailability.DowntimePerYear),
            nameof(CoexistenceAvailability.SinglePointOfFailure), nameof(CoexistenceAvailability.CutSet)),
        Of(typeof(CoexistencePathDifference), nameof(CoexistencePathDifference.Domain),
            nameof(CoexistencePathDifference.Change), nameof(CoexistencePathDifference.Service),
            nameof(CoexistencePathDifference.Route)),
        Of(typeof(CoexistenceFinding), nameof(CoexistenceFinding.Result), nameof(CoexistenceFinding.Rule),
            nameof(CoexistenceFinding.About), nameof(CoexistenceFinding.Reason)),
        Of(typeof(CoexistenceRule), nameof(CoexistenceRule.Id), nameof(CoexistenceRule.Name),
            nameof(CoexistenceRule.Severity), nameof(CoexistenceRule.Basis), nameof(CoexistenceRule.Repairable)),
        Of(typeof(CoexistenceRepair), nameof(CoexistenceRepair.Changed), nameof(CoexistenceRepair.Action),
            nameof(CoexistenceRepair.Lost), nameof(CoexistenceRepair.Finding), nameof(CoexistenceRepair.Path)),
        Of(typeof(DocumentDifference), nameof(DocumentDifference.DocumentName), nameof(DocumentDifference.Kind),
            nameof(DocumentDifference.Name), nameof(DocumentDifference.Before), nameof(DocumentDifference.After)),
        Of(typeof(DirectoryEvent), nameof(DirectoryEvent.Time), nameof(DirectoryEvent.Kind),
            nameof(DirectoryEvent.DocumentName), nameof(DirectoryEvent.Reason)),
        Of(typeof(DirectoryChange), nameof(DirectoryChange.Id), nameof(DirectoryChange.Time),
            nameof(DirectoryChange.Command), nameof(DirectoryChange.DocumentName), nameof(DirectoryChange.Field),
            nameof(DirectoryChange.ValueBefore)),
        Of(typeof(CoexistenceRun), nameof(CoexistenceRun.Time), nameof(CoexistenceRun.State),
            nameof(CoexistenceRun.Finding), nameof(CoexistenceRun.Changed), nameof(CoexistenceRun.Reason),
            nameof(CoexistenceRun.Source)),
        Of(typeof(CoexistenceSchedule), nameof(CoexistenceSchedule.Name), nameof(CoexistenceSchedule.At),
            nameof(CoexistenceSchedule.NextRun), nameof(CoexistenceSchedule.LastState),
            nameof(CoexistenceSchedule.User), nameof(CoexistenceSchedule.Source)),
        Of(typeof(ServerProbe), nameof(ServerProbe.Status), nameof(ServerProbe.Protocol), nameof(ServerProbe.Server),
            nameof(ServerProbe.Address)),
    ];

    private static TypeData Of(Type type, params string[] properties) => new(type)
    {
        DefaultDisplayPropertySet = new PropertySetData(new Collection<string>(properties)),
    };

    private static MethodInfo[] Texts(Type type) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly);
}
