using System.Management.Automation.Runspaces;
using System.Reflection;

namespace CoexTools.Views;

/// <summary>
/// Defines the properties that views display. They are hidden: Select-Object, ConvertTo-Json, and Export-Csv omit them.
/// </summary>
internal static class ViewTypeData
{
    /// <summary>The definition for all output objects.</summary>
    public static TypeData All
    {
        get
        {
            var all = new TypeData(typeof(CoexObject));
            foreach (MethodInfo text in Texts(typeof(ViewCells)).Concat(Texts(typeof(ViewLists))))
                all.Members.Add(text.Name, new CodePropertyData(text.Name, text) { IsHidden = true });
            return all;
        }
    }

    private static MethodInfo[] Texts(Type type) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly);
}
