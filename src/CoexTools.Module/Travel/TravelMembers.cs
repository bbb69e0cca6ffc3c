using System.ComponentModel;
using CoexTools.Directory;

namespace CoexTools.Travel;

/// <summary>The hidden properties that travel with objects, as <c>CoexTools.Types.ps1xml</c> declares them. Not for use elsewhere.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TravelMembers
{
    internal const string SealName = "CoexToolsSeal";
    internal const string DirectoryName = "CoexToolsDirectory";
    internal const string KeyName = "CoexToolsKey";
    internal const string DxlName = "CoexToolsDxl";

    /// <summary>What tells whether an object is still what it was.</summary>
    public static object? GetSeal(PSObject instance) => Seal.Of(instance.BaseObject);

    /// <summary>The state of the directory that an object needs.</summary>
    public static object? GetDirectory(PSObject instance) => TravelShape.Of(instance.BaseObject.GetType()).Members[0].Get(instance.BaseObject);

    /// <summary>Which document of its directory a document is.</summary>
    public static object? GetKey(PSObject instance) => ((ForeignDomainDocument)instance.BaseObject).Document.Key;

    /// <summary>The element of an item.</summary>
    public static object? GetDxl(PSObject instance) => ((DominoItem)instance.BaseObject).GetDxl();
}
