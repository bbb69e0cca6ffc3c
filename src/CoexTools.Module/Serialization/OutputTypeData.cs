using System.Collections.ObjectModel;
using System.Management.Automation.Runspaces;
using CoexTools.Model;

namespace CoexTools.Serialization;

/// <summary>
/// Defines how output objects are rehydrated after Export-Clixml, jobs and remoting. Every output object derives from
/// <see cref="CoexObject"/>, so one definition serves all types: an object is serialized with all its properties, at
/// any requested depth, and with a payload from which the target type converts it back. Select-Object, Format-List,
/// ConvertTo-Json and Export-Csv omit hidden members.
/// </summary>
internal static class OutputTypeData
{
    /// <summary>The definitions.</summary>
    public static IEnumerable<TypeData> All
    {
        get
        {
            var all = new TypeData(typeof(CoexObject)) { SerializationDepth = 2 };
            all.Members.Add(
                SerializationTarget.PayloadName,
                new CodePropertyData(
                    SerializationTarget.PayloadName,
                    typeof(SerializationTarget).GetMethod(nameof(SerializationTarget.GetPayload)))
                {
                    IsHidden = true,
                });
            yield return all;
            yield return new TypeData("Deserialized." + typeof(CoexObject).FullName)
            {
                TargetTypeForDeserialization = typeof(SerializationTarget),
            };
            yield return Only(typeof(ForeignDomainDocument), [
                nameof(ForeignDomainDocument.Domain),
                nameof(ForeignDomainDocument.Priority),
                nameof(ForeignDomainDocument.MailServer),
                nameof(ForeignDomainDocument.MailFile),
                nameof(ForeignDomainDocument.CalendarServer),
                nameof(ForeignDomainDocument.CalendarSystem),
                nameof(ForeignDomainDocument.Modified),
                nameof(ForeignDomainDocument.ModifiedUtc),
                nameof(ForeignDomainDocument.Revised),
                nameof(ForeignDomainDocument.Created),
                nameof(ForeignDomainDocument.Sequence),
                nameof(ForeignDomainDocument.UpdatedBy),
                nameof(ForeignDomainDocument.LastEditor),
                nameof(ForeignDomainDocument.Revision),
                nameof(ForeignDomainDocument.UniversalId),
                nameof(ForeignDomainDocument.NoteId),
                nameof(ForeignDomainDocument.HasDocumentAccess),
                nameof(ForeignDomainDocument.AccessField),
                nameof(ForeignDomainDocument.DocumentAccess),
                nameof(ForeignDomainDocument.Readers),
                nameof(ForeignDomainDocument.Authors),
                nameof(ForeignDomainDocument.IsRestricted),
                nameof(ForeignDomainDocument.Path),
            ]);
            yield return Only(typeof(DominoDirectory), [
                nameof(DominoDirectory.Name), nameof(DominoDirectory.Path), nameof(DominoDirectory.ReplicaId),
            ]);
            // The texts of views are computed for the width of the console. They must not be stored.
            foreach (Type type in typeof(CoexObject).Assembly.GetExportedTypes())
            {
                if (type.IsSubclassOf(typeof(CoexObject)) && !type.IsAbstract
                    && type != typeof(ForeignDomainDocument) && type != typeof(DominoDirectory))
                    yield return Only(type, type.GetProperties().Select(property => property.Name));
            }
        }
    }

    private static TypeData Only(Type type, IEnumerable<string> properties) => new(type)
    {
        SerializationMethod = "SpecificProperties",
        PropertySerializationSet = new PropertySetData(
            new Collection<string>([.. properties, SerializationTarget.PayloadName])),
    };
}
