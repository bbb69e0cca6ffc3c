using System.ComponentModel;

namespace CoexTools.Travel;

/// <summary>The hidden property that travels with each object, as <c>CoexTools.Types.ps1xml</c> declares it. Not for use elsewhere.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TravelMembers
{
    internal const string LuggageName = "CoexToolsLuggage";

    /// <summary>What an object needs beside its properties to come back: its seal; and behind that, where there is more, in a list what its type needs.</summary>
    public static object? GetLuggage(PSObject instance)
    {
        object owner = instance.BaseObject;
        object?[] luggage = [Seal.Of(owner), .. TravelShape.Of(owner.GetType()).Members.Where(member => member.IsHidden).Select(member => member.Get(owner))];
        return luggage.Length == 1 ? luggage[0] : luggage;
    }
}
